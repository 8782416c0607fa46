import { renderToString } from 'preact-render-to-string'
import { localised, type Language, type LocalisedText } from '../kernel/language.ts'
import { translator } from '../texts/index.ts'
import { isLinkKind, type MessageKind } from './kinds.ts'

export interface MessageContent {
  readonly kind: MessageKind
  readonly language: Language
  /** Of the reader. */
  readonly name: string
  readonly programmeTitle: LocalisedText | null
  readonly publicUrl: string
  /** Where the message leads to. */
  readonly url: string
}

export interface RenderedMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The message in its reader's language, as a plain text and as a simple page that says the same. */
export function renderMessage({
  kind,
  language,
  name,
  programmeTitle,
  publicUrl,
  url,
}: MessageContent): RenderedMessage {
  const t = translator(language)
  const subject = oneLine(t(`mail.${kind}.subject`))
  const programme = programmeTitle === null ? '' : localised(programmeTitle, language)
  const greeting = t('mail.greeting', { name: oneLine(name) })
  const body = t(`mail.${kind}.text`)
  const action = t(`mail.${kind}.action`)
  const foot = [...(isLinkKind(kind) ? [t('mail.unexpected')] : []), t('mail.foot', { address: publicUrl })]
  const place = programme === '' ? [] : [t('mail.programme', { programme: oneLine(programme) })]
  const text = [greeting, ...place, body, `${action}:\n${url}`, '-- \n' + foot.join('\n')].join('\n\n') + '\n'
  const html = renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
      </head>
      <body style={BODY}>
        <p>{greeting}</p>
        {place.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p>{body}</p>
        <p>
          <a href={url} style={LINK}>
            {action}
          </a>
        </p>
        <p style={SMALL}>{url}</p>
        <hr style="border:0;border-top:1px solid #cccccc" />
        {foot.map((line) => (
          <p key={line} style={SMALL}>
            {line}
          </p>
        ))}
      </body>
    </html>,
  )
  return { subject, text, html: `<!doctype html>${html}` }
}

const BODY =
  'margin:0 auto;padding:24px;max-width:36em;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1d1d1f'
const LINK =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#14532d;color:#ffffff;text-decoration:none'
const SMALL = 'font-size:13px;color:#555555;word-break:break-all'

/** A name with a line break would otherwise write lines of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
