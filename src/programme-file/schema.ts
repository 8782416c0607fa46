import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { CourseCode, NewRubricBody, RequirementBody, VersionContentBody, VersionName } from '../courses/index.ts'
import { AlignmentBody, DetailsBody, ItemBody, LevelScaleBody } from '../frameworks/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'

export const FORMAT = 'insignia-programme'
export const FORMAT_VERSION = 1

const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'A UUID of version 4 or 5, made once and kept for ever.',
})
const Uri = Type.String({ pattern: '^https?://\\S+$', maxLength: 2000, description: 'Ours where it is left out.' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const identity = { id: Uuid, uri: Type.Optional(Uri) }
const item = { ...identity, ...Type.Omit(ItemBody, ['kind', 'parentId']).properties }

const LevelScale = Type.Object({ id: Uuid, ...Type.Omit(LevelScaleBody, ['programmeId']).properties })
const Area = Type.Object({
  ...item,
  parentId: Type.Optional(Type.String({ ...Uuid, description: 'Another area of the file.' })),
})
const Competency = Type.Object({
  ...item,
  areaId: Type.Optional(Type.String({ ...Uuid, description: 'An area of the file.' })),
  alignments: Type.Array(Type.Object({ id: Uuid, ...AlignmentBody.properties })),
})
const Framework = Type.Object({
  ...identity,
  creator: Type.Optional(
    Type.String({ description: 'Short name of an organisation; the one that awards where it is left out.' }),
  ),
  ...DetailsBody.properties,
  areas: Type.Array(Area, { maxItems: 200 }),
  competencies: Type.Array(Competency, { maxItems: 1000 }),
})
const { title, statement: paragraph } = ItemBody.properties
const position = Type.Integer({ minimum: 1, maximum: 20 })
const Rubric = Type.Object({
  ...identity,
  levelScaleId: Uuid,
  version: NewRubricBody.properties.version,
  title,
  criteria: Type.Array(
    Type.Object({
      ...identity,
      competencyId: Uuid,
      title,
      requiredLevel: position,
      isCritical: Type.Boolean(),
      levels: Type.Array(Type.Object({ ...identity, position, descriptor: paragraph }), { maxItems: 20 }),
    }),
    { maxItems: 50 },
  ),
})
const CourseVersion = Type.Object({
  id: Uuid,
  version: VersionName,
  rubricId: Uuid,
  ...VersionContentBody.properties,
  outcomeIds: Type.Array(Uuid, { maxItems: 50, description: 'Competencies of the file, in their order.' }),
  requirements: Type.Array(Type.Object({ ...RequirementBody.properties, id: Uuid }), { maxItems: 30 }),
})
const MicroCourse = Type.Object({
  id: Uuid,
  code: CourseCode,
  sequence: Type.Integer({ minimum: 1, maximum: 10_000 }),
  versions: Type.Array(CourseVersion, { minItems: 1, maxItems: 50, description: 'The oldest first.' }),
})
const Cohort = Type.Object({
  id: Uuid,
  name: Type.String({ minLength: 2, maxLength: 200 }),
  status: Type.Enum(['planned', 'running', 'closed']),
  startsOn: Day,
  endsOn: Day,
  windows: Type.Array(Type.Object({ microCourseId: Uuid, opens: Day, recommendedBy: Day }), { maxItems: 200 }),
})

/** The whole of what a programme can be given as one file. */
export const ProgrammeFileSchema = strict(
  Type.Object(
    {
      format: Type.Literal(FORMAT),
      formatVersion: Type.Literal(FORMAT_VERSION),
      levelScales: Type.Array(LevelScale, { maxItems: 20 }),
      framework: Framework,
      rubrics: Type.Array(Rubric, { maxItems: 200 }),
      microCourses: Type.Array(MicroCourse, { maxItems: 200 }),
      cohort: Type.Optional(Cohort),
    },
    { title: 'Insignia programme file, version 1' },
  ),
)
export type ProgrammeFile = Static<typeof ProgrammeFileSchema>

/** A member that nobody reads would be lost without a word. */
function strict<Schema extends Type.TSchema>(schema: Schema): Schema {
  return closed(structuredClone(schema)) as Schema
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, closed(inner)] as const)
  const isOpen = 'properties' in value && !('additionalProperties' in value)
  return Object.fromEntries(isOpen ? [...entries, ['additionalProperties', false]] : entries)
}

const MOST_PROBLEMS = 200

/** What is wrong with the shape of a file; nothing for one that has it. */
export function shapeProblems(value: unknown): readonly FieldProblem[] {
  return [...Value.Errors(ProgrammeFileSchema, value)]
    .filter(({ keyword }) => keyword !== 'additionalProperties' && keyword !== 'anyOf')
    .slice(0, MOST_PROBLEMS)
    .map(({ instancePath, keyword, message }) => ({
      pointer: instancePath,
      detail: keyword === 'boolean' ? 'is not known to this format' : message,
    }))
}

export function hasShape(value: unknown): value is ProgrammeFile {
  return Value.Check(ProgrammeFileSchema, value)
}
