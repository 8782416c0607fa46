import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  ErrorSummary,
  Form,
  Layout,
  LocalisedText,
  PageHeader,
  StateBadge,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDateTime, formatDeadline } from '../texts/index.ts'
import type { AssignablePerson } from './assignable-people.ts'
import type { Slot } from './assignment-rules.ts'
import { AppealSection } from './appeal-section.tsx'
import { CoordinatorSection } from './coordinator-section.tsx'
import { BesideEvidence } from './evidence-view.tsx'
import { FeedbackForm } from './feedback-form.tsx'
import type { FrozenEvidence } from './frozen-evidence.ts'
import { BothJudgements, markWord } from './judged-criterion.tsx'
import { ReconciliationForms } from './reconciliation-forms.tsx'
import type { AssessmentView, ComparedCriterion, DecisionView } from './read-assessment.ts'

export interface SubmissionDuties {
  /** One of the two revealed first-round assessors. */
  readonly isFirstRound: boolean
  readonly isCoordinator: boolean
  /** Coordinator or auditor: may read the submission itself. */
  readonly isOverseer: boolean
  readonly personId: string
}

export interface SubmissionPageProps {
  readonly context: PageContext
  readonly view: AssessmentView
  /** For those who judge it, once the judgements are revealed. */
  readonly evidence: readonly FrozenEvidence[] | null
  readonly duties: SubmissionDuties
  /** For the free slots, by slot. */
  readonly assignable: readonly { readonly slot: Slot; readonly people: readonly AssignablePerson[] }[]
  readonly problem?: PageProblem | undefined
  /** The prefix of the form that was refused. */
  readonly problemOf?: string | undefined
  readonly values?: FormValues | undefined
}

/** One submission for those who decide on it: both judgements side by side, what is agreed, and what comes next. */
export function SubmissionPage(props: SubmissionPageProps): VNode {
  const { context, view, duties, problem, problemOf } = props
  const { t, language } = context
  const { submission } = view
  const [decision] = view.decisions
  const isRevealed = view.criteria.some(({ A }) => A !== null)
  return (
    <Layout context={context} title={localised(submission.courseTitle, language)} width="wide" isPrivate>
      <PageHeader
        title={localised(submission.courseTitle, language)}
        kicker={t('assessment.ofParticipant', { name: submission.participantName, attempt: submission.attempt })}
        back={{ href: '/assessment', label: t('assessment.queue') }}
      >
        <StateBadge tone="info" label={t(`assessment.submissionState.${submission.state}`)} />
      </PageHeader>
      {duties.isOverseer ? (
        <p>
          <a href={`/portfolio/submissions/${submission.submissionId}`}>{t('assessment.toSubmission')}</a>
        </p>
      ) : null}
      {problem && problemOf === undefined ? <ErrorSummary context={context} problem={problem} /> : null}
      {duties.isCoordinator ? <CoordinatorSection {...props} /> : null}
      {decision ? <DecisionSummary context={context} decision={decision} /> : null}
      {isRevealed ? (
        <Comparison {...props} decision={decision} />
      ) : (
        <p class="muted">{t('assessment.notRevealedYet')}</p>
      )}
      {submission.state === 'awaiting_reconciliation' ? <Escalation {...props} /> : null}
      <AppealSection {...props} />
    </Layout>
  )
}

function DecisionSummary({ context, decision }: { context: PageContext; decision: DecisionView }): VNode {
  const { t } = context
  const isMet = decision.outcome === 'competent'
  return (
    <Card
      title={t('assessment.decisionVersion', { version: decision.version })}
      aside={<StateBadge tone={isMet ? 'good' : 'attention'} label={t(`assessment.outcome.${decision.outcome}`)} />}
    >
      <p class="muted">
        {decision.releasedAt
          ? t('assessment.releasedOn', {
              date: formatDateTime(decision.releasedAt, context.language, context.timeZone),
            })
          : t('assessment.notReleasedYet')}
      </p>
    </Card>
  )
}

type ComparisonProps = SubmissionPageProps & { readonly decision: DecisionView | undefined }

function Comparison(props: ComparisonProps): VNode {
  const { context, evidence, view } = props
  const criteria = view.criteria.map((criterion) => (
    <Compared key={criterion.criterionId} {...props} criterion={criterion} />
  ))
  if (evidence === null) return <>{criteria}</>
  return (
    <BesideEvidence context={context} evidence={evidence}>
      {criteria}
    </BesideEvidence>
  )
}

function Compared(props: ComparisonProps & { readonly criterion: ComparedCriterion }): VNode {
  const { context, criterion, decision, duties, view } = props
  const { t, language } = context
  const result = decision?.perCriterion.find(({ criterionId }) => criterionId === criterion.criterionId)
  const mayAdvise = decision?.releasedAt === null && (duties.isCoordinator || duties.isFirstRound)
  return (
    <Card
      id={`criterion-${criterion.criterionId}`}
      title={localised(criterion.title, language)}
      aside={<DifferenceBadge context={context} criterion={criterion} />}
    >
      <BothJudgements context={context} criterion={criterion} judgements={view.judgements} evidence={props.evidence} />
      {result ? (
        <p>
          {t('assessment.result', {
            mark: markWord(context, result.mark),
            basis: t(`assessment.basis.${result.basis}`),
          })}
        </p>
      ) : null}
      <ReconciliationForms {...props} criterion={criterion} />
      {decision && mayAdvise ? <FeedbackForm {...props} decision={decision} criterion={criterion} /> : null}
      {criterion.feedback && !mayAdvise ? (
        <p>
          <LocalisedText context={context} text={criterion.feedback.text} />
        </p>
      ) : null}
    </Card>
  )
}

function DifferenceBadge({
  context: { t },
  criterion,
}: {
  context: PageContext
  criterion: ComparedCriterion
}): VNode | null {
  const kind = criterion.difference?.kind
  if (!kind) return null
  const tone = kind === 'equal' ? 'good' : kind === 'same-side' ? 'info' : 'attention'
  return <StateBadge tone={tone} label={t(`assessment.difference.${kind}`)} />
}

function Escalation({ context, view, duties }: SubmissionPageProps): VNode | null {
  const { t, language, timeZone } = context
  if (!duties.isFirstRound && !duties.isCoordinator) return null
  const until = view.reconcileUntil
  return (
    <Card title={t('assessment.escalateTitle')}>
      <p>{t('assessment.escalateText')}</p>
      {until ? <p class="muted">{t('assessment.until', { date: formatDeadline(until, language, timeZone) })}</p> : null}
      <Form context={context} action={`/assessment/submissions/${view.submission.submissionId}/escalation`}>
        <Actions>
          <Button kind="secondary">{t('assessment.escalate')}</Button>
          <ButtonLink kind="quiet" href="/assessment">
            {t('common.back')}
          </ButtonLink>
        </Actions>
      </Form>
    </Card>
  )
}
