import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  ErrorSummary,
  Form,
  LocalisedText,
  StateBadge,
  type PageContext,
} from '../pages/index.ts'
import { formatDateTime } from '../texts/index.ts'
import { AssignForm } from './coordinator-section.tsx'
import { RationaleField } from './criterion-form.tsx'
import { prefixed } from './form-fields.ts'
import type { AppealView } from './read-assessment.ts'
import type { SubmissionPageProps } from './submission-page.tsx'

/** The appeals against the decisions of a submission, with the step that waits for this reader. */
export function AppealSection(props: SubmissionPageProps): VNode {
  return (
    <>
      {props.view.appeals.map((appeal) => (
        <OneAppeal key={appeal.id} {...props} appeal={appeal} />
      ))}
    </>
  )
}

type AppealProps = SubmissionPageProps & { readonly appeal: AppealView }

function OneAppeal(props: AppealProps): VNode {
  const { context, appeal } = props
  const { t, language, timeZone } = context
  return (
    <Card
      id={`appeal-${appeal.id}`}
      title={t('assessment.appeal')}
      aside={<StateBadge tone="info" label={t(`assessment.appealState.${appeal.state}`)} />}
    >
      <p class="muted">
        {`${t(`assessment.grounds.${appeal.grounds}`)} · ${formatDateTime(appeal.lodgedAt, language, timeZone)}`}
      </p>
      <p>
        <LocalisedText context={context} text={appeal.statement} />
      </p>
      <StageList context={context} stages={appeal.stages} />
      <NextStep {...props} />
    </Card>
  )
}

export function StageList({
  context,
  stages,
}: {
  context: PageContext
  stages: readonly Pick<AppealView['stages'][number], 'id' | 'stage' | 'outcome' | 'rationale'>[]
}): VNode {
  const { t } = context
  return (
    <>
      {stages.map(({ id, stage, outcome, rationale }) => (
        <section key={id}>
          <h3>{t(`assessment.stage.${stage}`)}</h3>
          {outcome ? <p>{t(`assessment.appealState.${outcome}`)}</p> : null}
          {rationale ? (
            <p>
              <LocalisedText context={context} text={rationale} />
            </p>
          ) : null}
        </section>
      ))}
    </>
  )
}

function NextStep(props: AppealProps): VNode | null {
  const { context, appeal, duties, assignable } = props
  const { t } = context
  const base = `/assessment/appeals/${appeal.id}`
  const stage = (name: 'rectification' | 'panel') => appeal.stages.find((one) => one.stage === name)
  if (duties.isCoordinator && appeal.state === 'lodged') {
    return (
      <>
        <Form context={context} action={`${base}/rectification`}>
          <Actions>
            <Button>{t('assessment.openRectification')}</Button>
          </Actions>
        </Form>
        <Reasons {...props} step="inadmissibility" label={t('assessment.inadmissible')} />
      </>
    )
  }
  if (duties.isFirstRound && appeal.state === 'in_rectification') {
    const hasConcluded = stage('rectification')?.reviewerIds.includes(duties.personId)
    return hasConcluded ? (
      <p class="muted">{t('assessment.concluded')}</p>
    ) : (
      <>
        <p>{t('assessment.concludeText')}</p>
        <Reasons {...props} step="conclusion" label={t('assessment.conclude')} />
      </>
    )
  }
  if (duties.isCoordinator && appeal.state === 'in_panel') {
    const people = assignable.find(({ slot }) => slot === 'appeal_panel')?.people ?? []
    return <AssignForm {...props} slot="appeal_panel" people={people} action={`${base}/panel`} />
  }
  const panel = stage('panel')
  if (duties.isCoordinator && panel?.outcome && !panel.rationale) {
    return <Reasons {...props} step="explanation" label={t('assessment.explain')} />
  }
  return null
}

function Reasons(props: AppealProps & { readonly step: string; readonly label: string }): VNode {
  const { context, appeal, step, label, problem, problemOf, values } = props
  const prefix = `p.${appeal.id}.${step}`
  const found = problemOf === prefix ? prefixed(problem, prefix) : undefined
  return (
    <Form
      context={context}
      action={`/assessment/appeals/${appeal.id}/${step}`}
      problem={found}
      values={found && values ? values : { [`${prefix}.rationaleLanguage`]: context.language }}
    >
      <ErrorSummary context={context} problem={found} />
      <RationaleField
        context={context}
        name={`${prefix}.rationale`}
        keep={`appeal-${appeal.id}-${step}`}
        label={context.t('assessment.reasonsFor', {
          name: localised(props.view.submission.courseTitle, context.language),
        })}
      />
      <Actions>
        <Button kind="secondary">{label}</Button>
      </Actions>
    </Form>
  )
}
