import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  Form,
  languageLabel,
  Layout,
  Notice,
  PageHeader,
  StateBadge,
  Table,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDay } from '../texts/index.ts'
import { programmeValues } from './form-input.ts'
import { SlugField } from './organisation-pages.tsx'
import type { OrganisationRow } from './organisation-store.ts'
import { AgreementFields, MannersFields } from './programme-fields.tsx'
import type { CohortRow, ProgrammeRow } from './programme-store.ts'
import type { ReadProgramme } from './programmes.ts'

export const PROGRAMMES = '/programmes'

export function ProgrammesPage({
  context,
  programmes,
  isAdministrator,
}: {
  context: PageContext
  programmes: readonly ProgrammeRow[]
  isAdministrator: boolean
}): VNode {
  const { t, language } = context
  return (
    <Layout context={context} title={t('programmes.title')} width="wide">
      <PageHeader title={t('programmes.title')} lead={t('programmes.lead')}>
        {isAdministrator ? (
          <ButtonLink kind="primary" href={`${PROGRAMMES}/new`}>
            {t('programmes.add')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      {programmes.length === 0 ? (
        <EmptyState title={t('programmes.empty')}>{t('programmes.emptyHint')}</EmptyState>
      ) : (
        <Table
          caption={t('programmes.title')}
          rows={programmes}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t('programmes.name'),
              isHeading: true,
              cell: ({ id, title, baseLanguage }) => (
                <a href={`${PROGRAMMES}/${id}`}>{localised(title, language, baseLanguage)}</a>
              ),
            },
            { label: t('programmes.profile'), cell: ({ profile }) => t(`programmes.profile.${profile}`) },
            {
              label: t('programmes.languages'),
              cell: ({ languages }) => languages.map((one) => languageLabel(one, language)).join(', '),
            },
            { label: t('programmes.slug'), cell: ({ slug }) => <code>{slug}</code> },
          ]}
        />
      )}
    </Layout>
  )
}

interface ProgrammeFormProps {
  readonly context: PageContext
  readonly problem?: PageProblem | undefined
  /** What was sent, after a refusal. */
  readonly sent?: FormValues | undefined
  readonly organisations: readonly OrganisationRow[]
}

export function NewProgrammePage({ context, problem, sent, organisations }: ProgrammeFormProps): VNode {
  const { t, language } = context
  const values = sent ?? {
    baseLanguage: language,
    languages: [language],
    profile: 'standard',
    appealWindowDays: 14,
    reconciliationDays: 10,
    retentionMonths: 24,
  }
  return (
    <Layout context={context} title={t('programmes.add')} width="narrow">
      <PageHeader
        title={t('programmes.add')}
        lead={t('programmes.addLead')}
        back={{ href: PROGRAMMES, label: t('programmes.title') }}
      />
      {organisations.length < 2 ? (
        <Notice kind="warning" title={t('programmes.twoNeeded')}>
          <p>
            <a href="/organisations/new">{t('programmes.organisations.add')}</a>
          </p>
        </Notice>
      ) : (
        <>
          <ErrorSummary context={context} problem={problem} />
          <Form context={context} action={PROGRAMMES} values={values} problem={problem}>
            <SlugField context={context} hint={t('programmes.slugHint')} />
            <MannersFields context={context} />
            <AgreementFields context={context} organisations={organisations} problem={problem} />
            <Actions>
              <Button>{t('programmes.addNow')}</Button>
            </Actions>
          </Form>
        </>
      )}
    </Layout>
  )
}

/** `organisations` are all of the service for an administrator, and null for a coordinator. */
export function ProgrammePage({
  context,
  read,
  problem,
  sent,
  organisations,
}: Omit<ProgrammeFormProps, 'organisations'> & {
  readonly read: ReadProgramme
  readonly organisations: readonly OrganisationRow[] | null
}): VNode {
  const { t, language } = context
  const { programme, cohorts } = read
  return (
    <Layout context={context} title={localised(programme.title, language, programme.baseLanguage)}>
      <PageHeader
        title={localised(programme.title, language, programme.baseLanguage)}
        kicker={t('programmes.kicker')}
        back={{ href: PROGRAMMES, label: t('programmes.title') }}
      >
        <Actions>
          <ButtonLink kind="primary" href={`/set-up?programmeId=${programme.id}`}>
            {t('programmes.readiness.check')}
          </ButtonLink>
          <ButtonLink href={`/people?programme=${programme.id}`}>{t('programmes.people')}</ButtonLink>
        </Actions>
      </PageHeader>
      <Cohorts context={context} programme={programme} cohorts={cohorts} />
      {organisations ? null : <Agreed context={context} read={read} />}
      <Card title={t('programmes.edit')} id="edit">
        <ErrorSummary context={context} problem={problem} />
        <Form
          context={context}
          action={`${PROGRAMMES}/${programme.id}`}
          values={sent ?? programmeValues(programme, read.organisations)}
          problem={problem}
        >
          <p>
            {t('programmes.slugFixed')} <code>{programme.slug}</code>
          </p>
          <MannersFields context={context} />
          {organisations ? (
            <AgreementFields
              context={context}
              organisations={organisations}
              problem={problem}
              timeZone={programme.timeZone}
            />
          ) : null}
          <Actions>
            <Button>{t('common.save')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

const STATUS_TONES = { planned: 'info', running: 'good', closed: 'neutral' } as const

function Cohorts({
  context,
  programme,
  cohorts,
}: {
  context: PageContext
  programme: ProgrammeRow
  cohorts: readonly CohortRow[]
}): VNode {
  const { t, language } = context
  const path = `${PROGRAMMES}/${programme.id}/cohorts`
  return (
    <Card title={t('programmes.cohorts')} id="cohorts">
      {cohorts.length === 0 ? (
        <p class="muted">{t('programmes.cohorts.empty')}</p>
      ) : (
        <Table
          caption={t('programmes.cohorts')}
          rows={cohorts}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t('programmes.cohort.name'),
              isHeading: true,
              cell: ({ id, name }) => <a href={`${path}/${id}`}>{name}</a>,
            },
            {
              label: t('programmes.cohort.dates'),
              cell: ({ startsOn, endsOn }) => `${formatDay(startsOn, language)} – ${formatDay(endsOn, language)}`,
            },
            {
              label: t('programmes.cohort.status'),
              cell: ({ status }) => (
                <StateBadge tone={STATUS_TONES[status]} label={t(`programmes.cohort.status.${status}`)} />
              ),
            },
          ]}
        />
      )}
      <Actions>
        <ButtonLink href={`${path}/new`}>{t('programmes.cohorts.add')}</ButtonLink>
      </Actions>
    </Card>
  )
}

/** What a coordinator reads and an administrator changes. */
function Agreed({ context, read: { programme, organisations } }: { context: PageContext; read: ReadProgramme }): VNode {
  const { t, language } = context
  const awarding = organisations.find(({ organisationId }) => organisationId === programme.awardingOrganisationId)
  const named = (isMeant: (one: ReadProgramme['organisations'][number]) => boolean) =>
    organisations
      .filter(isMeant)
      .map(({ displayName }) => localised(displayName, language))
      .join(', ')
  return (
    <Card title={t('programmes.agreed')}>
      <p class="muted">{t('programmes.agreedHint')}</p>
      <DefinitionList
        items={[
          { term: t('programmes.awarding'), value: awarding ? localised(awarding.displayName, language) : '' },
          { term: t('programmes.assessing'), value: named(({ isAssessing }) => isAssessing) },
          { term: t('programmes.endorsing'), value: named(({ isEndorsing }) => isEndorsing) },
          { term: t('programmes.baseLanguage'), value: languageLabel(programme.baseLanguage, language) },
          { term: t('programmes.timeZone'), value: programme.timeZone },
          { term: t('programmes.retentionMonths'), value: programme.retentionMonths },
          { term: t('programmes.profile'), value: t(`programmes.profile.${programme.profile}`) },
        ]}
      />
    </Card>
  )
}
