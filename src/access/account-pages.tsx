import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  DefinitionList,
  ErrorSummary,
  Form,
  Layout,
  PageHeader,
  TextField,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDateTime } from '../texts/index.ts'
import { browserOf } from './browser-name.ts'
import type { OwnAccount } from './own-account.ts'
import { LocaleField, NewPasswordField } from './sign-in-pages.tsx'

interface AccountPageProps {
  readonly context: PageContext
  readonly account: OwnAccount
  /** The session that reads the page. */
  readonly sessionId: string | null
  readonly problem?: PageProblem | undefined
}

/** What a person keeps of their own: language, password, where they are signed in. */
export function AccountPage({ context, account, sessionId, problem }: AccountPageProps): VNode {
  const { t, language, timeZone } = context
  return (
    <Layout context={context} title={t('common.account')} width="narrow">
      <PageHeader title={t('common.account')} lead={t('access.account.lead')} />
      <ErrorSummary context={context} problem={problem} labels={{ current: t('access.account.current') }} />
      <DefinitionList
        items={[
          { term: t('access.people.name'), value: account.name },
          { term: t('access.email'), value: account.email },
        ]}
      />
      <Card title={t('access.locale')} id="language">
        <Form context={context} action="/account/language" values={{ locale: account.locale }}>
          <LocaleField context={context} value={account.locale} hint={t('access.account.localeHint')} />
          <Actions>
            <Button>{t('access.account.saveLanguage')}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('access.password')} id="password">
        <Form context={context} action="/account/password" problem={problem}>
          <TextField
            name="current"
            type="password"
            label={t('access.account.current')}
            autocomplete="current-password"
            required
          />
          <NewPasswordField context={context} />
          <p class="hint">{t('access.account.passwordHint')}</p>
          <Actions>
            <Button>{t('access.account.savePassword')}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('access.account.sessions')} id="sessions">
        <ul>
          {account.sessions.map(({ id, startedAt, browser }) => (
            <li key={id}>
              {t('access.account.since', { date: formatDateTime(startedAt, language, timeZone) })}
              {id === sessionId ? <strong> · {t('access.account.thisOne')}</strong> : null}
              <Browser context={context} name={browser} />
            </li>
          ))}
        </ul>
        <Form context={context} action="/account/sessions/end">
          <p>{t('access.account.endHint')}</p>
          <Actions>
            <Button kind="danger">{t('access.account.end')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

function Browser({ context: { t }, name }: { context: PageContext; name: string }): VNode | null {
  const known = browserOf(name)
  if (name === '') return null
  return (
    <>
      <br />
      <span class="muted">{known ? t('access.account.browser', known) : name}</span>
    </>
  )
}
