import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  ErrorSummary,
  Form,
  SelectField,
  StateBadge,
  TextField,
  type PageContext,
} from '../pages/index.ts'
import type { AssignablePerson } from './assignable-people.ts'
import { isSeated, type Slot } from './assignment-rules.ts'
import { prefixed } from './form-fields.ts'
import type { JudgementView } from './read-judgements.ts'
import type { SubmissionPageProps } from './submission-page.tsx'

/** Who judges, whom to assign, what to void, and the release: never what a sealed judgement says. */
export function CoordinatorSection(props: SubmissionPageProps): VNode {
  const { context, view, assignable } = props
  const { t } = context
  const [decision] = view.decisions
  const mayRelease = decision !== undefined && decision.releasedAt === null
  return (
    <Card title={t('assessment.assessors')}>
      <ul class="tasks">
        {view.judgements.map((judgement) => (
          <Seat key={judgement.id} {...props} judgement={judgement} />
        ))}
      </ul>
      {assignable
        .filter(({ slot }) => slot !== 'appeal_panel')
        .map(({ slot, people }) => (
          <AssignForm
            key={slot}
            {...props}
            slot={slot}
            people={people}
            action={`/assessment/submissions/${view.submission.submissionId}/assignments/${slot}`}
          />
        ))}
      {mayRelease ? (
        <Form context={context} action={`/assessment/decisions/${decision.id}/release`}>
          <p>{t('assessment.releaseText')}</p>
          <Actions>
            <Button>{t('assessment.release')}</Button>
          </Actions>
        </Form>
      ) : null}
    </Card>
  )
}

function Seat(props: SubmissionPageProps & { readonly judgement: JudgementView }): VNode {
  const { context, judgement, problem, problemOf, values } = props
  const { t, language } = context
  const prefix = `v.${judgement.id}`
  const found = problemOf === prefix ? prefixed(problem, prefix) : undefined
  const mayVoid = isSeated(judgement) && judgement.revealedAt === null
  return (
    <li>
      <span>
        {`${t(`assessment.slot.${judgement.slot}`)} · ${judgement.assessorName} · ${localised(judgement.organisationName, language)}`}
      </span>
      <StateBadge tone={isSeated(judgement) ? 'info' : 'neutral'} label={t(`assessment.state.${judgement.state}`)} />
      {mayVoid ? (
        <details open={found !== undefined}>
          <summary>{t('assessment.void')}</summary>
          <Form
            context={context}
            action={`/assessment/judgements/${judgement.id}/void`}
            problem={found}
            values={found ? values : undefined}
          >
            <ErrorSummary context={context} problem={found} />
            <TextField
              name={`${prefix}.reason`}
              label={t('assessment.voidReason')}
              hint={t('assessment.voidHint')}
              maxlength={2000}
              required
            />
            <Actions>
              <Button kind="danger">{t('assessment.void')}</Button>
            </Actions>
          </Form>
        </details>
      ) : null}
    </li>
  )
}

interface AssignFormProps extends SubmissionPageProps {
  readonly slot: Slot
  readonly people: readonly AssignablePerson[]
  readonly action: string
}

/** Everybody with the role; whoever cannot be assigned is listed with the reason and cannot be chosen. */
export function AssignForm({ context, slot, people, action, problem, problemOf, values }: AssignFormProps): VNode {
  const { t } = context
  const prefix = `a.${slot}`
  const found = problemOf === prefix ? prefixed(problem, prefix) : undefined
  return (
    <Form context={context} action={action} problem={found} values={found ? values : undefined}>
      <ErrorSummary context={context} problem={found} />
      <SelectField
        name={`${prefix}.assessorId`}
        label={t('assessment.assignTo', { slot: t(`assessment.slot.${slot}`) })}
        placeholder={t('common.choose')}
        options={people.map((person) => ({
          value: person.personId,
          label: personLabel(context, person),
          disabled: person.refusal !== null,
        }))}
        required
      />
      <Actions>
        <Button kind="secondary">{t('assessment.assign')}</Button>
      </Actions>
    </Form>
  )
}

function personLabel({ t, language }: PageContext, { name, organisationName, refusal }: AssignablePerson): string {
  const parts = [name, localised(organisationName, language), ...(refusal ? [t(`problems.${refusal}.title`)] : [])]
  return parts.join(' · ')
}
