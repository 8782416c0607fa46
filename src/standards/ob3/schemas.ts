import { readFileSync } from 'node:fs'
import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import type { FieldProblem } from '../../kernel/domain-error.ts'

const folder = new URL('../../../schemas/', import.meta.url)
const published = 'https://purl.imsglobal.org/spec/ob/v3p0/schema'

type Variant = 'arrays-only' | 'compaction-friendly'
export type CredentialKind = 'achievement' | 'endorsement'

interface SchemaSource {
  readonly file: string
  readonly url: string
  readonly part?: string
}

const achievementFile = 'ob_v3p0_achievementcredential_schema.json'
const endorsementFile = 'ob_v3p0_endorsementcredential_schema.json'

/** `schemas/README.md` tells the two variants apart. */
const SOURCES: Readonly<Record<Variant, Readonly<Record<CredentialKind, SchemaSource>>>> = {
  'arrays-only': {
    achievement: { file: achievementFile, url: `${published}/json-ld/${achievementFile}` },
    endorsement: {
      file: achievementFile,
      url: `${published}/json-ld/${achievementFile}`,
      part: '#/$defs/EndorsementCredential',
    },
  },
  'compaction-friendly': {
    achievement: { file: achievementFile, url: `${published}/json/${achievementFile}` },
    endorsement: { file: endorsementFile, url: `${published}/json/${endorsementFile}` },
  },
}

const compiled = new Map<string, ValidateFunction>()

/** What keeps an OpenBadgeCredential from being issued: it has to keep to both variants of the schema. */
export function achievementCredentialProblems(document: unknown): readonly FieldProblem[] {
  return issuingProblems('achievement', document)
}

/** What keeps an EndorsementCredential from being issued: it has to keep to both variants of the schema. */
export function endorsementCredentialProblems(document: unknown): readonly FieldProblem[] {
  return issuingProblems('endorsement', document)
}

/** Where somebody's credential departs from the schema; the more permissive variant counts. */
export function schemaProblemsOf(kind: CredentialKind, document: unknown): readonly FieldProblem[] {
  return problems('compaction-friendly', kind, document)
}

/** The stricter variant speaks first: its messages name one cause, where the other lists every alternative. */
function issuingProblems(kind: CredentialKind, document: unknown): readonly FieldProblem[] {
  const strict = problems('arrays-only', kind, document)
  return strict.length > 0 ? strict : problems('compaction-friendly', kind, document)
}

function problems(variant: Variant, kind: CredentialKind, document: unknown): readonly FieldProblem[] {
  const validate = validatorOf(variant, kind)
  return validate(document) ? [] : distinct((validate.errors ?? []).map(toProblem))
}

/** Compiled at the first use. Registered by address and each in its own Ajv: the files' own `$id`s were mixed up once. */
function validatorOf(variant: Variant, kind: CredentialKind): ValidateFunction {
  const key = `${variant}/${kind}`
  const known = compiled.get(key)
  if (known) return known
  const { file, url, part } = SOURCES[variant][kind]
  const schema = JSON.parse(readFileSync(new URL(`${variant}/${file}`, folder), 'utf8')) as object
  const ajv = new Ajv2019({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv
    .addSchema({ ...schema, $id: url }, url)
    .compile(part === undefined ? { $ref: url } : { $ref: url + part })
  compiled.set(key, validate)
  return validate
}

function toProblem({ instancePath, keyword, message, params }: ErrorObject): FieldProblem {
  const values = (params as { allowedValues?: readonly unknown[] }).allowedValues
  const allowed = keyword === 'enum' && values ? `: ${values.map(String).join(', ')}` : ''
  return { pointer: instancePath, detail: `${message ?? keyword}${allowed}` }
}

function distinct(list: readonly FieldProblem[]): readonly FieldProblem[] {
  return [...new Map(list.map((problem) => [`${problem.pointer} ${problem.detail}`, problem])).values()]
}
