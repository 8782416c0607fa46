import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  DefinitionList,
  ErrorSummary,
  Form,
  Layout,
  Notice,
  PageHeader,
  type FormValues,
  type PageContext,
} from '../pages/index.ts'
import { formatDateTime } from '../texts/index.ts'
import { Checklist } from './checklist.tsx'
import { CoordinatorPart } from './coordinator-part.tsx'
import { CriterionCard } from './criterion-card.tsx'
import { SubmissionBadge } from './page-parts.tsx'
import { formState, type RefusedForm } from './refused-form.ts'
import { isEditable, mayMove } from './submission.ts'
import type { SubmissionView } from './view-submission.ts'

export interface SubmissionPageProps {
  readonly context: PageContext
  readonly view: SubmissionView
  readonly refused?: RefusedForm | undefined
}

/** A submission: what is missing first, then each criterion with its words, its levels and its evidence. */
export function SubmissionPage(props: SubmissionPageProps): VNode {
  const { context, view, refused } = props
  const { language } = context
  const { submission, course, isOwner, isCoordinator } = view
  const isDraft = isEditable(submission.state)
  const title = localised(course.title, language, course.baseLanguage)
  return (
    <Layout context={context} title={title} isPrivate>
      <Header {...props} title={title} />
      <ErrorSummary context={context} problem={refused?.problem} labels={labelsOf(props)} />
      <Returned {...props} />
      {isDraft && (isOwner || isCoordinator) ? <Checklist context={context} view={view} isHere /> : null}
      {isDraft ? null : <Facts context={context} view={view} />}
      {isCoordinator && !isOwner ? <CoordinatorPart {...props} /> : null}
      {isDraft && isOwner ? <Picker {...props} /> : <Criteria {...props} isWorkedOn={false} />}
      {isOwner && mayMove(submission.state, 'withdrawn') ? <Withdrawal {...props} /> : null}
    </Layout>
  )
}

function labelsOf({ context: { t }, view }: SubmissionPageProps): Readonly<Record<string, string>> {
  const reasons = view.missing.map(({ subjectId }): [string, string] => [
    `reasons.${subjectId}`,
    t('portfolio.exceptionReason'),
  ])
  return { ...Object.fromEntries(reasons), reason: t('portfolio.returnReason') }
}

function Header({ context, view, title }: SubmissionPageProps & { title: string }): VNode {
  const { t } = context
  const { submission, course, isOwner, isCoordinator, outcome, mayReadResult } = view
  return (
    <PageHeader
      title={title}
      kicker={`${course.code} · ${t('portfolio.attempt', { attempt: submission.attempt })}`}
      lead={isOwner ? undefined : view.participantName}
      back={
        isOwner || mayReadResult
          ? { href: '/portfolio', label: t('common.nav.portfolio') }
          : { href: '/submissions', label: t('portfolio.allSubmissions') }
      }
    >
      <SubmissionBadge context={context} state={submission.state} />
      {outcome && mayReadResult ? (
        <ButtonLink kind="primary" href={`/portfolio/submissions/${submission.id}/result`}>
          {t('portfolio.result')}
        </ButtonLink>
      ) : null}
      {isCoordinator && !isOwner && submission.submittedAt !== null ? (
        <ButtonLink href={`/assessment/submissions/${submission.id}`}>{t('portfolio.toAssessment')}</ButtonLink>
      ) : null}
    </PageHeader>
  )
}

function Returned({ context, view: { lastReturn } }: SubmissionPageProps): VNode | null {
  const { t, language, timeZone } = context
  return lastReturn ? (
    <Notice kind="warning" title={t('portfolio.returned', { date: formatDateTime(lastReturn.at, language, timeZone) })}>
      <p class="prose">{lastReturn.reason}</p>
    </Notice>
  ) : null
}

/** What was asked once, at the hand-in. */
function Facts({ context, view: { submission } }: SubmissionPageProps): VNode {
  const { t, language, timeZone } = context
  const { submittedAt, nameAsPrinted, credentialLanguage, declaration, showsLevel } = submission
  return (
    <DefinitionList
      items={[
        {
          term: t('portfolio.handedInLabel'),
          value: submittedAt ? formatDateTime(submittedAt, language, timeZone) : null,
        },
        { term: t('portfolio.handover.name'), value: nameAsPrinted },
        {
          term: t('portfolio.handover.language'),
          value: credentialLanguage ? t(`portfolio.language.${credentialLanguage}`) : null,
        },
        {
          term: t('portfolio.handover.showsLevel'),
          value: submittedAt ? t(showsLevel ? 'common.yes' : 'common.no') : null,
        },
        {
          term: t('portfolio.handover.ai'),
          value: declaration
            ? declaration.aiUseDisclosed === 'none'
              ? t('portfolio.handover.aiNone')
              : declaration.aiUseDisclosed
            : null,
        },
      ]}
    />
  )
}

/** One form for all criteria, saved with whichever button is near: no choice is lost on the way to another card. */
function Picker(props: SubmissionPageProps): VNode {
  const { context, view, refused } = props
  const { t } = context
  const { submission } = view
  const state = formState(refused, 'evidence', chosenValues(view))
  return (
    <Form context={context} action={`/portfolio/submissions/${submission.id}/evidence`} class="form-cards" {...state}>
      <Criteria {...props} isWorkedOn />
      <Actions>
        <Button kind={view.missing.length === 0 ? 'secondary' : 'primary'} name="next" value="hand-in">
          {t('portfolio.saveAndHandIn')}
        </Button>
      </Actions>
    </Form>
  )
}

function chosenValues({ course, submission }: SubmissionView): FormValues {
  return Object.fromEntries(
    course.rubric.criteria.map(({ id }) => [
      `criteria.${id}`,
      submission.items.filter(({ criterionId }) => criterionId === id).map(({ version }) => version.id),
    ]),
  )
}

function Criteria({ context, view, isWorkedOn }: SubmissionPageProps & { isWorkedOn: boolean }): VNode {
  return (
    <>
      {view.course.rubric.criteria.map((criterion) => (
        <CriterionCard key={criterion.id} context={context} view={view} criterion={criterion} isWorkedOn={isWorkedOn} />
      ))}
    </>
  )
}

function Withdrawal({ context, view: { submission } }: SubmissionPageProps): VNode {
  const { t } = context
  return (
    <details>
      <summary>{t('portfolio.withdraw')}</summary>
      <p class="muted">{t('portfolio.withdrawHint')}</p>
      <Form context={context} action={`/portfolio/submissions/${submission.id}/withdraw`}>
        <Button kind="danger">{t('portfolio.withdrawNow')}</Button>
      </Form>
    </details>
  )
}
