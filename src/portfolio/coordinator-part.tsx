import type { VNode } from 'preact'
import { Actions, Button, Card, Form, HiddenField, Notice, TextArea } from '../pages/index.ts'
import type { Missing } from './missing.ts'
import { missingText } from './page-parts.tsx'
import { formState } from './refused-form.ts'
import type { SubmissionPageProps } from './submission-page.tsx'
import { mayMove } from './submission.ts'

/** What a coordinator may do about the form of a submission, never about its worth. */
export function CoordinatorPart(props: SubmissionPageProps): VNode | null {
  const { context, view } = props
  const { t } = context
  const { submission, missing, consents } = view
  const short = missing.filter(({ code }) => code === 'requirement-minimum')
  const mayReturn = mayMove(submission.state, 'returned_for_completion')
  const hasConsentProblem =
    submission.submittedAt !== null && [...consents.values()].some((one) => one === 'missing' || one === 'withdrawn')
  if (!mayReturn && !hasConsentProblem && short.length === 0 && submission.exceptions.length === 0) return null
  return (
    <Card title={t('portfolio.coordination')}>
      {hasConsentProblem ? (
        <Notice kind="warning" title={t('portfolio.consentProblem')}>
          {t('portfolio.consentProblemHint')}
        </Notice>
      ) : null}
      {submission.exceptions.length > 0 ? (
        <ul>
          {submission.exceptions.map(({ id, reason, provided, minimum }) => (
            <li key={id}>
              {t('portfolio.exceptionGiven', { provided, minimum })} {reason}
            </li>
          ))}
        </ul>
      ) : null}
      {mayReturn ? <Return {...props} /> : null}
      {short.map((one) => (
        <Exception key={one.subjectId} {...props} short={one} />
      ))}
    </Card>
  )
}

function Return({ context, view: { submission }, refused }: SubmissionPageProps): VNode {
  const { t } = context
  return (
    <Form context={context} action={`/portfolio/submissions/${submission.id}/return`} {...formState(refused, 'return')}>
      <TextArea
        name="reason"
        label={t('portfolio.returnReason')}
        hint={t('portfolio.returnHint')}
        keep={`return-${submission.id}`}
        maxlength={2000}
        required
      />
      <Actions>
        <Button kind="secondary">{t('portfolio.returnNow')}</Button>
      </Actions>
    </Form>
  )
}

function Exception({ context, view, refused, short }: SubmissionPageProps & { short: Missing }): VNode {
  const { t } = context
  const { submission, course } = view
  return (
    <Form
      context={context}
      action={`/portfolio/submissions/${submission.id}/exceptions`}
      {...formState(refused, `exception-${short.subjectId}`)}
    >
      <HiddenField name="requirementId" value={short.subjectId} />
      <TextArea
        name={`reasons.${short.subjectId}`}
        label={t('portfolio.exceptionReason')}
        hint={missingText(context, short, course, submission.items)}
        keep={`exception-${submission.id}-${short.subjectId}`}
        rows={2}
        maxlength={2000}
        required
      />
      <Actions>
        <Button kind="secondary">{t('portfolio.exceptionNow')}</Button>
      </Actions>
    </Form>
  )
}
