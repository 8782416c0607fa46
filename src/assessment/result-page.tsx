import type { VNode } from 'preact'
import { LANGUAGES, localised } from '../kernel/language.ts'
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
  SelectField,
  StateBadge,
  TextArea,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDateTime } from '../texts/index.ts'
import { StageList } from './appeal-section.tsx'
import { markWord } from './judged-criterion.tsx'
import type { ReleasedVersion, ResultAppeal, ResultCriterion, SubmissionResult } from './read-result.ts'

export interface ResultPageProps {
  readonly context: PageContext
  readonly result: SubmissionResult
  /** The participant's own, and not their mentor's view of it. */
  readonly isOwn: boolean
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** What the teacher came for: the result in one line, then what to do next, then the levels. */
export function ResultPage(props: ResultPageProps): VNode {
  const { context, result } = props
  const { t, language } = context
  const { submission, versions } = result
  const [current, ...earlier] = versions
  return (
    <Layout context={context} title={t('assessment.resultTitle')} width="narrow" isPrivate>
      <PageHeader
        title={localised(submission.courseTitle, language)}
        kicker={t('assessment.attempt', { attempt: submission.attempt })}
        back={{ href: '/portfolio', label: t('common.nav.portfolio') }}
      />
      {current ? (
        <Outcome context={context} version={current} isOwn={props.isOwn} />
      ) : (
        <Notice title={t(`assessment.submissionState.${stateShown(submission.state)}`)}>
          {t('assessment.nothingReleased')}
        </Notice>
      )}
      {current ? <Appeals {...props} current={current} /> : null}
      {earlier.map((version) => (
        <details key={version.decisionId}>
          <summary>{t('assessment.earlierVersion', { version: version.version })}</summary>
          <Outcome context={context} version={version} isOwn={false} />
        </details>
      ))}
    </Layout>
  )
}

/** To the participant everything between hand-in and release is one and the same state. */
function stateShown(state: SubmissionResult['submission']['state']): string {
  return ['awaiting_reconciliation', 'in_adjudication', 'decided'].includes(state) ? 'in_assessment' : state
}

interface OutcomeProps {
  readonly context: PageContext
  readonly version: ReleasedVersion
  /** Whether the badge is the reader's own. */
  readonly isOwn: boolean
}

function Outcome({ context, version, isOwn }: OutcomeProps): VNode {
  const { t, language, timeZone } = context
  const isMet = version.outcome === 'competent'
  const unmet = version.criteria.filter((criterion) => !criterion.isMet)
  return (
    <>
      <Notice kind={isMet ? 'success' : 'info'} title={t(`assessment.outcome.${version.outcome}`)}>
        <p>{isMet ? t('assessment.competentNext') : t('assessment.notYetNext', { count: unmet.length })}</p>
        {isMet && isOwn ? (
          <p>
            {t('assessment.badgeNext')} <a href="/awards">{t('assessment.toBadges')}</a>
          </p>
        ) : null}
      </Notice>
      <p class="muted">
        {t('assessment.releasedOn', { date: formatDateTime(version.releasedAt, language, timeZone) })}
      </p>
      {[...unmet, ...version.criteria.filter((criterion) => criterion.isMet)].map((criterion) => (
        <Criterion key={criterion.criterionId} context={context} criterion={criterion} />
      ))}
    </>
  )
}

function Criterion({ context, criterion }: { context: PageContext; criterion: ResultCriterion }): VNode {
  const { t, language } = context
  const { isMet, mark, feedback, levels, requiredLevel } = criterion
  const level = levels.find((one) => one.level === mark)
  const wanted = levels.find((one) => one.level === requiredLevel)
  return (
    <Card
      title={localised(criterion.title, language)}
      aside={
        <StateBadge tone={isMet ? 'good' : 'attention'} label={t(isMet ? 'assessment.met' : 'assessment.notMetYet')} />
      }
    >
      <p>
        <strong>
          {level
            ? t('assessment.level', { level: level.level, quality: localised(level.quality, language) })
            : markWord(context, mark)}
        </strong>
        {level ? (
          <>
            {': '}
            <LocalisedText context={context} text={level.descriptor} />
          </>
        ) : null}
      </p>
      {feedback ? (
        <Notice title={t(isMet ? 'assessment.feedback' : 'assessment.whatNext')}>
          <p>
            <LocalisedText context={context} text={feedback} />
          </p>
        </Notice>
      ) : null}
      {!isMet && wanted ? (
        <p class="muted">
          {t('assessment.wanted')} <LocalisedText context={context} text={wanted.descriptor} />
        </p>
      ) : null}
    </Card>
  )
}

function Appeals(props: ResultPageProps & { current: ReleasedVersion }): VNode {
  const { context, result } = props
  return (
    <>
      {result.appeals.map((appeal) => (
        <OwnAppeal key={appeal.id} context={context} appeal={appeal} />
      ))}
      {result.mayAppeal ? <AppealForm {...props} /> : null}
    </>
  )
}

function OwnAppeal({ context, appeal }: { context: PageContext; appeal: ResultAppeal }): VNode {
  const { t, language, timeZone } = context
  const isEscalable = appeal.state === 'upheld' && appeal.closedAt === null
  return (
    <Card
      title={t('assessment.appeal')}
      aside={<StateBadge tone="info" label={t(`assessment.appealState.${appeal.state}`)} />}
    >
      <p class="muted">{formatDateTime(appeal.lodgedAt, language, timeZone)}</p>
      <p>
        <LocalisedText context={context} text={appeal.statement} />
      </p>
      <StageList context={context} stages={appeal.stages} />
      {isEscalable ? (
        <Form context={context} action={`/portfolio/appeals/${appeal.id}/escalation`}>
          <p>{t('assessment.panelText')}</p>
          <Actions>
            <Button kind="secondary">{t('assessment.toPanel')}</Button>
          </Actions>
        </Form>
      ) : null}
      {appeal.state === 'lodged' ? (
        <Form context={context} action={`/portfolio/appeals/${appeal.id}/withdrawal`}>
          <Actions>
            <Button kind="quiet">{t('assessment.withdrawAppeal')}</Button>
          </Actions>
        </Form>
      ) : null}
    </Card>
  )
}

const GROUNDS = ['evidence_overlooked', 'procedure', 'conflict_of_interest', 'other'] as const

function AppealForm({
  context,
  result,
  current,
  problem,
  values,
}: ResultPageProps & { current: ReleasedVersion }): VNode {
  const { t, language, timeZone } = context
  return (
    <details open={problem !== undefined} id="appeal">
      <summary>{t('assessment.appealOpen')}</summary>
      <p>
        {t('assessment.appealText')}{' '}
        {current.appealUntil
          ? t('assessment.appealUntil', { date: formatDateTime(current.appealUntil, language, timeZone) })
          : null}
      </p>
      <Form
        context={context}
        action={`/portfolio/submissions/${result.submission.submissionId}/appeals`}
        problem={problem}
        values={values ?? { statementLanguage: language }}
      >
        <ErrorSummary context={context} problem={problem} />
        <RadioGroup
          name="grounds"
          label={t('assessment.groundsLabel')}
          options={GROUNDS.map((ground) => ({ value: ground, label: t(`assessment.grounds.${ground}`) }))}
          required
        />
        <TextArea
          name="statement"
          label={t('assessment.statement')}
          hint={t('assessment.statementHint')}
          keep={`appeal-${current.decisionId}`}
          maxlength={10_000}
          required
        />
        <SelectField
          name="statementLanguage"
          label={t('assessment.writtenIn')}
          options={LANGUAGES.map((code) => ({ value: code, label: t(`assessment.language.${code}`) }))}
          required
        />
        <Actions>
          <Button kind="secondary">{t('assessment.lodge')}</Button>
          <ButtonLink kind="quiet" href="/portfolio">
            {t('common.back')}
          </ButtonLink>
        </Actions>
      </Form>
    </details>
  )
}
