import { Ajv2020, type AnySchema, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FieldProblem } from '../kernel/domain-error.ts'

const STRICT: Options = {
  allErrors: true,
  coerceTypes: false,
  useDefaults: false,
  removeAdditional: false,
  strict: false,
  // A test looks at every schema once; at each start the meta-schema costs more than all of them together.
  validateSchema: false,
}
/** Query and path hold texts only, so numbers and lists are read out of them. */
const COERCING: Options = { ...STRICT, coerceTypes: 'array', useDefaults: true }

interface Part {
  readonly schema: unknown
  readonly httpPart?: string
}

/** Bodies are taken as they are or refused; query and path parameters are read. One validator a set of shared schemas. */
export function buildValidator(sharedSchemas: Readonly<Record<string, unknown>>): (part: Part) => ValidateFunction {
  const strict = validator(STRICT, sharedSchemas)
  const coercing = validator(COERCING, sharedSchemas)
  return ({ schema, httpPart }) => (httpPart === 'body' ? strict : coercing).compile(schema as AnySchema)
}

function validator(options: Options, sharedSchemas: Readonly<Record<string, unknown>>): Ajv2020 {
  const ajv = new Ajv2020(options)
  addFormats.default(ajv)
  for (const schema of Object.values(sharedSchemas)) {
    ajv.addSchema(closed(schema) as AnySchema)
  }
  return ajv
}

/**
 * The schema with every object closed that lists its members and does not say itself whether others are welcome.
 * Parts of an `allOf` stay open, since each of them knows only some of the members.
 */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(
    ([key, value]) => [key, KEEPS_OPEN.has(key) ? value : closed(value)] as const,
  )
  const copy = Object.fromEntries(entries)
  const listsMembers = copy['type'] === 'object' && 'properties' in copy
  const speaksForItself = 'additionalProperties' in copy || 'patternProperties' in copy
  return listsMembers && !speaksForItself ? { ...copy, additionalProperties: false } : copy
}

const KEEPS_OPEN = new Set(['allOf', 'enum', 'const', 'default', 'examples', 'not'])

/** One finding of Ajv, as Fastify hands it on. */
export interface Finding {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Record<string, unknown>
  readonly message?: string
}

/** Where a finding points: a missing or unknown member is itself the place. */
export function fieldProblems(findings: readonly Finding[], part: string): FieldProblem[] {
  const prefix = part === 'querystring' ? '/query' : ''
  const seen = new Set<string>()
  return findings
    .filter(({ keyword }) => keyword !== 'if')
    .map(({ instancePath, params, message, keyword }) => ({
      pointer: `${prefix}${instancePath}${memberOf(keyword, params)}`,
      detail: message ?? 'is not valid',
    }))
    .filter(({ pointer, detail }) => !seen.has(`${pointer} ${detail}`) && seen.add(`${pointer} ${detail}`))
}

function memberOf(keyword: string, params: Record<string, unknown>): string {
  const name = keyword === 'required' ? params['missingProperty'] : params['additionalProperty']
  return typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : ''
}
