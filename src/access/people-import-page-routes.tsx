import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { pageContext, sendFormAgain, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { NotFound } from '../kernel/access-errors.ts'
import { hasRole, hasRoleAnywhere } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import { translator } from '../texts/index.ts'
import { importPeople, rehearsePeople, type PeopleReport } from './import-people.ts'
import { UnreadablePeopleFile } from './people-file.ts'
import { PeopleImportPage, PeopleReportPage } from './people-import-pages.tsx'
import { sentFile } from './people-import-routes.ts'
import { peopleTemplate, refusedCsv } from './people-report.ts'
import { PEOPLE_KEEPERS } from './people-rules.ts'
import { listProgrammes } from './people-store.ts'

const PATH = '/people/import'
const keepers = { access: PEOPLE_KEEPERS, keepsForm: true } as const
const id = Type.String({ format: 'uuid' })
const fileForm = Type.Object({ programmeId: id })
/** The file that was looked at comes back as text, so that exactly this one is taken. */
const tableForm = Type.Object({ programmeId: id, table: Type.String({ minLength: 1 }) })

/** From a spreadsheet to people, in two steps: look, then add. */
export const peopleImportPages: FeatureRoutes = (app, services) => {
  app.get(
    PATH,
    { config: keepers, schema: { hide: true, querystring: Type.Object({ programme: Type.Optional(id) }) } },
    async (request, reply) => {
      const programme = await keptProgramme(services, request, request.query.programme)
      return sendPage(reply, <PeopleImportPage context={pageContext(request)} programme={programme} />)
    },
  )

  app.get(`${PATH}/template`, { config: keepers, schema: { hide: true } }, async ({ language }, reply) =>
    sendCsv(reply, `${translator(language)('import.people.templateName')}.csv`, peopleTemplate(language)),
  )

  app.post(PATH, { config: keepers, schema: { hide: true, body: fileForm } }, (request, reply) =>
    answer(services, request, reply, request.body.programmeId, (programmeId) =>
      rehearsePeople(services, request.actor, programmeId, sentFile(request)),
    ),
  )

  app.post(`${PATH}/rows`, { config: keepers, schema: { hide: true, body: tableForm } }, (request, reply) =>
    answer(services, request, reply, request.body.programmeId, (programmeId) =>
      importPeople(services, request.actor, programmeId, Buffer.from(request.body.table)),
    ),
  )

  app.post(`${PATH}/refused`, { config: keepers, schema: { hide: true, body: tableForm } }, async (request, reply) => {
    const { programmeId, table } = request.body
    const report = await rehearsePeople(services, request.actor, programmeId, Buffer.from(table))
    const t = translator(request.language)
    return sendCsv(reply, `${t('import.people.refusedName')}.csv`, refusedCsv(t, report) ?? '')
  })
}

async function answer(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  programmeId: string,
  act: (programmeId: string) => Promise<PeopleReport>,
): Promise<FastifyReply> {
  const context = pageContext(request)
  const programme = await keptProgramme(services, request, programmeId)
  try {
    if (request.formRefusal) throw request.formRefusal
    const report = await act(programme.id)
    return await sendPage(reply, <PeopleReportPage context={context} programme={programme} report={report} />)
  } catch (error) {
    const fault =
      error instanceof UnreadablePeopleFile ? context.t(`import.file.${error.fault}`, error.values) : undefined
    return sendFormAgain(request, reply, error, (problem: ProblemDocument) => (
      <PeopleImportPage context={context} programme={programme} problem={problem} fault={fault} />
    ))
  }
}

async function keptProgramme({ database, clock }: Services, { actor }: FastifyRequest, wanted: string | undefined) {
  const all = hasRoleAnywhere(actor, ['administrator']) ? null : actor.programmeIds
  const listed = await database.transaction(actor, clock.now(), (tx) => listProgrammes(tx, all))
  const kept = listed.filter((programme) => hasRole(actor, PEOPLE_KEEPERS, programme.id))
  const programme = wanted === undefined ? kept[0] : kept.find((one) => one.id === wanted)
  if (!programme) throw new NotFound('programme', wanted ?? '')
  return programme
}

function sendCsv(reply: FastifyReply, fileName: string, text: string): FastifyReply {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .type('text/csv; charset=utf-8')
    .send(text)
}
