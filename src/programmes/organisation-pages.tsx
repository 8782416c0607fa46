import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  EmptyState,
  ErrorSummary,
  Form,
  Layout,
  LocalisedFields,
  Notice,
  PageHeader,
  RadioGroup,
  Table,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { organisationValues } from './form-input.ts'
import { JWT_ALGORITHMS } from './organisation.ts'
import type { OrganisationRow } from './organisation-store.ts'
import type { ReadOrganisation } from './organisations.ts'

export const ORGANISATIONS = '/organisations'

export function OrganisationsPage({
  context,
  organisations,
}: {
  context: PageContext
  organisations: readonly OrganisationRow[]
}): VNode {
  const { t, language } = context
  return (
    <Layout context={context} title={t('programmes.organisations.title')} width="wide">
      <PageHeader title={t('programmes.organisations.title')} lead={t('programmes.organisations.lead')}>
        <ButtonLink kind="primary" href={`${ORGANISATIONS}/new`}>
          {t('programmes.organisations.add')}
        </ButtonLink>
      </PageHeader>
      {organisations.length === 0 ? (
        <EmptyState title={t('programmes.organisations.empty')}>{t('programmes.organisations.emptyHint')}</EmptyState>
      ) : (
        <Table
          caption={t('programmes.organisations.title')}
          rows={organisations}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t('programmes.organisation.displayName'),
              isHeading: true,
              cell: ({ id, displayName }) => <a href={`${ORGANISATIONS}/${id}`}>{localised(displayName, language)}</a>,
            },
            { label: t('programmes.organisation.legalName'), cell: ({ legalName }) => legalName },
            {
              label: t('programmes.organisation.place'),
              cell: ({ city, countryCode }) => [city, countryName(countryCode, language)].filter(Boolean).join(', '),
            },
            {
              label: t('programmes.slug'),
              cell: ({ slug }) => (
                <a href={`/issuers/${slug}`}>
                  <code>{slug}</code>
                </a>
              ),
            },
          ]}
        />
      )}
    </Layout>
  )
}

function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
}

interface OrganisationFormProps {
  readonly context: PageContext
  readonly problem?: PageProblem | undefined
  /** What was sent, after a refusal. */
  readonly sent?: FormValues | undefined
}

export function NewOrganisationPage({ context, problem, sent }: OrganisationFormProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('programmes.organisations.add')} width="narrow">
      <PageHeader
        title={t('programmes.organisations.add')}
        lead={t('programmes.organisations.addLead')}
        back={{ href: ORGANISATIONS, label: t('programmes.organisations.title') }}
      />
      <ErrorSummary context={context} problem={problem} />
      <Form context={context} action={ORGANISATIONS} values={sent ?? { jwtAlgorithm: 'ES256' }} problem={problem}>
        <SlugField context={context} hint={t('programmes.organisation.slugHint')} />
        <OrganisationFields context={context} />
        <Actions>
          <Button>{t('programmes.organisations.addNow')}</Button>
        </Actions>
      </Form>
    </Layout>
  )
}

export function SlugField({ context: { t }, hint }: { context: PageContext; hint: string }): VNode {
  return <TextField name="slug" label={t('programmes.slug')} hint={hint} maxlength={60} required short />
}

export function OrganisationPage({
  context,
  read: { organisation, hasSigningKey },
  problem,
  sent,
}: OrganisationFormProps & { readonly read: ReadOrganisation }): VNode {
  const { t, language } = context
  return (
    <Layout context={context} title={localised(organisation.displayName, language)} width="narrow">
      <PageHeader
        title={localised(organisation.displayName, language)}
        back={{ href: ORGANISATIONS, label: t('programmes.organisations.title') }}
      />
      <Notice>{t(hasSigningKey ? 'programmes.organisation.signed' : 'programmes.organisation.unsigned')}</Notice>
      <ErrorSummary context={context} problem={problem} />
      <Card>
        <Form
          context={context}
          action={`${ORGANISATIONS}/${organisation.id}`}
          values={sent ?? organisationValues(organisation)}
          problem={problem}
        >
          <p>
            {t('programmes.slugFixed')} <code>{organisation.slug}</code>
          </p>
          <OrganisationFields context={context} />
          <Actions>
            <Button>{t('common.save')}</Button>
            <ButtonLink kind="quiet" href={`/issuers/${organisation.slug}`}>
              {t('programmes.organisation.profile')}
            </ButtonLink>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

function OrganisationFields({ context }: { context: PageContext }): VNode {
  const { t, language } = context
  return (
    <>
      <TextField name="legalName" label={t('programmes.organisation.legalName')} maxlength={200} required />
      <LocalisedFields
        context={context}
        name="displayName"
        label={t('programmes.organisation.displayName')}
        hint={t('programmes.organisation.displayNameHint')}
        base={language}
        maxlength={200}
      />
      <TextField
        name="countryCode"
        label={t('programmes.organisation.country')}
        hint={t('programmes.organisation.countryHint')}
        maxlength={2}
        required
        short
      />
      <TextField name="city" label={t('programmes.organisation.city')} maxlength={120} />
      <TextField name="url" type="url" label={t('programmes.organisation.url')} maxlength={2000} />
      <TextField name="email" type="email" label={t('programmes.organisation.email')} maxlength={320} />
      <CheckboxField
        name="addsLegacyProof"
        label={t('programmes.organisation.legacyProof')}
        hint={t('programmes.organisation.legacyProofHint')}
      />
      <RadioGroup
        name="jwtAlgorithm"
        label={t('programmes.organisation.jwt')}
        hint={t('programmes.organisation.jwtHint')}
        options={JWT_ALGORITHMS.map((value) => ({ value, label: value }))}
        inline
        required
      />
      <TextField
        name="accentColour"
        label={t('programmes.organisation.colour')}
        hint={t('programmes.organisation.colourHint')}
        maxlength={7}
        short
      />
      <TextField
        name="ownDid"
        label={t('programmes.organisation.ownDid')}
        hint={t('programmes.organisation.ownDidHint')}
        maxlength={500}
      />
    </>
  )
}
