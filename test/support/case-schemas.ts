import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { caseSchemas, type CaseVersion } from '../../src/standards/case/index.ts'

/** What is wrong with a document by the schema of that name, as pointers with words; nothing for a valid one. */
export function caseProblems(version: CaseVersion, name: string, document: unknown): readonly string[] {
  const validate = VALIDATORS[version].getSchema(`case#/components/schemas/${name}`)
  if (!validate) throw new Error(`CASE has no ${name}`)
  if (validate(document) === true) return []
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`)
}

const VALIDATORS: Readonly<Record<CaseVersion, Ajv2020>> = { v1p0: validator('v1p0'), v1p1: validator('v1p1') }

function validator(version: CaseVersion): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'case', components: { schemas: caseSchemas(version) } })
  return ajv
}
