import type { ComponentChildren, VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Form,
  Layout,
  Notice,
  PageHeader,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import type { MicroCourseVersion } from './version.ts'

/** What every page that edits a part of a version is given. */
export interface PartPageProps {
  readonly context: PageContext
  readonly version: MicroCourseVersion
  readonly problem?: PageProblem | undefined
  /** What was sent, after a refusal. */
  readonly sent?: FormValues | undefined
}

/** The values of several fields as those of one form. */
export function merged(parts: readonly FormValues[]): FormValues {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)))
}

interface PartFormProps extends PartPageProps {
  readonly title: string
  readonly lead?: string | undefined
  /** Where the form goes, below the version. */
  readonly path: string
  /** Where a file is sent. */
  readonly multipart?: boolean | undefined
  readonly stored: FormValues
  /** Names of the fields, for the list of what is wrong. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly children?: ComponentChildren
  /** Below the form. */
  readonly after?: ComponentChildren
}

/** One part of a draft as a form of its own, so that little is lost and a telephone suffices. */
export function PartForm(props: PartFormProps): VNode {
  const { context, version, problem, sent, title, lead, path, stored, multipart, labels, children, after } = props
  const { t, language } = context
  const base = `/courses/${version.id}`
  return (
    <Layout context={context} title={title} isPrivate>
      <PageHeader
        title={title}
        kicker={`${version.code} · ${t('courses.version', { version: version.version })}`}
        lead={lead}
        back={{ href: base, label: localised(version.title, language, version.baseLanguage) || version.code }}
      />
      {version.state === 'in_review' || version.state === 'validated' ? (
        <Notice kind="warning">{t('review.editVoids')}</Notice>
      ) : null}
      <ErrorSummary context={context} problem={problem} labels={labels} />
      <Form
        context={context}
        action={`${base}/${path}`}
        multipart={multipart}
        problem={problem}
        values={sent ?? stored}
        class="form card"
      >
        {children}
        <Actions>
          <Button>{t('common.save')}</Button>
          <ButtonLink kind="quiet" href={base}>
            {t('common.cancel')}
          </ButtonLink>
        </Actions>
      </Form>
      {after}
    </Layout>
  )
}
