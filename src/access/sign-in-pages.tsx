import type { VNode } from 'preact'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  Notice,
  PageHeader,
  SelectField,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { SHORTEST_PASSWORD } from './accounts.ts'

interface FormPageProps {
  readonly context: PageContext
  readonly values?: FormValues | undefined
  readonly problem?: PageProblem | undefined
}

interface SignInPageProps extends FormPageProps {
  readonly next: string
  /** Whether a forgotten password can be replaced by mail. */
  readonly hasMail: boolean
}

export function SignInPage({ context, values, problem, next, hasMail }: SignInPageProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('access.signIn.title')} width="narrow" isPrivate>
      <PageHeader title={t('access.signIn.title')} lead={t('access.signIn.lead')} />
      <ErrorSummary context={context} problem={problem} />
      <Form context={context} action="/sign-in" values={values} problem={problem}>
        <HiddenField name="next" value={next} />
        <TextField name="email" type="email" label={t('access.email')} autocomplete="username" required />
        <TextField
          name="password"
          type="password"
          label={t('access.password')}
          autocomplete="current-password"
          required
        />
        <Actions>
          <Button>{t('access.signIn.submit')}</Button>
        </Actions>
        {hasMail ? (
          <ul class="plain">
            <li>
              <a href="/sign-in/link">{t('access.signIn.byLink')}</a>
            </li>
            <li>
              <a href="/forgotten">{t('access.signIn.forgottenLink')}</a>
            </li>
          </ul>
        ) : (
          <p class="hint">{t('access.signIn.forgotten')}</p>
        )}
      </Form>
    </Layout>
  )
}

export function SetUpPage({ context, values, problem, token }: FormPageProps & { token: string }): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('access.setUp.title')} width="narrow" isPrivate>
      <PageHeader title={t('access.setUp.title')} lead={t('access.setUp.lead')} />
      <ErrorSummary context={context} problem={problem} />
      <Form context={context} action={`/set-up/${token}`} values={values} problem={problem}>
        <TextField name="givenName" label={t('access.givenName')} autocomplete="given-name" required />
        <TextField name="familyName" label={t('access.familyName')} autocomplete="family-name" required />
        <TextField name="email" type="email" label={t('access.email')} autocomplete="username" required />
        <NewPasswordField context={context} />
        <LocaleField context={context} />
        <Actions>
          <Button>{t('access.setUp.submit')}</Button>
        </Actions>
      </Form>
    </Layout>
  )
}

export function WelcomePage({ context, problem, token }: FormPageProps & { token: string }): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('access.welcome.title')} width="narrow" isPrivate>
      <PageHeader title={t('access.welcome.title')} lead={t('access.welcome.lead')} />
      <ErrorSummary context={context} problem={problem} />
      <Form context={context} action={`/welcome/${token}`} problem={problem}>
        <NewPasswordField context={context} />
        <Actions>
          <Button>{t('access.welcome.submit')}</Button>
        </Actions>
      </Form>
      <Notice kind="info">{t('access.welcome.hint')}</Notice>
    </Layout>
  )
}

interface LinkRequestProps extends FormPageProps {
  /** Whether the service sends mail. */
  readonly isOffered: boolean
}

export function ForgottenPage(props: LinkRequestProps): VNode {
  return <LinkRequest {...props} area="forgotten" action="/forgotten" />
}

export function SignInLinkPage(props: LinkRequestProps): VNode {
  return <LinkRequest {...props} area="signInLink" action="/sign-in/link" />
}

/** The link was opened; the person signs in by a button, since programs that read mail open links as well. */
export function SignInByLinkPage({ context, token }: FormPageProps & { token: string }): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('access.signIn.title')} width="narrow" isPrivate>
      <PageHeader title={t('access.signIn.title')} lead={t('access.signInLink.opened')} />
      <Form context={context} action={`/sign-in/link/${token}`}>
        <Actions>
          <Button>{t('access.signIn.submit')}</Button>
        </Actions>
      </Form>
    </Layout>
  )
}

interface AreaProps extends LinkRequestProps {
  readonly area: 'forgotten' | 'signInLink'
  readonly action: string
}

/** Asks for the address; what follows is the same for every address. */
function LinkRequest({ context, values, problem, isOffered, area, action }: AreaProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t(`access.${area}.title`)} width="narrow" isPrivate>
      <PageHeader
        title={t(`access.${area}.title`)}
        lead={t(isOffered ? `access.${area}.lead` : 'access.signIn.forgotten')}
        back={{ href: '/sign-in', label: t('access.signIn.title') }}
      />
      <ErrorSummary context={context} problem={problem} />
      {isOffered ? (
        <Form context={context} action={action} values={values} problem={problem}>
          <TextField name="email" type="email" label={t('access.email')} autocomplete="username" required />
          <Actions>
            <Button>{t('access.forgotten.submit')}</Button>
          </Actions>
        </Form>
      ) : null}
    </Layout>
  )
}

export function NewPasswordField({ context: { t } }: { context: PageContext }): VNode {
  return (
    <TextField
      name="password"
      type="password"
      label={t('access.newPassword')}
      hint={t('access.newPasswordHint', { least: SHORTEST_PASSWORD })}
      autocomplete="new-password"
      required
    />
  )
}

interface LocaleFieldProps {
  readonly context: PageContext
  readonly value?: string | undefined
  readonly hint?: string | undefined
}

export function LocaleField({ context: { t, language }, value = language, hint }: LocaleFieldProps): VNode {
  return (
    <SelectField
      name="locale"
      label={t('access.locale')}
      value={value}
      hint={hint}
      options={[
        { value: 'es', label: 'Español' },
        { value: 'en', label: 'English' },
        { value: 'fi', label: 'Suomi' },
      ]}
      required
    />
  )
}
