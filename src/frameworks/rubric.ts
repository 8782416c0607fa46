import type { tables } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { LocalisedText } from '../kernel/language.ts'

export type LevelScale = typeof tables.levelScales.$inferSelect
export type CriterionLevel = Omit<typeof tables.criterionLevels.$inferSelect, 'programmeId' | 'criterionId'>

/** One row of a rubric: one competency, one descriptor a level, from the lowest to the highest. */
export type Criterion = Omit<typeof tables.criteria.$inferSelect, 'programmeId' | 'rubricId'> & {
  readonly levels: readonly CriterionLevel[]
}

export type Rubric = typeof tables.rubrics.$inferSelect & {
  readonly scale: LevelScale
  readonly criteria: readonly Criterion[]
}

export interface CriterionInput {
  readonly id?: string | undefined
  readonly uri?: string | undefined
  readonly competencyId: string
  readonly title: LocalisedText
  readonly requiredLevel: number
  readonly isCritical: boolean
  readonly levels: readonly LevelInput[]
}

export interface LevelInput {
  readonly id?: string | undefined
  readonly uri?: string | undefined
  readonly position: number
  readonly descriptor: LocalisedText
}

/**
 * What is wrong with the criteria of a rubric, at JSON pointers: every criterion is about a competency of the
 * framework, every level of the scale has one descriptor, and the required level is one of the scale.
 */
export function rubricProblems(
  criteria: readonly CriterionInput[],
  scale: Pick<LevelScale, 'levels'>,
  competencyIds: readonly string[],
): readonly FieldProblem[] {
  const positions = scale.levels.map(({ position }) => position)
  return criteria.flatMap((criterion, index) => {
    const at = (path: string, detail: string) => ({ pointer: `/criteria/${String(index)}/${path}`, detail })
    const problems: FieldProblem[] = []
    if (!competencyIds.includes(criterion.competencyId)) {
      problems.push(at('competencyId', 'must be a competency of the framework'))
    }
    if (!positions.includes(criterion.requiredLevel)) {
      problems.push(at('requiredLevel', 'must be a level of the scale'))
    }
    for (const position of positions) {
      const count = criterion.levels.filter((level) => level.position === position).length
      if (count !== 1) problems.push(at('levels', `level ${String(position)} needs exactly one descriptor`))
    }
    for (const { position } of criterion.levels) {
      if (!positions.includes(position)) problems.push(at('levels', `level ${String(position)} is not in the scale`))
    }
    return problems
  })
}

/** What is wrong with a level scale: it and its levels have names, positions run from 1 without a gap, and the usual required level is one of them. */
export function scaleProblems({
  title,
  ...scale
}: Pick<LevelScale, 'title' | 'levels' | 'requiredLevelDefault'>): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  if (isBlank(title)) problems.push({ pointer: '/title', detail: 'is required' })
  for (const [index, { name }] of scale.levels.entries()) {
    if (isBlank(name)) problems.push({ pointer: `/levels/${String(index)}/name`, detail: 'is required' })
  }
  if (scale.levels.length < 2) problems.push({ pointer: '/levels', detail: 'at least two levels are required' })
  if (scale.levels.some(({ position }, index) => position !== index + 1)) {
    problems.push({ pointer: '/levels', detail: 'positions must run from 1 upwards, lowest level first' })
  }
  if (!scale.levels.some(({ position }) => position === scale.requiredLevelDefault)) {
    problems.push({ pointer: '/requiredLevelDefault', detail: 'must be a level of the scale' })
  }
  return problems
}

function isBlank(text: LocalisedText): boolean {
  return Object.values(text).every((one) => one.trim() === '')
}
