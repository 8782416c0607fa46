import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  CheckboxGroup,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  Layout,
  Notice,
  PageHeader,
  StateBadge,
  Table,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
  type Tone,
} from '../pages/index.ts'
import { formatDate, formatDateTime, formatLastDay } from '../texts/index.ts'
import { KEY_SCOPES, type ApiKeyRow, type OpenIssuer } from './open-issuers.ts'

export const OPEN_ISSUERS = '/open-issuers'

interface PageProps {
  readonly context: PageContext
  readonly at: Date
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

export function OpenIssuersPage({
  context,
  issuers,
  problem,
  values,
}: Omit<PageProps, 'at'> & { readonly issuers: readonly OpenIssuer[] }): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('issuers.open.title')} width="wide">
      <PageHeader title={t('issuers.open.title')} lead={t('issuers.open.lead')} />
      {issuers.length === 0 ? (
        <EmptyState title={t('issuers.open.empty')}>{t('issuers.open.emptyHint')}</EmptyState>
      ) : (
        <Table
          caption={t('issuers.open.title')}
          rows={issuers}
          rowKey={({ slug }) => slug}
          columns={[
            {
              label: t('issuers.open.name'),
              isHeading: true,
              cell: ({ slug, name }) => <a href={`${OPEN_ISSUERS}/${slug}`}>{name}</a>,
            },
            { label: t('issuers.did'), cell: ({ did }) => <code>{did}</code> },
            {
              label: t('issuers.apiKeys.title'),
              align: 'end',
              cell: ({ keys }) => keys.filter(({ revokedAt }) => revokedAt === null).length,
            },
          ]}
        />
      )}
      <Card title={t('issuers.open.add')}>
        <ErrorSummary context={context} problem={problem} />
        <Form context={context} action={OPEN_ISSUERS} values={values} problem={problem}>
          <TextField name="name" label={t('issuers.open.name')} maxlength={200} required />
          <TextField
            name="slug"
            label={t('programmes.slug')}
            hint={t('programmes.organisation.slugHint')}
            maxlength={60}
            required
            short
          />
          <TextField
            name="countryCode"
            label={t('programmes.organisation.country')}
            hint={t('programmes.organisation.countryHint')}
            maxlength={2}
            required
            short
          />
          <Actions>
            <Button>{t('issuers.open.addNow')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

export function OpenIssuerPage({
  context,
  issuer,
  at,
  problem,
  values,
}: PageProps & { readonly issuer: OpenIssuer }): VNode {
  const { t, publicUrl } = context
  const path = `${OPEN_ISSUERS}/${issuer.slug}`
  return (
    <Layout context={context} title={issuer.name} width="wide">
      <PageHeader
        title={issuer.name}
        kicker={t('issuers.open.kicker')}
        back={{ href: OPEN_ISSUERS, label: t('issuers.open.title') }}
      />
      <Card title={t('issuers.open.forPrograms')}>
        <p>{t('issuers.did')}</p>
        <p>
          <code data-copy>{issuer.did}</code>
        </p>
        <p>{t('issuers.open.endpoints')}</p>
        <ul>
          {['issue', 'status'].map((step) => (
            <li key={step}>
              <code>{`POST ${publicUrl}/vc/issuers/${issuer.slug}/credentials/${step}`}</code>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('issuers.apiKeys.title')}>
        {issuer.keys.length === 0 ? (
          <p class="muted">{t('issuers.apiKeys.empty')}</p>
        ) : (
          <KeyTable context={context} issuer={issuer} at={at} />
        )}
      </Card>
      <Card title={t('issuers.apiKeys.add')} id="add">
        <ErrorSummary context={context} problem={problem} />
        <Form
          context={context}
          action={`${path}/keys`}
          values={values ?? { scopes: [...KEY_SCOPES] }}
          problem={problem}
        >
          <TextField
            name="name"
            label={t('issuers.apiKeys.name')}
            hint={t('issuers.apiKeys.nameHint')}
            maxlength={200}
            required
          />
          <CheckboxGroup
            name="scopes"
            label={t('issuers.apiKeys.scopes')}
            options={KEY_SCOPES.map((scope) => ({ value: scope, label: t(`issuers.apiKeys.scope.${scope}`) }))}
            required
          />
          <DateField name="lastDay" label={t('issuers.apiKeys.lastDay')} hint={t('issuers.apiKeys.lastDayHint')} />
          <Actions>
            <Button>{t('issuers.apiKeys.addNow')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

function KeyTable({ context, issuer, at }: PageProps & { readonly issuer: OpenIssuer }): VNode {
  const { t, language, timeZone } = context
  const never = t('issuers.apiKeys.never')
  return (
    <Table
      caption={t('issuers.apiKeys.title')}
      rows={issuer.keys}
      rowKey={({ id }) => id}
      columns={[
        { label: t('issuers.apiKeys.name'), isHeading: true, cell: ({ name }) => name },
        {
          label: t('issuers.apiKeys.scopes'),
          cell: ({ scopes }) => scopes.map((scope) => t(`issuers.apiKeys.scope.${scope}`)).join(', '),
        },
        {
          label: t('issuers.apiKeys.state'),
          cell: (key) => <StateBadge tone={TONES[stateOf(key, at)]} label={t(`issuers.apiKeys.${stateOf(key, at)}`)} />,
        },
        {
          label: t('issuers.apiKeys.lastUsed'),
          cell: ({ lastUsedAt }) => (lastUsedAt ? formatDateTime(lastUsedAt, language, timeZone) : never),
        },
        {
          label: t('issuers.apiKeys.expires'),
          cell: ({ expiresAt }) => (expiresAt ? formatLastDay(expiresAt, language, timeZone) : never),
        },
        {
          label: t('issuers.apiKeys.revoke'),
          cell: ({ id, name, revokedAt }) =>
            revokedAt === null ? (
              <Form context={context} action={`${OPEN_ISSUERS}/${issuer.slug}/keys/${id}/revocation`} class="inline">
                <Button kind="danger">
                  {t('issuers.apiKeys.revoke')}
                  <span class="visually-hidden"> {name}</span>
                </Button>
              </Form>
            ) : (
              formatDate(revokedAt, language, timeZone)
            ),
        },
      ]}
    />
  )
}

type KeyState = 'live' | 'expired' | 'revoked'
const TONES: Readonly<Record<KeyState, Tone>> = { live: 'good', expired: 'neutral', revoked: 'bad' }

function stateOf({ revokedAt, expiresAt }: ApiKeyRow, at: Date): KeyState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= at ? 'expired' : 'live'
}

/** Shows a secret once; the database keeps only its hash. */
export function NewApiKeyPage({
  context,
  name,
  slug,
  secret,
}: {
  context: PageContext
  name: string
  slug: string
  secret: string
}): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('issuers.apiKeys.made')} width="narrow" isPrivate>
      <PageHeader
        title={t('issuers.apiKeys.made')}
        kicker={name}
        back={{ href: `${OPEN_ISSUERS}/${slug}`, label: t('issuers.apiKeys.toIssuer') }}
      />
      <Notice kind="warning" title={t('issuers.apiKeys.once')}>
        <p>{t('issuers.apiKeys.onceHint')}</p>
      </Notice>
      <p>
        <code data-copy>{secret}</code>
      </p>
      <p class="hint">
        {t('issuers.apiKeys.use')} <code>Authorization: Bearer …</code>
      </p>
    </Layout>
  )
}
