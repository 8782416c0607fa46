import type { VNode } from 'preact'
import type { MicroCourseVersion } from '../courses/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxGroup,
  DefinitionList,
  ErrorSummary,
  Form,
  Layout,
  LocalisedText,
  Notice,
  PageHeader,
  StateBadge,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDateTime, formatDay } from '../texts/index.ts'
import { CoordinatorPart } from './coordinator-part.tsx'
import type { EvidenceWithVersions } from './evidence-store.ts'
import { missingText, SubmissionBadge, VersionContent } from './page-parts.tsx'
import type { SubmissionEvidence } from './submission-store.ts'
import { isEditable, mayMove } from './submission.ts'
import type { SubmissionView } from './view-submission.ts'

export interface SubmissionPageProps {
  readonly context: PageContext
  readonly view: SubmissionView
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** A submission: what is missing first, then each criterion with its words, its levels and its evidence. */
export function SubmissionPage(props: SubmissionPageProps): VNode {
  const { context, view, problem } = props
  const { t, language } = context
  const { submission, course, isOwner, isCoordinator, outcome } = view
  const isWorkedOn = isOwner && isEditable(submission.state)
  return (
    <Layout context={context} title={localised(course.title, language, course.baseLanguage)} isPrivate>
      <PageHeader
        title={localised(course.title, language, course.baseLanguage)}
        kicker={`${course.code} · ${t('portfolio.attempt', { attempt: submission.attempt })}`}
        lead={isOwner ? undefined : view.participantName}
        back={
          isCoordinator && !isOwner
            ? { href: '/submissions', label: t('portfolio.allSubmissions') }
            : { href: '/portfolio', label: t('common.nav.portfolio') }
        }
      >
        <SubmissionBadge context={context} state={submission.state} />
        {outcome && isOwner ? (
          <ButtonLink kind="primary" href={`/portfolio/submissions/${submission.id}/result`}>
            {t('portfolio.result')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <ErrorSummary context={context} problem={problem} />
      <Returned context={context} view={view} />
      {isEditable(submission.state) ? (
        <Checklist context={context} view={view} />
      ) : (
        <Facts context={context} view={view} />
      )}
      {isWorkedOn ? <Picker {...props} /> : <CriterionCards {...props} />}
      {isWorkedOn ? (
        <Actions>
          <ButtonLink kind="primary" href={`/portfolio/submissions/${submission.id}/hand-in`}>
            {t('portfolio.handIn')}
          </ButtonLink>
        </Actions>
      ) : null}
      {isCoordinator && !isOwner ? <CoordinatorPart {...props} /> : null}
      {isOwner && mayMove(submission.state, 'withdrawn') ? (
        <details>
          <summary>{t('portfolio.withdraw')}</summary>
          <p class="muted">{t('portfolio.withdrawHint')}</p>
          <Form context={context} action={`/portfolio/submissions/${submission.id}/withdraw`}>
            <Button kind="danger">{t('portfolio.withdrawNow')}</Button>
          </Form>
        </details>
      ) : null}
    </Layout>
  )
}

function Returned({ context, view: { lastReturn } }: Pick<SubmissionPageProps, 'context' | 'view'>): VNode | null {
  const { t, language, timeZone } = context
  return lastReturn ? (
    <Notice kind="warning" title={t('portfolio.returned', { date: formatDateTime(lastReturn.at, language, timeZone) })}>
      <p>{lastReturn.reason}</p>
    </Notice>
  ) : null
}

/** One line a thing that is missing, each leading to where it can be put right. */
export function Checklist({ context, view }: Pick<SubmissionPageProps, 'context' | 'view'>): VNode {
  const { t, language } = context
  const { missing, course, submission, window } = view
  const requirements = course.requirements.map(({ id, description, minimum }) => ({
    id,
    text: localised(description, language, course.baseLanguage),
    isMet: !missing.some(({ subjectId }) => subjectId === id),
    minimum,
  }))
  return (
    <Card
      title={missing.length === 0 ? t('portfolio.nothingMissing') : t('portfolio.whatIsMissing')}
      aside={missing.length > 0 ? <span class="count">{missing.length}</span> : null}
    >
      {missing.length > 0 ? (
        <ul class="tasks" id="missing">
          {missing.map((one) => (
            <li key={`${one.code}-${one.subjectId}`}>
              <a href={`#${anchorOf(one.code, one.subjectId, submission.items)}`}>
                {missingText(context, one, course, submission.items)}
              </a>
              <StateBadge tone="attention" label={t('portfolio.missingLabel')} />
            </li>
          ))}
        </ul>
      ) : null}
      {submission.route === 'standard' ? (
        <details id="requirements">
          <summary>{t('portfolio.requirements')}</summary>
          <ul>
            {requirements.map(({ id, text, isMet, minimum }) => (
              <li key={id}>
                {t('portfolio.requirement', { text, minimum })}{' '}
                {isMet ? <StateBadge tone="good" label={t('portfolio.met')} /> : null}
              </li>
            ))}
          </ul>
        </details>
      ) : (
        <p id="requirements">{t('portfolio.rplHint')}</p>
      )}
      <p class="muted">
        {t('portfolio.window', {
          opens: formatDay(window.opensOn, language),
          closes: formatDay(window.closesOn, language),
        })}
        {window.recommendedBy
          ? ` ${t('portfolio.recommended', { day: formatDay(window.recommendedBy, language) })}`
          : ''}
      </p>
    </Card>
  )
}

function anchorOf(code: string, subjectId: string, items: readonly SubmissionEvidence[]): string {
  if (code.startsWith('criterion')) return `criterion-${subjectId}`
  const criterionId = items.find(({ version }) => version.id === subjectId)?.criterionId
  return criterionId ? `criterion-${criterionId}` : 'requirements'
}

/** What was asked once, at the hand-in. */
function Facts({ context, view: { submission } }: Pick<SubmissionPageProps, 'context' | 'view'>): VNode {
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
  const { context, view, problem, values } = props
  return (
    <Form
      context={context}
      action={`/portfolio/submissions/${view.submission.id}/evidence`}
      problem={problem}
      values={values ?? chosenValues(view)}
    >
      <CriterionCards {...props} />
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

function CriterionCards(props: SubmissionPageProps): VNode {
  return (
    <>
      {props.view.course.rubric.criteria.map((criterion) => (
        <CriterionCard key={criterion.id} {...props} criterion={criterion} />
      ))}
    </>
  )
}

type Criterion = MicroCourseVersion['rubric']['criteria'][number]

function CriterionCard({ context, view, criterion }: SubmissionPageProps & { criterion: Criterion }): VNode {
  const { t, language } = context
  const { submission, course, isOwner } = view
  const isCarried = submission.carryForwards.some(({ criterionId }) => criterionId === criterion.id)
  const own = (isCarried ? view.carriedEvidence : submission.items).filter(
    ({ criterionId }) => criterionId === criterion.id,
  )
  return (
    <Card
      id={`criterion-${criterion.id}`}
      title={localised(criterion.title, language, course.baseLanguage)}
      aside={isCarried ? <StateBadge tone="good" label={t('portfolio.carried')} /> : null}
    >
      <Levels context={context} course={course} criterion={criterion} />
      {isOwner && isEditable(submission.state) && !isCarried ? (
        <Choices context={context} view={view} criterion={criterion} />
      ) : (
        <ul class="tasks">
          {own.map(({ version, title, type }) => (
            <li key={version.id}>
              <span>
                <LocalisedText context={context} text={title} />{' '}
                <span class="muted">
                  {t(`portfolio.type.${type}`)} · {formatDay(version.capturedOn, language)}
                </span>
              </span>
              <VersionContent context={context} version={version} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Levels({
  context,
  course,
  criterion,
}: {
  context: PageContext
  course: MicroCourseVersion
  criterion: Criterion
}): VNode {
  const { t, language } = context
  const nameOf = (position: number): string => {
    const level = course.rubric.scale.levels.find((known) => known.position === position)
    return level ? localised(level.name, language, course.baseLanguage) : String(position)
  }
  return (
    <details>
      <summary>{t('portfolio.requiredLevel', { level: nameOf(criterion.requiredLevel) })}</summary>
      <DefinitionList
        items={criterion.levels.map(({ position, descriptor }) => ({
          term: `${String(position)} · ${nameOf(position)}`,
          value: <LocalisedText context={context} text={descriptor} base={course.baseLanguage} />,
        }))}
      />
    </details>
  )
}

function Choices({ context, view, criterion }: SubmissionPageProps & { criterion: Criterion }): VNode {
  const { t } = context
  const { choices, submission } = view
  const chosen = submission.items.filter(({ criterionId }) => criterionId === criterion.id)
  const options = choices.flatMap((item) => optionsOf(context, item, chosen))
  const add = `/portfolio/evidence/new?submission=${submission.id}&criterion=${criterion.id}`
  return (
    <>
      {options.length > 0 ? (
        <CheckboxGroup name={`criteria.${criterion.id}`} label={t('portfolio.choose')} options={options} />
      ) : (
        <p class="muted">{t('portfolio.nothingToChoose')}</p>
      )}
      <Actions>
        {options.length > 0 ? <Button kind="secondary">{t('common.save')}</Button> : null}
        <ButtonLink kind="quiet" href={add}>
          {t('portfolio.addForCriterion')}
        </ButtonLink>
      </Actions>
    </>
  )
}

/** The latest version of an item, and an older one that was chosen before. */
function optionsOf(
  { t, language }: PageContext,
  { title, type, versions }: EvidenceWithVersions,
  chosen: readonly SubmissionEvidence[],
) {
  const [latest] = versions
  return versions
    .filter(({ id }) => id === latest?.id || chosen.some(({ version }) => version.id === id))
    .filter(({ scanStatus }) => scanStatus !== 'infected')
    .map((version) => ({
      value: version.id,
      label: localised(title, language),
      hint: [
        t(`portfolio.type.${type}`),
        formatDay(version.capturedOn, language),
        versions.length > 1 ? t('portfolio.evidence.versionNumber', { version: version.version }) : '',
        version.scanStatus === 'clean' ? '' : t(`portfolio.scan.${version.scanStatus}`),
      ]
        .filter(Boolean)
        .join(' · '),
    }))
}
