import type { ComponentChildren, VNode } from 'preact'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import { assetPath } from './assets.ts'
import type { PageContext } from './context.ts'
import { Form } from './form.tsx'
import { Mark } from './icons.tsx'
import { navigation } from './navigation.ts'
import { Notice } from './notice.tsx'
import { safeHref } from './safe-href.ts'

const LANGUAGE_NAMES = { es: 'Español', en: 'English', fi: 'Suomi' } as const

interface LayoutProps {
  readonly context: PageContext
  readonly title: string
  /** `narrow` for reading and forms, `wide` for tables and side-by-side work. */
  readonly width?: 'narrow' | 'regular' | 'wide' | undefined
  /** A page that search engines and the next site must not learn of. */
  readonly isPrivate?: boolean | undefined
  readonly children?: ComponentChildren
}

export function Layout({ context, title, width = 'regular', isPrivate, children }: LayoutProps): VNode {
  const { t, language } = context
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {/* A signed-in reader's form names the page it was sent from, so that its refusal can lead back there. */}
        <meta name="referrer" content={isPrivate && context.person === null ? 'no-referrer' : 'same-origin'} />
        {isPrivate ? <meta name="robots" content="noindex, nofollow" /> : null}
        <title>{`${title} · ${t('common.product')}`}</title>
        <link rel="icon" type="image/svg+xml" href={assetPath('icon.svg')} />
        <link rel="stylesheet" href={assetPath('insignia.css')} />
        <script src={assetPath('insignia.js')} defer></script>
      </head>
      <body {...scriptWords(context)}>
        <a class="skip-link" href="#content">
          {t('common.skip')}
        </a>
        <Header context={context} />
        <main id="content" class={`page page-${width}`} tabindex={-1}>
          {context.notice ? <Notice kind={context.notice.kind}>{context.notice.text}</Notice> : null}
          {children}
        </main>
        <Footer context={context} />
      </body>
    </html>
  )
}

/** The few words that the script needs, and for whom it keeps drafts. */
function scriptWords({ t, person }: PageContext): Record<string, string | undefined> {
  return {
    'data-copy-word': t('common.copy'),
    'data-copied-word': t('common.copied'),
    'data-draft-kept': t('common.draft.kept'),
    'data-draft-restored': t('common.draft.restored'),
    'data-draft-unsaved': t('common.draft.unsaved'),
    'data-reader': person?.id,
  }
}

function Header({ context }: { context: PageContext }): VNode {
  const { t, person } = context
  const items = navigation(context)
  return (
    <header class="site-header">
      <div class="site-bar">
        <a class="brand" href="/">
          <Mark />
          <span>{t('common.product')}</span>
        </a>
        {person?.programmeTitle ? <p class="programme">{person.programmeTitle}</p> : null}
        <div class="site-tools">
          {person ? (
            <>
              <a class="account" href="/account">
                <span class="person">{person.name}</span>
                <span class="account-word">{t('common.account')}</span>
              </a>
              <Form context={context} action="/sign-out" class="sign-out">
                <button type="submit" class="quiet">
                  {t('common.signOut')}
                </button>
              </Form>
            </>
          ) : (
            <>
              <a href="/verify">{t('common.verify')}</a>
              <a href="/sign-in">{t('common.signIn')}</a>
            </>
          )}
        </div>
      </div>
      {items.length > 0 ? (
        <nav class="site-nav" aria-label={t('common.nav.label')}>
          <ul>
            {items.map(({ href, label, isCurrent }) => (
              <li key={href}>
                <a href={href} aria-current={isCurrent ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </header>
  )
}

function Footer({ context: { t, language, path, query = '' } }: { context: PageContext }): VNode {
  const inLanguage = (code: Language): string => `${path}?${query === '' ? '' : `${query}&`}lang=${code}`
  return (
    <footer class="site-footer">
      <nav aria-label={t('common.language')}>
        <ul class="languages">
          {LANGUAGES.map((code) => (
            <li key={code}>
              <a
                href={safeHref(inLanguage(code))}
                lang={code}
                hreflang={code}
                aria-current={code === language || undefined}
              >
                {LANGUAGE_NAMES[code]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p>
        {t('common.footer')} <a href="/verify">{t('common.verifyABadge')}</a>
      </p>
    </footer>
  )
}
