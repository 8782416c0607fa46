import Type from 'typebox'
import { InvalidInput } from '../access/index.ts'
import { tables } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { RequirementInput, VersionContent } from './edit-course.ts'
import {
  ASSESSMENT_TYPES,
  eqfLevelUri,
  LEVEL_BASES,
  PARTICIPATION,
  QUALITY_ASSURANCE,
  STACKABILITY,
  SUPERVISION,
  VALUE_URIS,
} from './eu-values.ts'
import { CourseCode, CourseLanguage, Id, LanguageCode, oneOf, Version } from './schemas.ts'
import type { EuElements, MicroCourseVersion } from './version.ts'

/* Forms send texts; a field left empty is absent. Here they become what the use cases take. */

const csrf = { _csrf: Type.Optional(Type.String()) }
const Short = Type.Optional(Type.String({ maxLength: 200 }))
const Long = Type.Optional(Type.String({ maxLength: 4000 }))
const ShortTexts = Type.Optional(Type.Object({ es: Short, en: Short, fi: Short }))
const LongTexts = Type.Optional(Type.Object({ es: Long, en: Long, fi: Long }))
const Ticked = Type.Optional(Type.Literal('yes'))
const several = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Array(schema)]))

export const NewCourseForm = Type.Object({
  ...csrf,
  frameworkId: Id,
  levelScaleId: Id,
  code: CourseCode,
  sequence: Type.String({ maxLength: 6 }),
  version: Version,
  baseLanguage: CourseLanguage,
  title: ShortTexts,
  description: LongTexts,
})
export const TextsForm = Type.Object({
  ...csrf,
  baseLanguage: CourseLanguage,
  title: ShortTexts,
  description: LongTexts,
  currencyWindowMonths: Type.String({ maxLength: 6 }),
  maxAttempts: Type.String({ maxLength: 6 }),
})
export const OutcomesForm = Type.Object({ ...csrf, outcomeIds: several(Id) })
export const NextVersionForm = Type.Object({
  ...csrf,
  version: Version,
  rubric: oneOf(['copy', 'same'] as const),
})
export const EvidenceForm = Type.Object({
  ...csrf,
  requirements: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.Optional(Id),
        description: LongTexts,
        acceptedTypes: several(oneOf(tables.EVIDENCE_TYPES)),
        minimum: Short,
        isRemoved: Ticked,
      }),
    ),
  ),
})
export const CriterionForm = Type.Object({
  ...csrf,
  title: ShortTexts,
  competencyId: Id,
  requiredLevel: Type.String({ maxLength: 6 }),
  isCritical: Ticked,
  levels: Type.Optional(Type.Array(Type.Object({ descriptor: LongTexts }))),
})
export const ElementsForm = Type.Object({
  ...csrf,
  notionalWorkloadHours: Short,
  credits: Type.Optional(
    Type.Array(Type.Object({ scheme: Short, value: Short, hoursPerCredit: Short, isGranted: Ticked })),
  ),
  levelKind: oneOf(['eqf', 'other', 'none'] as const),
  level: Type.Optional(
    Type.Object({
      eqf: Short,
      framework: Short,
      value: Short,
      uri: Long,
      basis: Type.Optional(oneOf(LEVEL_BASES)),
      notApplicableReason: LongTexts,
    }),
  ),
  assessmentTypes: several(oneOf(ASSESSMENT_TYPES)),
  participation: Type.Optional(oneOf(PARTICIPATION)),
  supervision: Type.Optional(oneOf(SUPERVISION)),
  qualityAssurance: Type.Optional(
    Type.Object({ type: Type.Optional(oneOf(QUALITY_ASSURANCE)), description: LongTexts }),
  ),
  prerequisites: LongTexts,
  stackability: oneOf(STACKABILITY),
  languagesOfInstruction: several(LanguageCode),
  languagesOfAssessment: several(LanguageCode),
})

export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]
}

/** Reads numbers out of a form, with a comma or a point, and keeps what is wrong with them for one answer. */
export class NumberFields {
  readonly #problems: FieldProblem[] = []

  read(
    pointer: string,
    text: string | undefined,
    { min, max, isWhole = true }: { min: number; max: number; isWhole?: boolean },
  ): number {
    const value = text === undefined ? Number.NaN : Number(text.replace(',', '.'))
    if (text === undefined) this.#problems.push({ pointer, detail: 'is required' })
    else if (Number.isNaN(value) || (isWhole && !Number.isInteger(value))) {
      this.#problems.push({ pointer, detail: 'must be number' })
    } else if (value < min || value > max) this.#problems.push({ pointer, detail: 'must be within its bounds' })
    return value
  }

  /** Throws InvalidInput when any of them was no number, or out of its bounds. */
  settle(): void {
    if (this.#problems.length > 0) throw new InvalidInput({ errors: this.#problems })
  }
}

export function textsInput(form: Type.Static<typeof TextsForm>) {
  const numbers = new NumberFields()
  const currencyWindowMonths = numbers.read('/currencyWindowMonths', form.currencyWindowMonths, { min: 1, max: 120 })
  const maxAttempts = numbers.read('/maxAttempts', form.maxAttempts, { min: 1, max: 10 })
  numbers.settle()
  const { baseLanguage, title = {}, description = {} } = form
  return { baseLanguage, title, description, currencyWindowMonths, maxAttempts }
}

/** Rows without a description are not there; a new row gets a key of its own. */
export function requirementsInput(
  { requirements = [] }: Type.Static<typeof EvidenceForm>,
  before: MicroCourseVersion['requirements'],
): readonly RequirementInput[] {
  const numbers = new NumberFields()
  const keys = before.map(({ key }) => key)
  const rows = requirements.flatMap(({ id, description = {}, acceptedTypes, minimum, isRemoved }, index) => {
    if (isRemoved === 'yes' || Object.keys(description).length === 0) return []
    const at = `/requirements/${String(index)}`
    const key = before.find((one) => one.id === id)?.key ?? freshKey(keys)
    const types = asList(acceptedTypes)
    if (types.length === 0) {
      throw new InvalidInput({ errors: [{ pointer: `${at}/acceptedTypes`, detail: 'is required' }] })
    }
    return [
      {
        id,
        key,
        description,
        acceptedTypes: types,
        minimum: numbers.read(`${at}/minimum`, minimum, { min: 1, max: 20 }),
      },
    ]
  })
  numbers.settle()
  return rows
}

function freshKey(keys: string[]): string {
  let number = keys.length + 1
  const key = () => `evidence-${String(number).padStart(2, '0')}`
  while (keys.includes(key())) number += 1
  keys.push(key())
  return key()
}

/** An address that the form does not show is kept while its value stays the same. */
export function elementsInput(form: Type.Static<typeof ElementsForm>, before: EuElements): VersionContent['eu'] {
  const numbers = new NumberFields()
  const notionalWorkloadHours = numbers.read('/notionalWorkloadHours', form.notionalWorkloadHours ?? '0', {
    ...{ min: 0, max: 5000, isWhole: false },
  })
  const credits = asList(form.credits).flatMap(({ scheme, value, hoursPerCredit, isGranted }, index) => {
    if (scheme === undefined) return []
    const at = `/credits/${String(index)}`
    const bounds = { min: 0.01, max: 300, isWhole: false }
    return [
      {
        scheme,
        value: numbers.read(`${at}/value`, value, bounds),
        hoursPerCredit: numbers.read(`${at}/hoursPerCredit`, hoursPerCredit, bounds),
        status: isGranted === 'yes' ? ('granted' as const) : ('indicative' as const),
      },
    ]
  })
  const level = levelInput(form, numbers)
  numbers.settle()
  const { towardsId } = before.stackability
  return {
    notionalWorkloadHours,
    credits,
    level,
    assessmentTypes: asList(form.assessmentTypes),
    participation: coded(form.participation, before.participation),
    supervision: coded(form.supervision, before.supervision),
    qualityAssurance: {
      type: form.qualityAssurance?.type ?? '',
      description: form.qualityAssurance?.description ?? {},
    },
    prerequisites: form.prerequisites ?? {},
    stackability: {
      value: form.stackability,
      ...(towardsId === undefined || form.stackability !== before.stackability.value ? {} : { towardsId }),
    },
    languagesOfInstruction: asList(form.languagesOfInstruction),
    languagesOfAssessment: asList(form.languagesOfAssessment),
  }
}

function levelInput(
  { levelKind, level }: Type.Static<typeof ElementsForm>,
  numbers: NumberFields,
): EuElements['level'] {
  if (levelKind === 'none') return { notApplicableReason: level?.notApplicableReason ?? {} }
  const basis = level?.basis ?? ''
  if (levelKind === 'eqf') {
    const value = numbers.read('/level/eqf', level?.eqf, { min: 1, max: 8 })
    return { framework: 'EQF', value, basis, uri: eqfLevelUri(value) }
  }
  const value = numbers.read('/level/value', level?.value, { min: 0, max: 100, isWhole: false })
  return { framework: level?.framework ?? '', value, basis, uri: level?.uri ?? '' }
}

function coded(value = '', before: { readonly value: string; readonly uri?: string }) {
  if (value === before.value) return before
  const uri = VALUE_URIS[value]
  return { value, ...(uri === undefined ? {} : { uri }) }
}

/** One descriptor a level of the scale, in its order; a level that is there already keeps its identity. */
export function criterionInput(
  { title = {}, competencyId, requiredLevel, isCritical, levels = [] }: Type.Static<typeof CriterionForm>,
  { scale, criteria }: Pick<MicroCourseVersion['rubric'], 'scale' | 'criteria'>,
  criterionId: string | undefined,
) {
  const numbers = new NumberFields()
  const required = numbers.read('/requiredLevel', requiredLevel, { min: 1, max: scale.levels.length })
  numbers.settle()
  const known = criteria.find(({ id }) => id === criterionId)
  return {
    id: known?.id,
    competencyId,
    title,
    requiredLevel: required,
    isCritical: isCritical === 'yes',
    levels: scale.levels.map(({ position }, index) => {
      const descriptor: LocalisedText = levels[index]?.descriptor ?? {}
      return { id: known?.levels.find((level) => level.position === position)?.id, position, descriptor }
    }),
  }
}
