import type { VNode } from 'preact'
import { hasRole, hasRoleAnywhere, type Actor, type Role } from '../access/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  ButtonLink,
  Card,
  Layout,
  Notice,
  PageHeader,
  StateBadge,
  type PageContext,
  type Tone,
} from '../pages/index.ts'
import type { Translate } from '../texts/index.ts'
import { isReady, type ReadinessStep, type StepKey } from './readiness.ts'
import type { Readiness } from './read-readiness.ts'

export const SET_UP = '/set-up'

interface Place {
  /** Whose work it is. */
  readonly by: readonly Role[]
  readonly href: (programmeId: string) => string
}

const inPeople: Place = {
  by: ['coordinator', 'administrator'],
  href: (programmeId) => `/people?programme=${programmeId}#add`,
}
const PLACES: Readonly<Record<StepKey, Place>> = {
  organisations: { by: ['administrator'], href: () => '/organisations' },
  programme: { by: ['administrator'], href: (id) => (id === '' ? '/programmes/new' : `/programmes/${id}`) },
  coordinator: inPeople,
  author: inPeople,
  validators: inPeople,
  assessors: inPeople,
  adjudicator: inPeople,
  'appeals-panel': inPeople,
  signatory: inPeople,
  'partner-signatory': inPeople,
  cohort: { by: ['coordinator', 'administrator'], href: (programmeId) => `/programmes/${programmeId}#cohorts` },
  framework: { by: ['author'], href: () => '/frameworks' },
  'micro-course': { by: ['author'], href: () => '/courses' },
  qualification: { by: ['coordinator'], href: (programmeId) => `/qualifications?programme=${programmeId}` },
  participant: inPeople,
}

/** Where the step is done, for somebody whose work it is; null for everybody else and while it has to wait. */
export function placeOf(step: ReadinessStep, actor: Actor, programmeId: string | null): string | null {
  const { by, href } = PLACES[step.key]
  const may = programmeId === null ? hasRoleAnywhere(actor, by) : hasRole(actor, by, programmeId)
  return step.state === 'waiting' || !may ? null : href(programmeId ?? '')
}

interface SetUpPageProps {
  readonly context: PageContext
  readonly actor: Actor
  readonly readiness: Readiness
  /** Null for readers whom the address of the service does not concern. */
  readonly address: { readonly isPinned: boolean; readonly isTrial: boolean } | null
}

export function SetUpPage({ context, actor, readiness, address }: SetUpPageProps): VNode {
  const { t, language } = context
  const { programme, programmes, steps } = readiness
  const ready = isReady(steps)
  return (
    <Layout context={context} title={t('programmes.readiness.title')}>
      <PageHeader
        title={t('programmes.readiness.title')}
        kicker={programme ? localised(programme.title, language, programme.baseLanguage) : undefined}
        lead={t('programmes.readiness.lead')}
        back={programme ? { href: `/programmes/${programme.id}`, label: t('programmes.backToProgramme') } : undefined}
      />
      {programmes.length > 1 ? (
        <nav aria-label={t('programmes.title')}>
          <Actions>
            {programmes.map(({ id, title, baseLanguage }) => (
              <ButtonLink
                key={id}
                href={`${SET_UP}?programmeId=${id}`}
                kind={id === programme?.id ? 'secondary' : 'quiet'}
              >
                {localised(title, language, baseLanguage)}
              </ButtonLink>
            ))}
          </Actions>
        </nav>
      ) : null}
      <Notice kind={ready ? 'success' : 'info'} title={t(`programmes.readiness.${ready ? 'ready' : 'notReady'}`)}>
        {ready ? undefined : <p>{t('programmes.readiness.left', { count: steps.filter(isMissing).length })}</p>}
      </Notice>
      <Card title={t('programmes.readiness.steps')}>
        <ol class="tasks">
          {steps.map((step) => (
            <Step key={step.key} context={context} step={step} place={placeOf(step, actor, programme?.id ?? null)} />
          ))}
        </ol>
      </Card>
      {address ? <Permanent context={context} {...address} /> : null}
    </Layout>
  )
}

function isMissing({ state }: ReadinessStep): boolean {
  return state === 'missing' || state === 'waiting'
}

const TONES: Readonly<Record<ReadinessStep['state'], Tone>> = {
  done: 'good',
  missing: 'attention',
  waiting: 'neutral',
  optional: 'neutral',
}

function Step({
  context: { t },
  step,
  place,
}: {
  context: PageContext
  step: ReadinessStep
  place: string | null
}): VNode {
  const { key, state } = step
  const title = t(`programmes.step.${key}`)
  const who = PLACES[key].by.map((role) => t(`roles.${role}`)).join(', ')
  return (
    <li>
      {place === null ? <strong>{title}</strong> : <a href={place}>{title}</a>}
      <StateBadge tone={TONES[state]} label={stateLabel(t, step)} />
      {state === 'done' ? null : (
        <p class="muted">
          {shortcomingText(t, step) ?? t(`programmes.stepHint.${key}`)}
          {place === null && state !== 'optional' ? ` ${t('programmes.readiness.by', { who })}` : ''}
        </p>
      )}
    </li>
  )
}

/** How many of how many, where that says more than the state. */
function stateLabel(t: Translate, { state, have, need, shortcoming }: ReadinessStep): string {
  const isCount = state === 'missing' && (shortcoming === null || shortcoming === 'too-few') && need > 1
  return isCount ? t('programmes.readiness.count', { have, need }) : t(`programmes.readiness.${state}`)
}

export function shortcomingText(t: Translate, { shortcoming, affected }: ReadinessStep): string | null {
  return shortcoming === null || shortcoming === 'too-few'
    ? null
    : t(`programmes.shortcoming.${shortcoming}`, { count: affected })
}

function Permanent({
  context: { t, publicUrl },
  isPinned,
  isTrial,
}: { context: PageContext } & NonNullable<SetUpPageProps['address']>): VNode {
  return (
    <Card title={t('programmes.permanent.title')}>
      <ul>
        <li>
          {t(isPinned ? 'programmes.permanent.addressPinned' : 'programmes.permanent.address')} <code>{publicUrl}</code>
        </li>
        {isTrial ? <li>{t('programmes.permanent.trial')}</li> : null}
        <li>{t('programmes.permanent.slugs')}</li>
        <li>{t('programmes.permanent.awarding')}</li>
      </ul>
    </Card>
  )
}
