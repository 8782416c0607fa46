import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  DateField,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  Form,
  Layout,
  Notice,
  PageHeader,
  TextField,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDate } from '../texts/index.ts'
import { consentStatus } from './consent.ts'
import type { ConsentRecord } from './evidence-store.ts'
import { NewConsentForm } from './new-consent-form.tsx'
import { ConsentBadge } from './page-parts.tsx'
import type { Programme } from './programme-store.ts'
import { formState, type RefusedForm } from './refused-form.ts'

export interface ConsentsPageProps {
  readonly context: PageContext
  readonly consents: readonly ConsentRecord[]
  readonly programmes: readonly Programme[]
  readonly at: Date
  readonly today: string
  readonly refused?: RefusedForm | undefined
}

/** The consents of the people in the evidence: what is still to come back, and the way to withdraw. */
export function ConsentsPage(given: ConsentsPageProps): VNode {
  const { context, consents } = given
  const { t } = context
  const refused = given.refused && { ...given.refused, problem: inWords(context, given.refused.problem) }
  const props = { ...given, refused }
  return (
    <Layout context={context} title={t('portfolio.consents.title')} width="narrow" isPrivate>
      <PageHeader
        title={t('portfolio.consents.title')}
        lead={t('portfolio.consents.lead')}
        back={{ href: '/portfolio', label: t('common.nav.portfolio') }}
      />
      <ErrorSummary context={context} problem={refused?.problem} labels={labelsOf(props)} />
      <Notice kind="info" title={t('portfolio.consents.blurFirst')}>
        {t('portfolio.consents.blurFirstHint')}
      </Notice>
      {consents.length === 0 ? <EmptyState title={t('portfolio.consents.none')} /> : null}
      {consents.map((consent) => (
        <ConsentCard key={consent.id} {...props} consent={consent} />
      ))}
      <NewConsentForm {...props} />
    </Layout>
  )
}

const COUNTS = ['guardianAuthorisations', 'minorAssents'] as const
type CountName = (typeof COUNTS)[number]

/** Too few papers for a consent that is granted: said in the reader's language, at the count that is short. */
function inWords({ t }: PageContext, problem: PageProblem): PageProblem {
  if (problem.code !== 'consent-incomplete') return problem
  const errors = (problem.errors ?? []).map(({ pointer }) => {
    const name = COUNTS.find((one) => pointer.endsWith(`/${one}`))
    return { pointer, detail: name ? t(`portfolio.consents.short.${name}`) : '' }
  })
  return { ...problem, errors }
}

function labelsOf({ context: { t }, consents }: ConsentsPageProps): Readonly<Record<string, string>> {
  const fields = {
    guardianAuthorisations: t('portfolio.consents.guardians'),
    minorAssents: t('portfolio.consents.assents'),
    grantedAt: t('portfolio.consents.grantedAt'),
  }
  const ofEach = consents.flatMap(({ id }) =>
    Object.entries(fields).map(([name, label]): [string, string] => [`of.${id}.${name}`, label]),
  )
  return {
    ...Object.fromEntries(ofEach),
    ...fields,
    subjectKind: t('portfolio.consents.who'),
    subjectCount: t('portfolio.consents.howMany'),
    scope: t('portfolio.consents.scope'),
    form: t('portfolio.consents.form'),
    heldBy: t('portfolio.consents.heldBy'),
    expiresAt: t('portfolio.consents.expiresAt'),
  }
}

type ConsentCardProps = ConsentsPageProps & { readonly consent: ConsentRecord }

function ConsentCard(props: ConsentCardProps): VNode {
  const { context, consent, at } = props
  const { t } = context
  const status = consentStatus(consent, at)
  return (
    <Card
      id={`consent-${consent.id}`}
      title={t(`portfolio.subject.${consent.subjectKind}`, { count: consent.subjectCount })}
      aside={<ConsentBadge context={context} status={status} />}
    >
      <Facts {...props} />
      {status === 'requested' || status === 'incomplete' ? <Progress {...props} /> : null}
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

function Facts({ context, consent }: ConsentCardProps): VNode {
  const { t, language, timeZone } = context
  const date = (instant: Date | null) => (instant ? formatDate(instant, language, timeZone) : null)
  const isGroup = consent.subjectKind === 'minors_group'
  const of = (count: number) => t('portfolio.consents.of', { count, total: consent.subjectCount })
  return (
    <DefinitionList
      items={[
        { term: t('portfolio.consents.heldBy'), value: consent.heldBy },
        {
          term: t('portfolio.consents.scope'),
          value: consent.scope.map((scope) => t(`portfolio.scope.${scope}`)).join(', '),
        },
        { term: t('portfolio.consents.guardians'), value: isGroup ? of(consent.guardianAuthorisations) : null },
        { term: t('portfolio.consents.assents'), value: isGroup ? of(consent.minorAssents) : null },
        { term: t('portfolio.consents.grantedAt'), value: date(consent.grantedAt) },
        { term: t('portfolio.consents.expiresAt'), value: date(consent.expiresAt) },
        { term: t('portfolio.consents.withdrawnAt'), value: date(consent.withdrawnAt) },
      ]}
    />
  )
}

/** More papers came back. */
function Progress({ context, consent, today, refused }: ConsentCardProps): VNode {
  const { t } = context
  const first = Object.fromEntries(COUNTS.map((name) => [`of.${consent.id}.${name}`, consent[name]]))
  const state = formState(refused, consent.id, first)
  const count = (name: CountName, label: string) => (
    <TextField
      name={`of.${consent.id}.${name}`}
      type="number"
      inputmode="numeric"
      label={label}
      min={0}
      max={999}
      short
      required
    />
  )
  return (
    <details open={state.problem !== undefined}>
      <summary>{t('portfolio.consents.progress')}</summary>
      <Form context={context} action={`/portfolio/consents/${consent.id}`} {...state}>
        {consent.subjectKind === 'minors_group' ? (
          <>
            {count('guardianAuthorisations', t('portfolio.consents.guardians'))}
            {count('minorAssents', t('portfolio.consents.assents'))}
          </>
        ) : null}
        <DateField
          name={`of.${consent.id}.grantedAt`}
          label={t('portfolio.consents.grantedAt')}
          hint={t('portfolio.consents.grantedHint')}
          max={today}
          required={consent.subjectKind === 'adult'}
        />
        <Actions>
          <Button kind="secondary">{t('common.save')}</Button>
        </Actions>
      </Form>
    </details>
  )
}
