import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  CheckboxGroup,
  DateField,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  Notice,
  PageHeader,
  RadioGroup,
  SelectField,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { localised } from '../kernel/language.ts'
import { formatDate } from '../texts/index.ts'
import { CONSENT_FORMS, CONSENT_SCOPES, consentStatus } from './consent.ts'
import type { ConsentRecord } from './evidence-store.ts'
import { ConsentBadge } from './page-parts.tsx'
import type { Programme } from './programme-store.ts'

export interface ConsentsPageProps {
  readonly context: PageContext
  readonly consents: readonly ConsentRecord[]
  readonly programmes: readonly Programme[]
  readonly at: Date
  readonly today: string
  readonly values?: FormValues | undefined
  readonly problem?: PageProblem | undefined
}

/** The consents of the people in the evidence: what is still to come back, and the way to withdraw. */
export function ConsentsPage(props: ConsentsPageProps): VNode {
  const { context, consents, problem } = props
  const { t } = context
  return (
    <Layout context={context} title={t('portfolio.consents.title')} width="narrow" isPrivate>
      <PageHeader
        title={t('portfolio.consents.title')}
        lead={t('portfolio.consents.lead')}
        back={{ href: '/portfolio', label: t('common.nav.portfolio') }}
      />
      <ErrorSummary context={context} problem={problem} />
      <Notice kind="info" title={t('portfolio.consents.blurFirst')}>
        {t('portfolio.consents.blurFirstHint')}
      </Notice>
      {consents.length === 0 ? <EmptyState title={t('portfolio.consents.none')} /> : null}
      {consents.map((consent) => (
        <ConsentCard key={consent.id} {...props} consent={consent} />
      ))}
      <NewConsent {...props} />
    </Layout>
  )
}

function ConsentCard({ context, consent, at, today }: ConsentsPageProps & { consent: ConsentRecord }): VNode {
  const { t, language, timeZone } = context
  const status = consentStatus(consent, at)
  const date = (instant: Date | null) => (instant ? formatDate(instant, language, timeZone) : null)
  const isGroup = consent.subjectKind === 'minors_group'
  const of = (count: number) => t('portfolio.consents.of', { count, total: consent.subjectCount })
  return (
    <Card
      id={`consent-${consent.id}`}
      title={t(`portfolio.subject.${consent.subjectKind}`, { count: consent.subjectCount })}
      aside={<ConsentBadge context={context} status={status} />}
    >
      <DefinitionList
        items={[
          { term: t('portfolio.consents.heldBy'), value: consent.heldBy },
          {
            term: t('portfolio.consents.scope'),
            value: consent.scope.map((scope) => t(`portfolio.scope.${scope}`)).join(', '),
          },
          {
            term: t('portfolio.consents.guardians'),
            value: isGroup ? of(consent.guardianAuthorisations) : null,
          },
          { term: t('portfolio.consents.assents'), value: isGroup ? of(consent.minorAssents) : null },
          { term: t('portfolio.consents.grantedAt'), value: date(consent.grantedAt) },
          { term: t('portfolio.consents.expiresAt'), value: date(consent.expiresAt) },
          { term: t('portfolio.consents.withdrawnAt'), value: date(consent.withdrawnAt) },
        ]}
      />
      {status === 'requested' || status === 'incomplete' ? (
        <details>
          <summary>{t('portfolio.consents.progress')}</summary>
          <Form context={context} action={`/portfolio/consents/${consent.id}`}>
            {isGroup ? (
              <Count consent={consent} name="guardianAuthorisations" label={t('portfolio.consents.guardians')} />
            ) : null}
            {isGroup ? <Count consent={consent} name="minorAssents" label={t('portfolio.consents.assents')} /> : null}
            <DateField
              name={`of.${consent.id}.grantedAt`}
              label={t('portfolio.consents.grantedAt')}
              hint={t('portfolio.consents.grantedHint')}
              max={today}
            />
            <Actions>
              <Button kind="secondary">{t('common.save')}</Button>
            </Actions>
          </Form>
        </details>
      ) : null}
      {status === 'withdrawn' ? null : (
        <details>
          <summary>{t('portfolio.consents.withdraw')}</summary>
          <p class="muted">{t('portfolio.consents.withdrawHint')}</p>
          <Form context={context} action={`/portfolio/consents/${consent.id}/withdraw`}>
            <Button kind="danger">{t('portfolio.consents.withdrawNow')}</Button>
          </Form>
        </details>
      )}
    </Card>
  )
}

function Count({
  consent,
  name,
  label,
}: {
  consent: ConsentRecord
  name: 'guardianAuthorisations' | 'minorAssents'
  label: string
}): VNode {
  return (
    <TextField
      name={`of.${consent.id}.${name}`}
      type="number"
      inputmode="numeric"
      label={label}
      value={consent[name]}
      min={0}
      max={10_000}
      short
      required
    />
  )
}

function NewConsent({ context, programmes, today, values, problem }: ConsentsPageProps): VNode {
  const { t, language } = context
  return (
    <Card title={t('portfolio.consents.record')}>
      <Form context={context} action="/portfolio/consents" problem={problem} values={values}>
        {programmes.length > 1 ? (
          <SelectField
            name="programmeId"
            label={t('portfolio.programme')}
            required
            options={programmes.map(({ id, title }) => ({ value: id, label: localised(title, language) }))}
          />
        ) : (
          <HiddenField name="programmeId" value={programmes[0]?.id ?? ''} />
        )}
        <RadioGroup
          name="subjectKind"
          label={t('portfolio.consents.who')}
          required
          options={['adult', 'minors_group'].map((value) => ({ value, label: t(`portfolio.subjectKind.${value}`) }))}
        />
        <TextField
          name="subjectCount"
          type="number"
          inputmode="numeric"
          label={t('portfolio.consents.howMany')}
          min={1}
          max={1000}
          short
          required
        />
        <TextField
          name="guardianAuthorisations"
          type="number"
          inputmode="numeric"
          label={t('portfolio.consents.guardians')}
          hint={t('portfolio.consents.minorsOnly')}
          min={0}
          max={1000}
          short
        />
        <TextField
          name="minorAssents"
          type="number"
          inputmode="numeric"
          label={t('portfolio.consents.assents')}
          hint={t('portfolio.consents.minorsOnly')}
          min={0}
          max={1000}
          short
        />
        <CheckboxGroup
          name="scope"
          label={t('portfolio.consents.scope')}
          required
          value={undefined}
          options={CONSENT_SCOPES.map((value) => ({ value, label: t(`portfolio.scope.${value}`) }))}
        />
        <SelectField
          name="form"
          label={t('portfolio.consents.form')}
          required
          options={CONSENT_FORMS.map((value) => ({ value, label: t(`portfolio.form.${value}`) }))}
        />
        <TextField
          name="heldBy"
          label={t('portfolio.consents.heldBy')}
          hint={t('portfolio.consents.heldByHint')}
          maxlength={300}
          required
        />
        <DateField
          name="grantedAt"
          label={t('portfolio.consents.grantedAt')}
          hint={t('portfolio.consents.grantedHint')}
          max={today}
        />
        <DateField name="expiresAt" label={t('portfolio.consents.expiresAt')} />
        <Actions>
          <Button>{t('portfolio.consents.save')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}
