import type { VNode } from 'preact'
import { Button, Card, Form, HiddenField, Actions, TextArea } from '../pages/index.ts'
import { missingText } from './page-parts.tsx'
import type { SubmissionPageProps } from './submission-page.tsx'
import { mayMove } from './submission.ts'

/** What a coordinator may do about the form of a submission, never about its worth. */
export function CoordinatorPart({ context, view, problem, values }: SubmissionPageProps): VNode | null {
  const { t, language } = context
  const { submission, course, missing } = view
  const path = `/portfolio/submissions/${submission.id}`
  const short = missing.filter(({ code }) => code === 'requirement-minimum')
  const mayReturn = mayMove(submission.state, 'returned_for_completion')
  if (!mayReturn && short.length === 0 && submission.exceptions.length === 0) return null
  return (
    <Card title={t('portfolio.coordination')}>
      {submission.exceptions.length > 0 ? (
        <ul>
          {submission.exceptions.map(({ id, reason, provided, minimum }) => (
            <li key={id}>
              {t('portfolio.exceptionGiven', { provided, minimum })} {reason}
            </li>
          ))}
        </ul>
      ) : null}
      {mayReturn ? (
        <Form context={context} action={`${path}/return`} problem={problem} values={values}>
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
      ) : null}
      {short.map((one) => (
        <Form
          key={one.subjectId}
          context={context}
          action={`${path}/exceptions`}
          problem={problem}
          values={values?.['requirementId'] === one.subjectId ? values : {}}
        >
          <HiddenField name="requirementId" value={one.subjectId} />
          <p lang={language}>{missingText(context, one, course, submission.items)}</p>
          <TextArea
            name={`reasons.${one.subjectId}`}
            label={t('portfolio.exceptionReason')}
            keep={`exception-${submission.id}-${one.subjectId}`}
            rows={2}
            maxlength={2000}
            required
          />
          <Actions>
            <Button kind="secondary">{t('portfolio.exceptionNow')}</Button>
          </Actions>
        </Form>
      ))}
    </Card>
  )
}
