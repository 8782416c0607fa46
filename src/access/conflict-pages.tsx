import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, pageContext, sendPage, type FeatureRoutes } from '../http/index.ts'
import { NotFound } from '../kernel/access-errors.ts'
import type { Actor } from '../kernel/actor.ts'
import { dayIn } from '../kernel/day.ts'
import { localised, type LocalisedText } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  PageHeader,
  SelectField,
  Table,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import type { Services } from '../services.ts'
import { formatDay } from '../texts/index.ts'
import { DECLARABLE, declareConflict, readOwnConflicts } from './conflicts.ts'
import { newConflict } from './people-schemas.ts'
import { listProgrammes } from './people-store.ts'

const id = Type.String({ format: 'uuid' })
const members = { access: 'signed-in' } as const

interface ConflictsView extends Awaited<ReturnType<typeof readOwnConflicts>> {
  readonly programme: { readonly id: string; readonly title: LocalisedText; readonly timeZone: string }
  readonly today: string
}

interface ConflictsPageProps {
  readonly context: PageContext
  readonly view: ConflictsView
  readonly values?: FormValues | undefined
  readonly problem?: PageProblem | undefined
}

/** Everyone's own conflicts: what is on record, and the form that adds to it. */
export function ConflictsPage({ context, view, values, problem }: ConflictsPageProps): VNode {
  const { t, language } = context
  const nameOf = new Map(view.participants.map((person) => [person.id, `${person.givenName} ${person.familyName}`]))
  return (
    <Layout context={context} title={t('access.conflicts.title')}>
      <PageHeader
        title={t('access.conflicts.title')}
        kicker={localised(view.programme.title, language)}
        lead={t('access.conflicts.lead')}
      />
      {view.conflicts.length === 0 ? (
        <EmptyState title={t('access.conflicts.empty')}>{t('access.conflicts.emptyHint')}</EmptyState>
      ) : (
        <Table
          caption={t('access.conflicts.title')}
          rows={view.conflicts}
          rowKey={(conflict) => conflict.id}
          columns={[
            {
              label: t('access.person.participant'),
              isHeading: true,
              cell: ({ participantId }) => nameOf.get(participantId) ?? '–',
            },
            { label: t('access.conflicts.kind'), cell: ({ kind }) => t(`access.conflicts.kind.${kind}`) },
            { label: t('access.person.startsOn'), cell: ({ startsOn }) => formatDay(startsOn, language) },
            {
              label: t('access.person.endsOn'),
              cell: ({ endsOn }) => (endsOn === null ? '' : formatDay(endsOn, language)),
            },
          ]}
        />
      )}
      <Card title={t('access.conflicts.declare')}>
        <ErrorSummary context={context} problem={problem} />
        <Form context={context} action="/conflicts" values={values} problem={problem}>
          <HiddenField name="programmeId" value={view.programme.id} />
          <SelectField
            name="participantId"
            label={t('access.person.participant')}
            options={view.participants.map((person) => ({ value: person.id, label: nameOf.get(person.id) ?? '' }))}
            required
          />
          <SelectField
            name="kind"
            label={t('access.conflicts.kind')}
            options={DECLARABLE.map((kind) => ({ value: kind, label: t(`access.conflicts.kind.${kind}`) }))}
            required
          />
          <DateField name="startsOn" label={t('access.person.startsOn')} value={view.today} required />
          <DateField name="endsOn" label={t('access.person.endsOn')} hint={t('access.people.validToHint')} />
          <Actions>
            <Button>{t('access.conflicts.declareSubmit')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

export const conflictPages: FeatureRoutes = (app, services) => {
  app.get(
    '/conflicts',
    { config: members, schema: { querystring: Type.Object({ programme: Type.Optional(id) }) } },
    async (request, reply) => {
      const view = await conflictsView(services, request.actor, request.query.programme)
      return sendPage(reply, <ConflictsPage context={pageContext(request)} view={view} />)
    },
  )

  app.post(
    '/conflicts',
    {
      config: members,
      schema: { body: Type.Object({ ...newConflict.properties, programmeId: id }) },
      attachValidation: true,
    },
    (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          const { programmeId, ...conflict } = request.body
          await declareConflict(services, request.actor, programmeId, conflict)
          return `/conflicts?programme=${programmeId}&done=access.done.conflictDeclared`
        },
        redisplay: async (problem) => {
          const sent = request.formValues['programmeId']
          const view = await conflictsView(services, request.actor, typeof sent === 'string' ? sent : undefined)
          return (
            <ConflictsPage context={pageContext(request)} view={view} values={request.formValues} problem={problem} />
          )
        },
      }),
  )
}

async function conflictsView(services: Services, actor: Actor, wanted: string | undefined): Promise<ConflictsView> {
  const at = services.clock.now()
  const programmes = await services.database.transaction(actor, at, (tx) => listProgrammes(tx, actor.programmeIds))
  const programme = wanted === undefined ? programmes[0] : programmes.find((own) => own.id === wanted)
  if (!programme) throw new NotFound('programme', wanted ?? '')
  const own = await readOwnConflicts(services, actor, programme.id)
  return { programme, today: dayIn(at, programme.timeZone), ...own }
}
