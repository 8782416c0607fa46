import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { DRAFT_READERS } from '../frameworks/index.ts'
import { exportProgramme } from './export-programme.ts'
import { importProgramme, PART_KINDS, rehearseProgramme } from './import-programme.ts'
import { MOST_BYTES } from './read-file.ts'

const tags = ['programme-file']
const Id = Type.String({ format: 'uuid' })
const Problems = Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))
const Open = Type.Unsafe<unknown>({
  type: 'object',
  additionalProperties: true,
  description: 'As schemas/insignia/programme-file-1.schema.json describes it.',
})
const Report = Type.Object({
  dryRun: Type.Boolean(),
  parts: Type.Array(
    Type.Object({
      kind: Type.Enum([...PART_KINDS]),
      id: Type.String(),
      name: Type.String(),
      outcome: Type.Enum(['added', 'known', 'left'], {
        description: '`left` is a cohort, which those make who keep the people of the programme.',
      }),
    }),
  ),
  errors: Problems,
  missing: Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }), {
    description: 'What a review of the drafts will still ask for.',
  }),
})

/** A framework with its rubrics and micro-courses, as one file in and out. */
export const programmeFileRoutes: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/programmes/:programmeId/programme-file',
    {
      bodyLimit: MOST_BYTES,
      config: { access: ['author'] },
      schema: {
        tags,
        summary: 'Add a framework, rubrics and micro-courses as drafts, or see what that would do',
        description:
          'Nothing is written unless dryRun is false; then all of it is, or none. The same file again changes nothing.',
        params: Type.Object({ programmeId: Id }),
        querystring: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }),
        body: Open,
        response: { 200: Report, ...problemResponses },
      },
    },
    async ({ actor, params: { programmeId }, query, body }) => {
      const act = query.dryRun === false ? importProgramme : rehearseProgramme
      const { isDone, parts, errors, missing } = await act(services, actor, programmeId, body)
      return { dryRun: !isDone, parts: [...parts], errors: [...errors], missing: [...missing] }
    },
  )
  app.get(
    '/api/v1/frameworks/:frameworkId/programme-file',
    {
      config: { access: DRAFT_READERS },
      schema: {
        tags,
        summary: 'A framework with its rubrics and micro-courses as a file',
        params: Type.Object({ frameworkId: Id }),
        querystring: Type.Object({ cohortId: Type.Optional(Id) }),
        response: { 200: Open, ...problemResponses },
      },
    },
    async ({ actor, params, query }) => exportProgramme(services, actor, params.frameworkId, query.cohortId),
  )
}
