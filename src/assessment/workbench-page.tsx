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
  Notice,
  PageHeader,
  RadioGroup,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { CriterionForm } from './criterion-form.tsx'
import { BesideEvidence } from './evidence-view.tsx'
import { BothJudgements, JudgedCriterion } from './judged-criterion.tsx'
import { LanguageSupportField } from './language-support-field.tsx'
import type { AssessmentView } from './read-assessment.ts'
import type { Workbench } from './workbench.ts'

export interface WorkbenchPageProps {
  readonly context: PageContext
  readonly bench: Workbench
  /** Both judgements, once they are revealed. */
  readonly assessment?: AssessmentView | null
  readonly problem?: PageProblem | undefined
  /** Whose form was refused: a criterion's id, or nothing for the form of the page itself. */
  readonly problemOf?: string | undefined
  readonly values?: FormValues | undefined
}

/** Evidence left, criteria right. Before acceptance: the question of conflicts. After the seal: what one judged. */
export function WorkbenchPage(props: WorkbenchPageProps): VNode {
  const { context, bench } = props
  const { t, language } = context
  const { judgement, submission } = bench
  return (
    <Layout context={context} title={localised(submission.courseTitle, language)} width="wide" isPrivate>
      <PageHeader
        title={localised(submission.courseTitle, language)}
        kicker={t(`assessment.slot.${judgement.slot}`)}
        lead={t('assessment.ofParticipant', { name: submission.participantName, attempt: submission.attempt })}
        back={{ href: '/assessment', label: t('assessment.queue') }}
      />
      {bench.appeal ? (
        <Notice title={t('assessment.appealStatement')}>
          <p>
            <LocalisedText context={context} text={bench.appeal.statement} />
          </p>
        </Notice>
      ) : null}
      <Body {...props} />
    </Layout>
  )
}

function Body(props: WorkbenchPageProps): VNode {
  const { context, bench } = props
  switch (bench.judgement.state) {
    case 'assigned':
      return <Answer {...props} />
    case 'accepted':
    case 'in_progress':
      return <Judging {...props} />
    case 'sealed':
    case 'revealed':
    case 'final':
      return <OwnJudgement {...props} />
    case 'declined':
    case 'void':
      return <Notice>{context.t(`assessment.ended.${bench.judgement.state}`)}</Notice>
  }
}

function Judging({ context, bench, problem, problemOf, values }: WorkbenchPageProps): VNode {
  const { t } = context
  const { judgement, criteria, evidence } = bench
  const left = criteria.filter(({ gap }) => gap !== null).length
  return (
    <BesideEvidence context={context} evidence={evidence}>
      {criteria.map((criterion) => (
        <CriterionForm
          key={criterion.criterionId}
          context={context}
          judgementId={judgement.id}
          criterion={criterion}
          evidence={evidence}
          problem={problemOf === criterion.criterionId ? problem : undefined}
          values={problemOf === criterion.criterionId ? values : undefined}
        />
      ))}
      <Actions>
        <ButtonLink kind={left === 0 ? 'primary' : 'secondary'} href={`/assessment/judgements/${judgement.id}/seal`}>
          {t('assessment.toSeal', { left })}
        </ButtonLink>
      </Actions>
    </BesideEvidence>
  )
}

const DECLINE_KINDS = ['mentor', 'line_manager', 'family', 'co_author', 'former_colleague', 'other'] as const

function Answer({ context, bench, problem, problemOf, values }: WorkbenchPageProps): VNode {
  const { t } = context
  const { id } = bench.judgement
  return (
    <div class="card-grid">
      <Card title={t('assessment.acceptTitle')}>
        <p>{t('assessment.acceptText', { name: bench.submission.participantName })}</p>
        <Form
          context={context}
          action={`/assessment/judgements/${id}/acceptance`}
          problem={problemOf === undefined ? problem : undefined}
          values={values}
        >
          <ErrorSummary context={context} problem={problemOf === undefined ? problem : undefined} />
          <LanguageSupportField context={context} bench={bench} />
          <Actions>
            <Button>{t('assessment.accept')}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('assessment.declineTitle')}>
        <p>{t('assessment.declineText')}</p>
        <Form
          context={context}
          action={`/assessment/judgements/${id}/declination`}
          problem={problemOf === 'decline' ? problem : undefined}
          values={values}
        >
          <ErrorSummary context={context} problem={problemOf === 'decline' ? problem : undefined} />
          <RadioGroup
            name="reason"
            label={t('assessment.declineReason')}
            options={[
              { value: 'capacity', label: t('assessment.decline.capacity') },
              ...DECLINE_KINDS.map((kind) => ({ value: kind, label: t(`assessment.decline.${kind}`) })),
            ]}
            required
          />
          <Actions>
            <Button kind="secondary">{t('assessment.decline')}</Button>
          </Actions>
        </Form>
      </Card>
    </div>
  )
}

function OwnJudgement({ context, bench, assessment }: WorkbenchPageProps): VNode {
  const { t, language } = context
  const { judgement, submission, criteria, evidence } = bench
  const isWaiting = judgement.state === 'sealed'
  return (
    <>
      <Notice kind={isWaiting ? 'info' : 'success'}>
        {t(isWaiting ? 'assessment.sealedWaiting' : 'assessment.sealedRevealed')}
      </Notice>
      {isWaiting ? null : (
        <Actions>
          <ButtonLink kind="primary" href={`/assessment/submissions/${submission.submissionId}`}>
            {t('assessment.toComparison')}
          </ButtonLink>
        </Actions>
      )}
      <BesideEvidence context={context} evidence={evidence}>
        {criteria.map(({ criterionId, title, judged }) => {
          const compared = assessment?.criteria.find((one) => one.criterionId === criterionId)
          if (!judged) return null
          return (
            <Card key={criterionId} title={localised(title, language)}>
              {assessment && compared ? (
                <BothJudgements
                  context={context}
                  criterion={compared}
                  judgements={assessment.judgements}
                  evidence={evidence}
                />
              ) : (
                <JudgedCriterion context={context} judged={judged} evidence={evidence} />
              )}
            </Card>
          )
        })}
      </BesideEvidence>
    </>
  )
}
