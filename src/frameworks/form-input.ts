import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import { LANGUAGES, type Language } from '../kernel/language.ts'
import { localisedValues, type FormValues } from '../pages/index.ts'
import type { FrameworkDetails } from './create-framework.ts'
import type { AlignmentInput, ItemInput } from './edit-framework.ts'
import type { FrameworkItem, FrameworkRow } from './framework.ts'
import type { LevelScaleInput } from './level-scale.ts'
import { Id, KINDS, oneOf, RELATIONS } from './schemas.ts'

/* Forms send texts only, and leave out what was left empty. */

const _csrf = Type.Optional(Type.String())
const text = (maxLength: number) => Type.String({ maxLength })
const localisedUpTo = (maxLength: number) =>
  Type.Optional(
    Type.Object({
      es: Type.Optional(text(maxLength)),
      en: Type.Optional(text(maxLength)),
      fi: Type.Optional(text(maxLength)),
    }),
  )
const WholeNumber = Type.String({ pattern: '^\\d{1,4}$' })
const Day = Type.String({ format: 'date' })
const HttpAddress = Type.String({ pattern: '^https?://\\S+$', maxLength: 2000 })

const FieldForm = Type.Object({
  scheme: Type.Optional(text(80)),
  code: Type.Optional(text(40)),
  uri: Type.Optional(HttpAddress),
})

const detailsFields = {
  version: text(30),
  baseLanguage: oneOf<Language>(LANGUAGES),
  title: localisedUpTo(200),
  description: localisedUpTo(4000),
  license: text(120),
  officialSourceUrl: Type.Optional(HttpAddress),
  educationalField: Type.Optional(FieldForm),
  statusStartsOn: Type.Optional(Day),
  _csrf,
}
export const DetailsForm = Type.Object(detailsFields)
export const NewFrameworkForm = Type.Object({ ...detailsFields, programmeId: Id })

export function detailsInput(form: Type.Static<typeof DetailsForm>): FrameworkDetails {
  const { version, baseLanguage, license, officialSourceUrl, statusStartsOn } = form
  return {
    ...{ version, baseLanguage, license, officialSourceUrl, statusStartsOn },
    title: form.title ?? {},
    description: form.description ?? {},
    educationalField: fieldInput(form.educationalField),
  }
}

/** All of it or nothing. Throws InvalidInput. */
function fieldInput({ scheme, code, uri }: Type.Static<typeof FieldForm> = {}) {
  if (scheme !== undefined && code !== undefined && uri !== undefined) return { scheme, code, uri }
  const parts = Object.entries({ scheme, code, uri })
  const missing = parts.filter(([, value]) => value === undefined)
  if (missing.length === parts.length) return null
  const errors = missing.map(([name]) => ({ pointer: `/educationalField/${name}`, detail: 'is required' }))
  throw new InvalidInput({ errors })
}

export function detailsValues(framework: FrameworkRow): FormValues {
  const { version, baseLanguage, license, officialSourceUrl, statusStartsOn, educationalField: field } = framework
  return {
    ...{ version, baseLanguage, license, officialSourceUrl, statusStartsOn },
    ...localisedValues('title', framework.title),
    ...localisedValues('description', framework.description),
    'educationalField.scheme': field?.scheme,
    'educationalField.code': field?.code,
    'educationalField.uri': field?.uri,
  }
}

const wordingFields = {
  title: localisedUpTo(200),
  statement: localisedUpTo(4000),
  keywords: Type.Optional(text(1000)),
  _csrf,
}
const placeFields = { code: text(80), sequence: WholeNumber }
export const ItemForm = Type.Object({
  kind: oneOf(KINDS),
  parentId: Type.Optional(Id),
  ...placeFields,
  ...wordingFields,
})
export const WordingForm = Type.Object(wordingFields)
export const ReplacementForm = Type.Object({ ...placeFields, ...wordingFields, endsOn: Day })
export const EndForm = Type.Object({ endsOn: Day, _csrf })

export function wordingInput(form: Type.Static<typeof WordingForm>) {
  return { title: form.title ?? {}, statement: form.statement ?? {}, keywords: keywordsOf(form.keywords) }
}

export function itemInput(form: Type.Static<typeof ItemForm>): ItemInput {
  const { kind, parentId = null, code, sequence } = form
  return { kind, parentId, code: code.trim(), sequence: Number(sequence), ...wordingInput(form) }
}

export function replacementInput(form: Type.Static<typeof ReplacementForm>) {
  const { code, sequence, endsOn } = form
  return { code: code.trim(), sequence: Number(sequence), endsOn, ...wordingInput(form) }
}

/** Separated by commas or lines; each once. */
function keywordsOf(typed = ''): readonly string[] {
  const words = typed.split(/[,\n]/).map((word) => word.trim())
  return [...new Set(words.filter((word) => word !== ''))]
}

export function itemValues(item: FrameworkItem): FormValues {
  return {
    ...{ kind: item.kind, parentId: item.parentId, code: item.code, sequence: item.sequence },
    ...localisedValues('title', item.title),
    ...localisedValues('statement', item.statement),
    keywords: item.keywords.join(', '),
  }
}

export const AlignmentForm = Type.Object({
  targetFramework: text(200),
  targetCode: Type.Optional(text(200)),
  targetName: text(300),
  targetUrl: text(2000),
  targetType: text(80),
  relation: oneOf(RELATIONS),
  isVerified: Type.Optional(Type.String()),
  _csrf,
})

export function alignmentInput({ isVerified, ...form }: Type.Static<typeof AlignmentForm>): AlignmentInput {
  const { targetFramework, targetCode, targetName, targetUrl, targetType, relation } = form
  return {
    ...{ targetFramework, targetCode, targetName, targetUrl, targetType, relation },
    isVerified: isVerified !== undefined,
  }
}

export const ReviewForm = Type.Object({
  contentHash: text(100),
  outcome: oneOf(['approved', 'changes_requested'] as const),
  comment: Type.Optional(text(4000)),
  _csrf,
})
export const AuthorForm = Type.Object({ personId: Id, _csrf })

/** Rows of the form for a scale; what is left empty at its end are no levels. */
export const SCALE_ROWS = 6
export const LevelScaleForm = Type.Object({
  programmeId: Id,
  title: localisedUpTo(200),
  levels: Type.Optional(Type.Array(Type.Object({ name: localisedUpTo(200) }), { maxItems: SCALE_ROWS })),
  requiredLevelDefault: WholeNumber,
  _csrf,
})

export function levelScaleInput(form: Type.Static<typeof LevelScaleForm>): LevelScaleInput {
  const rows = (form.levels ?? []).map(({ name = {} }, index) => ({ position: index + 1, name }))
  const last = rows.findLastIndex(({ name }) => Object.keys(name).length > 0)
  return {
    programmeId: form.programmeId,
    title: form.title ?? {},
    levels: rows.slice(0, last + 1),
    requiredLevelDefault: Number(form.requiredLevelDefault),
  }
}
