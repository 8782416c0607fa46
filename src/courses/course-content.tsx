import type { VNode } from 'preact'
import type { Criterion } from '../frameworks/index.ts'
import { localised, type Language, type LocalisedText as Text } from '../kernel/language.ts'
import {
  Card,
  DefinitionList,
  EmptyState,
  languageName,
  LocalisedText,
  safeHref,
  StateBadge,
  type PageContext,
} from '../pages/index.ts'
import { formatNumber } from '../texts/index.ts'
import { valueName } from './achievement-wording.ts'
import { isOneOf, STACKABILITY } from './eu-values.ts'
import type { MicroCourseVersion, Outcome } from './version.ts'

interface ContentProps {
  readonly context: PageContext
  readonly version: MicroCourseVersion
}

interface EditableProps extends ContentProps {
  /** A link to where a part is edited; none for readers. */
  readonly edit?: ((part: string, label: string) => VNode) | undefined
}

/** The outcomes, and under each the criteria that it is judged by. */
export function OutcomesPart({ context, version, edit }: EditableProps): VNode {
  const { t } = context
  const declared = version.outcomes.map(({ competencyId }) => competencyId)
  const others = version.rubric.criteria.filter(({ competencyId }) => !declared.includes(competencyId))
  return (
    <Card title={t('courses.outcomes')} id="outcomes" aside={edit?.('outcomes', t('courses.edit.outcomes'))}>
      <p class="muted">{t('courses.outcomesRule')}</p>
      {version.outcomes.length === 0 ? <EmptyState title={t('courses.noOutcomes')} /> : null}
      {version.outcomes.map((outcome) => (
        <OutcomePart key={outcome.competencyId} context={context} version={version} outcome={outcome} edit={edit} />
      ))}
      {others.length > 0 ? (
        <>
          <h3>{t('courses.criteriaWithoutOutcome')}</h3>
          {others.map((criterion) => (
            <CriterionPart key={criterion.id} context={context} version={version} criterion={criterion} edit={edit} />
          ))}
        </>
      ) : null}
    </Card>
  )
}

function OutcomePart({ context, version, outcome, edit }: EditableProps & { readonly outcome: Outcome }): VNode {
  const { t } = context
  const base = version.baseLanguage
  const criteria = version.rubric.criteria.filter(({ competencyId }) => competencyId === outcome.competencyId)
  return (
    <section class="outcome">
      <h3>
        <span class="muted">{outcome.code}</span> <LocalisedText context={context} text={outcome.title} base={base} />
      </h3>
      <p>
        <LocalisedText context={context} text={outcome.statement} base={base} />
      </p>
      {criteria.length === 0 ? <StateBadge tone="attention" label={t('courses.noCriterion')} /> : null}
      {criteria.map((criterion) => (
        <CriterionPart key={criterion.id} context={context} version={version} criterion={criterion} edit={edit} />
      ))}
    </section>
  )
}

function CriterionPart({
  context,
  version,
  criterion,
  edit,
}: EditableProps & { readonly criterion: Criterion }): VNode {
  const { t, language } = context
  const base = version.baseLanguage
  const required = criterion.levels.find(({ position }) => position === criterion.requiredLevel)
  return (
    <details class="criterion">
      <summary>
        <LocalisedText context={context} text={criterion.title} base={base} />
        <span class="muted">
          {' · '}
          {t('courses.requiredLevel', {
            level: required ? localised(required.quality, language, base) : String(criterion.requiredLevel),
          })}
          {criterion.isCritical ? ` · ${t('courses.critical')}` : ''}
        </span>
      </summary>
      <DefinitionList
        items={criterion.levels.map(({ position, quality, descriptor }) => ({
          term: `${String(position)} ${localised(quality, language, base)}`,
          value: <LocalisedText context={context} text={descriptor} base={base} />,
        }))}
      />
      {version.rubric.frozenAt === null ? edit?.(`criteria/${criterion.id}`, t('courses.edit.criterion')) : null}
    </details>
  )
}

/** What a participant has to bring. */
export function EvidencePart({ context, version, edit }: EditableProps): VNode {
  const { t } = context
  return (
    <Card title={t('courses.evidence')} id="evidence" aside={edit?.('evidence', t('courses.edit.evidence'))}>
      {version.requirements.length === 0 ? <EmptyState title={t('courses.noEvidence')} /> : null}
      <ul class="facts">
        {version.requirements.map(({ id, description, minimum, acceptedTypes }) => (
          <li key={id} class="fact">
            <div>
              <p class="fact-label">
                <LocalisedText context={context} text={description} base={version.baseLanguage} />
              </p>
              <p class="fact-detail">
                {t('courses.atLeast', { count: minimum })}{' '}
                {acceptedTypes.map((type) => t(`courses.evidenceType.${type}`)).join(' · ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <p class="muted">
        {t('courses.currency', { months: version.currencyWindowMonths })}{' '}
        {t('courses.attempts', { count: version.maxAttempts })}
      </p>
    </Card>
  )
}

/** The elements of a European micro-credential, as the certificate will print them. */
export function ElementsPart({ context, version, edit }: EditableProps): VNode {
  const { t, language } = context
  const { eu, baseLanguage, awardingBody } = version
  const text = (value: Text) => <LocalisedText context={context} text={value} base={baseLanguage} />
  const name = (value: string) => valueName(value, language)
  const has = (value: Text) => localised(value, language, baseLanguage) !== ''
  return (
    <Card title={t('courses.elements')} id="elements" aside={edit?.('elements', t('courses.edit.elements'))}>
      <DefinitionList
        items={[
          { term: t('courses.element.awardingBody'), value: awardingBody.legalName },
          { term: t('courses.element.country'), value: countryName(awardingBody.countryCode, language) },
          { term: t('courses.element.workload'), value: workload(version, context) },
          { term: t('courses.element.level'), value: <Level context={context} version={version} /> },
          { term: t('courses.element.assessmentTypes'), value: eu.assessmentTypes.map(name).join(', ') },
          { term: t('courses.element.participation'), value: name(eu.participation.value) },
          { term: t('courses.element.supervision'), value: name(eu.supervision.value) },
          {
            term: t('courses.element.qualityAssurance'),
            value: has(eu.qualityAssurance.description) ? text(eu.qualityAssurance.description) : null,
          },
          { term: t('courses.element.prerequisites'), value: has(eu.prerequisites) ? text(eu.prerequisites) : null },
          { term: t('courses.element.stackability'), value: stackability(eu.stackability.value, context) },
          { term: t('courses.element.instruction'), value: languageNames(eu.languagesOfInstruction, context) },
          { term: t('courses.element.assessment'), value: languageNames(eu.languagesOfAssessment, context) },
        ]}
      />
    </Card>
  )
}

export function workload({ eu }: MicroCourseVersion, { t, language }: PageContext): string {
  const { notionalWorkloadHours: hours, credits } = eu
  const parts = credits.map(({ scheme, value, status }) =>
    t(`courses.credits.${status}`, { value: formatNumber(value, language), scheme }),
  )
  return [t('courses.hours', { count: hours }), ...parts].join(' · ')
}

function Level({ context, version }: ContentProps): VNode | null {
  const { t, language } = context
  const { level } = version.eu
  if ('notApplicableReason' in level) {
    return (
      <>
        {t('courses.levelNotApplicable')}{' '}
        <LocalisedText context={context} text={level.notApplicableReason} base={version.baseLanguage} />
      </>
    )
  }
  return (
    <>
      <a href={safeHref(level.uri)}>
        {level.framework} {formatNumber(level.value, language)}
      </a>{' '}
      ({valueName(level.basis, language)})
    </>
  )
}

function countryName(code: string, language: Language): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code) : code
}

function stackability(value: string, { t, language }: PageContext): string {
  return isOneOf(STACKABILITY, value) ? t(`courses.stackability.${value}`) : valueName(value, language)
}

function languageNames(codes: readonly string[], { language }: PageContext): string {
  return codes.map((code) => languageName(code, language)).join(', ')
}
