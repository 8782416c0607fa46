import type { VNode } from 'preact'
import type { MicroCourseVersion } from '../courses/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  CheckboxGroup,
  DefinitionList,
  LocalisedText,
  StateBadge,
  type PageContext,
} from '../pages/index.ts'
import { formatDay } from '../texts/index.ts'
import type { EvidenceWithVersions } from './evidence-store.ts'
import { EvidenceConsentBadge, VersionContent } from './page-parts.tsx'
import type { SubmissionEvidence } from './submission-store.ts'
import type { SubmissionView } from './view-submission.ts'

type Criterion = MicroCourseVersion['rubric']['criteria'][number]

interface CriterionCardProps {
  readonly context: PageContext
  readonly view: SubmissionView
  readonly criterion: Criterion
  /** Whether it stands in the form in which its participant chooses. */
  readonly isWorkedOn: boolean
}

/** One criterion with its words, its levels, and the evidence for it. */
export function CriterionCard({ context, view, criterion, isWorkedOn }: CriterionCardProps): VNode {
  const { t, language } = context
  const { submission, course } = view
  const isCarried = submission.carryForwards.some(({ criterionId }) => criterionId === criterion.id)
  const evidence = (isCarried ? view.carriedEvidence : submission.items).filter(
    ({ criterionId }) => criterionId === criterion.id,
  )
  return (
    <Card
      id={`criterion-${criterion.id}`}
      title={localised(criterion.title, language, course.baseLanguage)}
      aside={isCarried ? <StateBadge tone="good" label={t('portfolio.carried')} /> : null}
    >
      <Levels context={context} course={course} criterion={criterion} />
      {isWorkedOn && !isCarried ? (
        <Choices context={context} view={view} criterion={criterion} />
      ) : (
        <EvidenceList context={context} view={view} evidence={evidence} />
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

interface EvidenceListProps {
  readonly context: PageContext
  readonly view: SubmissionView
  readonly evidence: readonly SubmissionEvidence[]
}

function EvidenceList({ context, view, evidence }: EvidenceListProps): VNode {
  const { t, language } = context
  if (evidence.length === 0) return <p class="muted">{t('portfolio.noEvidenceHere')}</p>
  return (
    <ul class="tasks">
      {evidence.map(({ version, title, type }) => {
        const consent = view.consents.get(version.id) ?? 'missing'
        const isProblem = consent === 'missing' || consent === 'withdrawn'
        return (
          <li key={version.id}>
            <a href={`/portfolio/evidence/${version.itemId}`}>
              <LocalisedText context={context} text={title} />
            </a>
            <span class="muted">{`${t(`portfolio.type.${type}`)} · ${formatDay(version.capturedOn, language)}`}</span>
            {isProblem ? <EvidenceConsentBadge context={context} consent={consent} /> : null}
            <VersionContent
              context={context}
              version={version}
              isOwner={view.isOwner}
              isBlocked={!view.isOwner && isProblem}
            />
          </li>
        )
      })}
    </ul>
  )
}

function Choices({ context, view, criterion }: Omit<CriterionCardProps, 'isWorkedOn'>): VNode {
  const { t } = context
  const { choices, submission, carriable } = view
  const chosen = submission.items.filter(({ criterionId }) => criterionId === criterion.id)
  const options = choices
    .flatMap((item) => optionsOf(context, item, chosen))
    .sort((a, b) => Number(isChosen(b.value, chosen)) - Number(isChosen(a.value, chosen)))
  return (
    <div class="form">
      {options.length > 0 ? (
        <CheckboxGroup
          name={`criteria.${criterion.id}`}
          label={t('portfolio.choose')}
          options={options}
          saysOptional={false}
        />
      ) : (
        <p class="muted">{t('portfolio.nothingToChoose')}</p>
      )}
      <Actions>
        {options.length > 0 ? <Button kind="secondary">{t('common.save')}</Button> : null}
        <Button kind="quiet" name="next" value={criterion.id}>
          {t('portfolio.addForCriterion')}
        </Button>
        {carriable.includes(criterion.id) ? (
          <Button kind="quiet" name="carry" value={criterion.id}>
            {t('portfolio.carryForward')}
          </Button>
        ) : null}
      </Actions>
    </div>
  )
}

function isChosen(versionId: string, chosen: readonly SubmissionEvidence[]): boolean {
  return chosen.some(({ version }) => version.id === versionId)
}

/** The latest version of an item, and an older one that was chosen before. */
function optionsOf(
  { t, language }: PageContext,
  { title, type, versions }: EvidenceWithVersions,
  chosen: readonly SubmissionEvidence[],
) {
  const [latest] = versions
  return versions
    .filter(({ id }) => id === latest?.id || isChosen(id, chosen))
    .filter(({ id, scanStatus }) => scanStatus !== 'infected' || isChosen(id, chosen))
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
