import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  Notice,
  PageHeader,
  SelectField,
  StateBadge,
  Table,
  TextArea,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatLastDay } from '../texts/index.ts'
import type { Judge } from './qualification-store.ts'
import type { QualificationBoard } from './read-qualifications.ts'

export const QUALIFICATIONS = '/qualifications'

interface QualificationsPageProps {
  readonly context: PageContext
  readonly board: QualificationBoard
  readonly at: Date
  /** Offered as the day until which a qualification holds. */
  readonly inAYear: string
  readonly problem?: PageProblem | undefined
  readonly sent?: FormValues | undefined
}

export function QualificationsPage(props: QualificationsPageProps): VNode {
  const { context, board } = props
  const { t, language } = context
  const { programme, judges, versions } = board
  const title = t('assessment.qualifications.title')
  return (
    <Layout context={context} title={title} width="wide">
      <PageHeader
        title={title}
        kicker={localised(programme.title, language)}
        lead={t('assessment.qualifications.lead')}
        back={{ href: `/set-up?programmeId=${programme.id}`, label: t('programmes.readiness.check') }}
      />
      {judges.length === 0 ? (
        <EmptyState title={t('assessment.qualifications.nobody')}>
          <p>
            <ButtonLink href={`/people?programme=${programme.id}#add`}>
              {t('assessment.qualifications.addPeople')}
            </ButtonLink>
          </p>
        </EmptyState>
      ) : (
        <JudgeTable {...props} />
      )}
      {versions.length === 0 ? (
        <Notice>{t('assessment.qualifications.noCourse')}</Notice>
      ) : judges.length > 0 ? (
        <GrantForm {...props} />
      ) : null}
    </Layout>
  )
}

function JudgeTable({ context, board, at }: QualificationsPageProps): VNode {
  const { t, language } = context
  return (
    <Table
      caption={t('assessment.qualifications.title')}
      rows={board.judges}
      rowKey={({ id }) => id}
      columns={[
        { label: t('access.people.name'), isHeading: true, cell: ({ name }) => name },
        { label: t('access.people.organisation'), cell: ({ organisation }) => localised(organisation, language) },
        { label: t('access.people.roles'), cell: ({ roles }) => roles.map((role) => t(`roles.${role}`)).join(', ') },
        {
          label: t('assessment.qualifications.for'),
          cell: (judge) => <Held context={context} board={board} judge={judge} at={at} />,
        },
      ]}
    />
  )
}

/** Of each micro-course the qualification that holds longest. */
function Held({
  context,
  board: { versions, qualifications, programme },
  judge,
  at,
}: Pick<QualificationsPageProps, 'context' | 'board' | 'at'> & { judge: Judge }): VNode {
  const { t, language } = context
  const held = versions.flatMap((version) => {
    const found = qualifications.find((one) => one.personId === judge.id && one.rubricId === version.rubricId)
    return found ? [{ version, qualification: found }] : []
  })
  if (held.length === 0) {
    return <StateBadge tone="attention" label={t('assessment.qualifications.none')} />
  }
  return (
    <ul class="plain">
      {held.map(({ version, qualification }) => {
        const date = formatLastDay(qualification.validUntil, language, programme.timeZone)
        const isLive = qualification.validUntil > at
        return (
          <li key={version.versionId}>
            {`${version.code} · ${localised(version.title, language)} (${version.version}) `}
            <StateBadge
              tone={isLive ? 'good' : 'bad'}
              label={t(`assessment.qualifications.${isLive ? 'until' : 'ended'}`, { date })}
            />
            {qualification.grantedReason === null ? null : (
              <p class="muted">{t('assessment.qualifications.because', { reason: qualification.grantedReason })}</p>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function GrantForm({ context, board, inAYear, problem, sent }: QualificationsPageProps): VNode {
  const { t, language } = context
  const { programme, judges, versions, isPilot } = board
  return (
    <Card title={t('assessment.qualifications.grant')} id="grant">
      <ErrorSummary context={context} problem={problem} />
      <Form
        context={context}
        action={QUALIFICATIONS}
        values={sent ?? { validUntil: inAYear, versionId: versions[0]?.versionId }}
        problem={problem}
      >
        <HiddenField name="programmeId" value={programme.id} />
        <SelectField
          name="personId"
          label={t('assessment.qualifications.person')}
          placeholder={t('common.choose')}
          options={judges.map(({ id, name, organisation }) => ({
            value: id,
            label: `${name} · ${localised(organisation, language)}`,
          }))}
          required
        />
        <SelectField
          name="versionId"
          label={t('assessment.qualifications.course')}
          options={versions.map(({ versionId, code, title, version }) => ({
            value: versionId,
            label: `${code} · ${localised(title, language)} (${version})`,
          }))}
          required
        />
        <DateField name="validUntil" label={t('assessment.qualifications.lastDay')} required />
        <fieldset class="localised">
          <legend>{t('assessment.qualifications.calibration')}</legend>
          <p class="hint">{t('assessment.qualifications.calibrationHint')}</p>
          <div class="localised-fields">
            <NumberField name="benchmarkItems" label={t('assessment.qualifications.items')} isRequired={!isPilot} />
            <NumberField name="exactAgreement" label={t('assessment.qualifications.exact')} isRequired={!isPilot} />
            <NumberField
              name="adjacentAgreement"
              label={t('assessment.qualifications.adjacent')}
              isRequired={!isPilot}
            />
          </div>
        </fieldset>
        {isPilot ? (
          <TextArea
            name="reason"
            label={t('assessment.qualifications.reason')}
            hint={t('assessment.qualifications.reasonHint')}
            rows={3}
            maxlength={2000}
            saysOptional={false}
          />
        ) : null}
        <Actions>
          <Button>{t('assessment.qualifications.grantNow')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}

function NumberField({ name, label, isRequired }: { name: string; label: string; isRequired: boolean }): VNode {
  return (
    <TextField
      name={name}
      type="number"
      inputmode="numeric"
      min={0}
      max={name === 'benchmarkItems' ? 1000 : 100}
      label={label}
      required={isRequired}
      saysOptional={false}
      short
    />
  )
}
