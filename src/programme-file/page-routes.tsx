import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { hasRole, listProgrammes, NotFound } from '../access/index.ts'
import { DRAFT_READERS, findFrameworks } from '../frameworks/index.ts'
import { pageContext, sendPage, type FeatureRoutes } from '../http/index.ts'
import type { Services } from '../services.ts'
import { InvalidProgrammeFile } from './errors.ts'
import { exportProgramme } from './export-programme.ts'
import { importProgramme, rehearseProgramme, type ProgrammeReport } from './import-programme.ts'
import { ProgrammeFilePage, ProgrammeReportPage } from './pages.tsx'
import { readProgrammeText } from './read-file.ts'

const PATH = '/programme-file'
const AUTHOR = { access: ['author'] } as const
const id = Type.String({ format: 'uuid' })

/** The file in two steps, look and add; and out again. */
export const programmeFilePages: FeatureRoutes = (app, services) => {
  app.get(PATH, { config: AUTHOR, schema: { hide: true } }, async (request, reply) => {
    const programmes = await ownProgrammes(services, request)
    const frameworks = await findFrameworks(services, request.actor)
    return sendPage(
      reply,
      <ProgrammeFilePage context={pageContext(request)} programmes={programmes} frameworks={frameworks} />,
    )
  })

  app.post(
    PATH,
    { config: AUTHOR, schema: { hide: true, body: Type.Object({ programmeId: id }) } },
    (request, reply) => {
      const file = request.formFiles.find(({ field }) => field === 'file')
      return answer(
        services,
        request,
        reply,
        request.body.programmeId,
        file?.content ?? new Uint8Array(),
        rehearseProgramme,
      )
    },
  )

  app.post(
    `${PATH}/parts`,
    { config: AUTHOR, schema: { hide: true, body: Type.Object({ programmeId: id, content: Type.String() }) } },
    (request, reply) =>
      answer(services, request, reply, request.body.programmeId, Buffer.from(request.body.content), importProgramme),
  )

  app.get(
    '/frameworks/:frameworkId/programme-file',
    { config: { access: DRAFT_READERS }, schema: { hide: true, params: Type.Object({ frameworkId: id }) } },
    async (request, reply) => {
      const file = await exportProgramme(services, request.actor, request.params.frameworkId)
      return reply
        .header('cache-control', 'private, no-store')
        .header('content-disposition', 'attachment; filename="programme.json"')
        .type('application/json; charset=utf-8')
        .send(`${JSON.stringify(file, null, 2)}\n`)
    },
  )
}

async function answer(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  programmeId: string,
  bytes: Uint8Array,
  act: typeof importProgramme,
): Promise<FastifyReply> {
  const programme = (await ownProgrammes(services, request)).find((one) => one.id === programmeId)
  if (!programme) throw new NotFound('programme', programmeId)
  const report = await reportOn(() => act(services, request.actor, programmeId, readProgrammeText(bytes)))
  const content = Buffer.from(bytes).toString('utf8')
  return sendPage(
    reply,
    <ProgrammeReportPage context={pageContext(request)} programme={programme} report={report} content={content} />,
    report.errors.length > 0 ? 422 : 200,
  )
}

/** A refusal is a report as well: every error with its place. */
async function reportOn(act: () => Promise<ProgrammeReport>): Promise<ProgrammeReport> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof InvalidProgrammeFile)) throw error
    return { isDone: false, parts: [], errors: error.errors, missing: [] }
  }
}

async function ownProgrammes({ database, clock }: Services, { actor }: FastifyRequest) {
  const found = await database.transaction(actor, clock.now(), (tx) => listProgrammes(tx, actor.programmeIds))
  return found.filter((programme) => hasRole(actor, ['author'], programme.id))
}
