import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { Actions, Button, CheckboxField, ErrorSummary, Form, LocalisedText, Notice } from '../pages/index.ts'
import { MarkField, RationaleField } from './criterion-form.tsx'
import { prefixed } from './form-fields.ts'
import { markWord } from './judged-criterion.tsx'
import type { ComparedCriterion } from './read-assessment.ts'
import type { SubmissionPageProps } from './submission-page.tsx'

type Props = SubmissionPageProps & { readonly criterion: ComparedCriterion }

/** For a criterion on which two differ: the proposal that stands, and a form to make another. */
export function ReconciliationForms(props: Props): VNode | null {
  const { view, duties, criterion } = props
  const isRectification = view.appeals.some(({ state }) => state === 'in_rectification')
  const differs = criterion.difference !== null && criterion.difference.kind !== 'equal'
  const isOpen = view.submission.state === 'awaiting_reconciliation' && differs && !criterion.reconciliation?.agreedAt
  return (
    <>
      <Standing {...props} />
      {duties.isFirstRound && criterion.difference !== null && (isOpen || isRectification) ? (
        <ProposalForm {...props} />
      ) : null}
    </>
  )
}

function Standing({ context, criterion, duties, view }: Props): VNode | null {
  const { t } = context
  const { reconciliation } = criterion
  if (!reconciliation) return null
  const maySign =
    duties.isFirstRound && reconciliation.agreedAt === null && !reconciliation.signedBy.includes(duties.personId)
  const proposer = view.judgements.find(({ assessorId }) => assessorId === reconciliation.proposedById)?.assessorName
  return (
    <Notice
      kind={reconciliation.agreedAt ? 'success' : 'info'}
      title={
        reconciliation.agreedAt
          ? t('assessment.agreed', { mark: markWord(context, reconciliation.mark) })
          : t('assessment.proposed', { name: proposer ?? '', mark: markWord(context, reconciliation.mark) })
      }
    >
      <p>
        <LocalisedText context={context} text={reconciliation.rationale} />
      </p>
      {maySign ? (
        <Form context={context} action={`/assessment/reconciliations/${reconciliation.id}/signature`}>
          <Actions>
            <Button>{t('assessment.sign')}</Button>
          </Actions>
        </Form>
      ) : null}
    </Notice>
  )
}

function ProposalForm({ context, view, criterion, problem, problemOf, values }: Props): VNode {
  const { t, language } = context
  const { criterionId, difference, reconciliation } = criterion
  const { submissionId } = view.submission
  const prefix = `r.${criterionId}`
  const found = problemOf === prefix ? prefixed(problem, prefix) : undefined
  const label = reconciliation && !reconciliation.agreedAt ? t('assessment.counterProposal') : t('assessment.proposal')
  return (
    <details open={problemOf === prefix || !reconciliation}>
      <summary>{label}</summary>
      <Form
        context={context}
        action={`/assessment/submissions/${submissionId}/reconciliations/${criterionId}`}
        problem={found}
        values={problemOf === prefix && values ? values : { [`${prefix}.rationaleLanguage`]: language }}
      >
        <ErrorSummary context={context} problem={found} />
        <MarkField
          context={context}
          name={`${prefix}.mark`}
          criterion={criterion}
          label={t('assessment.agreedMark', { criterion: localised(criterion.title, language) })}
        />
        <RationaleField
          context={context}
          name={`${prefix}.rationale`}
          keep={`reconciliation-${submissionId}-${criterionId}`}
        />
        {difference?.kind === 'conversation' ? (
          <CheckboxField name={`${prefix}.conversationHeld`} label={t('assessment.conversationHeld')} required />
        ) : null}
        <Actions>
          <Button kind="secondary">{t('assessment.propose')}</Button>
        </Actions>
      </Form>
    </details>
  )
}
