import type { VNode } from 'preact'
import { Actions, Button, ErrorSummary, Form, TextArea } from '../pages/index.ts'
import { prefixed } from './form-fields.ts'
import { NOT_EVIDENCED } from './marks.ts'
import type { ComparedCriterion, DecisionView } from './read-assessment.ts'
import type { SubmissionPageProps } from './submission-page.tsx'

type Props = SubmissionPageProps & { readonly criterion: ComparedCriterion; readonly decision: DecisionView }

/** What the teacher will read: required where the level is not met, and about evidence where there was none. */
export function FeedbackForm({ context, view, criterion, decision, problem, problemOf, values }: Props): VNode {
  const { t } = context
  const { criterionId, feedback } = criterion
  const prefix = `f.${criterionId}`
  const result = decision.perCriterion.find((one) => one.criterionId === criterionId)
  const found = problemOf === prefix ? prefixed(problem, prefix) : undefined
  const language = view.participantLanguage
  const hint =
    result?.mark === NOT_EVIDENCED
      ? t('assessment.feedbackNotEvidenced')
      : t(result?.isMet ? 'assessment.feedbackMet' : 'assessment.feedbackUnmet')
  return (
    <Form
      context={context}
      action={`/assessment/decisions/${decision.id}/feedback/${criterionId}`}
      problem={found}
      values={
        problemOf === prefix && values ? values : { [`${prefix}.text.${language}`]: feedback?.text[language] ?? '' }
      }
    >
      <ErrorSummary context={context} problem={found} />
      <TextArea
        name={`${prefix}.text.${language}`}
        label={t('assessment.feedbackLabel', { language: t(`assessment.language.${language}`) })}
        hint={hint}
        keep={`feedback-${decision.id}-${criterionId}`}
        maxlength={10_000}
        required={result?.isMet === false}
      />
      <Actions>
        <Button kind="secondary">{t('assessment.saveFeedback')}</Button>
      </Actions>
    </Form>
  )
}
