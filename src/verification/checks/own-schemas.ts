import addFormats from 'ajv-formats'
import { Ajv } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { runInNewContext } from 'node:vm'
import type { CheckContext } from '../check-context.ts'
import { jsonObjectIn } from '../documents.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { hasType, objectsOf, textOf } from '../reading/members.ts'

const MAX_SCHEMAS = 4
/** A stranger wrote the schema and a pattern in it may backtrack for years. */
const TIME_LIMIT_MS = 500
const KEPT_HERE = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/'

/**
 * Whether the badge keeps to the schemas that it names itself, beside the published one, which is kept here; null when
 * it names none. A schema that cannot be had, read or applied in time leaves the question open.
 * Source: Open Badges 3.0, Verification (conformance), `1EdTechJsonSchemaValidator2019`; VC JSON Schema, `JsonSchema`.
 */
export async function checkOwnSchemas(context: CheckContext, document: JsonObject): Promise<Finding | null> {
  const named = objectsOf(document['credentialSchema']).filter(
    (entry) =>
      hasType(entry, '1EdTechJsonSchemaValidator2019', 'JsonSchema') && !textOf(entry['id'])?.startsWith(KEPT_HERE),
  )
  if (named.length === 0) return null
  if (named.length > MAX_SCHEMAS) return unknown('too-many-schemas', 'The badge names too many schemas.')
  const findings = await Promise.all(named.map(({ id }) => checkOne(context, document, id)))
  return (
    findings.find(({ outcome }) => outcome === 'failed') ??
    findings.find(({ outcome }) => outcome === 'unknown') ??
    passed('own-schema-kept', 'The badge keeps to the schemas that it names.')
  )
}

async function checkOne(context: CheckContext, document: JsonObject, address: unknown): Promise<Finding> {
  const answer = typeof address === 'string' ? await context.documents.read(address) : null
  const schema = answer?.outcome === 'read' ? jsonObjectIn(answer.text) : null
  const isKept = schema && withinTime(() => keepsTo(schema, document))
  if (isKept === null)
    return unknown('own-schema-unknown', 'A schema that the badge names could not be had or could not be applied.')
  return isKept
    ? passed('own-schema-kept', 'The badge keeps to the schema that it names.')
    : failed('own-schema-violated', 'The badge departs from a schema that it names itself.')
}

/** Throws for a schema that is none, or that refers to another document. */
function keepsTo(schema: JsonObject, document: JsonObject): boolean {
  const ajv = new (validatorFor(schema['$schema']))({ strict: false, logger: false, validateFormats: true })
  addFormats.default(ajv)
  return ajv.validate(schema, document)
}

function validatorFor(dialect: unknown): typeof Ajv | typeof Ajv2019 | typeof Ajv2020 {
  if (typeof dialect === 'string' && dialect.includes('draft-07')) return Ajv
  return typeof dialect === 'string' && dialect.includes('2020-12') ? Ajv2020 : Ajv2019
}

/** The answer, or null when it took too long or there is none. The time limit ends what runs, a pattern too. */
function withinTime(work: () => boolean): boolean | null {
  try {
    return runInNewContext('work()', { work }, { timeout: TIME_LIMIT_MS }) as boolean
  } catch {
    return null
  }
}
