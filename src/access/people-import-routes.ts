import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { problemResponses, type App, type FeatureRoutes } from '../http/index.ts'
import { translator } from '../texts/index.ts'
import { importPeople, rehearsePeople, type PeopleReport } from './import-people.ts'
import { PEOPLE_COLUMNS, type PeopleColumn } from './people-columns.ts'
import { MOST_BYTES } from './people-file.ts'
import type { RowOutcome } from './people-plan.ts'
import { columnName, countOutcomes, OUTCOMES, problemSentence, refusedCsv } from './people-report.ts'
import { PEOPLE_KEEPERS } from './people-rules.ts'
import { programmeParams } from './people-schemas.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Outcome = Type.Unsafe<RowOutcome>({
  type: 'string',
  enum: OUTCOMES,
  description: '`role` and `enrol` are for people who are known; `known` has nothing new.',
})
const Column = Type.Unsafe<PeopleColumn>({ type: 'string', enum: PEOPLE_COLUMNS })

const Report = Type.Object({
  dryRun: Type.Boolean(),
  encoding: Type.String(),
  separator: Type.String(),
  unreadColumns: Type.Array(Type.String(), { description: 'Columns of the file that mean nothing here.' }),
  counts: Type.Object(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Type.Integer()]))),
  rows: Type.Array(
    Type.Object({
      line: Type.Integer({ description: 'In the file, from 1.' }),
      outcome: Outcome,
      enrols: Type.Boolean(),
      problems: Type.Array(
        Type.Object({
          column: nullable(Type.String({ description: 'As the file calls it; null for the whole line.' })),
          field: nullable(Column),
          code: Type.String(),
          detail: Type.String({ description: 'In the language of the request.' }),
        }),
      ),
    }),
  ),
  refused: nullable(Type.String({ description: 'The lines that were not taken, as CSV with their reasons.' })),
})

/** A spreadsheet of people, as CSV. */
export const peopleImportRoutes: FeatureRoutes = (app, services) => {
  void app.register((scope: App, _options: unknown, done: () => void) => {
    scope.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: 2 * MOST_BYTES },
      (_request, body, ready) => {
        ready(null, body)
      },
    )
    scope.post(
      '/api/v1/programmes/:programmeId/people/import',
      {
        bodyLimit: 2 * MOST_BYTES,
        config: { access: PEOPLE_KEEPERS },
        schema: {
          summary: 'Add the people of a CSV file, or see what that would do',
          description:
            'The file as text/csv, or as the part "file" of a form: UTF-8, UTF-16 or Windows-1252; semicolons, commas or ' +
            'tabs; at most 1 MB and 2,000 lines. Nothing is written unless dryRun is false. The good lines are added in ' +
            'one transaction, the others are reported. The same file again changes nothing.',
          consumes: ['text/csv', 'multipart/form-data'],
          params: programmeParams,
          querystring: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }),
          response: { 200: Report, ...problemResponses },
        },
      },
      async (request) => {
        const act = request.query.dryRun === false ? importPeople : rehearsePeople
        const report = await act(services, request.actor, request.params.programmeId, sentFile(request))
        return reportBody(request, report)
      },
    )
    done()
  })
}

/** The bytes of the form's file, or of the body. */
export function sentFile({ formFiles, body }: Pick<FastifyRequest, 'formFiles' | 'body'>): Uint8Array {
  const file = formFiles.find(({ field }) => field === 'file')
  return file?.content ?? (body instanceof Uint8Array ? body : new Uint8Array())
}

function reportBody({ language }: Pick<FastifyRequest, 'language'>, report: PeopleReport) {
  const t = translator(language)
  return {
    dryRun: !report.isDone,
    encoding: report.file.encoding,
    separator: report.file.separator,
    unreadColumns: [...report.file.unread],
    counts: countOutcomes(report.rows),
    rows: report.rows.map(({ row, outcome, enrols, problems }) => ({
      line: row.line,
      outcome,
      enrols,
      problems: problems.map((problem) => ({
        column: columnName(t, report, problem),
        field: problem.column,
        code: problem.code,
        detail: problemSentence(t, problem),
      })),
    })),
    refused: refusedCsv(t, report),
  }
}
