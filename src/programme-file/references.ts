import type { FieldProblem } from '../kernel/domain-error.ts'
import type { ProgrammeFile } from './schema.ts'

/** What names something that the file does not have, or the same thing twice. */
export function referenceProblems(file: ProgrammeFile): readonly FieldProblem[] {
  return [...doubles(file), ...treeProblems(file.framework.areas), ...strangers(file)]
}

/** Every id of the file with the place that gives it. */
function doubles(file: ProgrammeFile): readonly FieldProblem[] {
  const seen = new Set<string>()
  const problems: FieldProblem[] = []
  const walk = (value: unknown, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
      if (key === 'id' && typeof inner === 'string') {
        if (seen.has(inner))
          problems.push({ pointer: `${pointer}/id`, detail: 'is the id of another part of the file' })
        seen.add(inner)
      }
      walk(inner, `${pointer}/${key}`)
    }
  }
  walk(file, '')
  return problems
}

function treeProblems(areas: ProgrammeFile['framework']['areas']): readonly FieldProblem[] {
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]))
  return areas.flatMap(({ id, parentId }, index) => {
    const pointer = `/framework/areas/${String(index)}/parentId`
    if (parentId === undefined) return []
    if (!parents.has(parentId)) return [{ pointer, detail: 'must be an area of this framework' }]
    const seen = new Set<string>()
    for (let at: string | undefined = parentId; at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (at === id) return [{ pointer, detail: 'would make the item its own ancestor' }]
      seen.add(at)
    }
    return []
  })
}

function strangers({ levelScales, framework, rubrics, microCourses, cohort }: ProgrammeFile): readonly FieldProblem[] {
  const ids = (parts: readonly { readonly id: string }[]) => new Set(parts.map(({ id }) => id))
  const [scales, areas, competencies] = [ids(levelScales), ids(framework.areas), ids(framework.competencies)]
  const [rubricIds, courseIds] = [ids(rubrics), ids(microCourses)]
  const problems: FieldProblem[] = []
  const need = (known: ReadonlySet<string>, id: string | undefined, pointer: string, detail: string) => {
    if (id !== undefined && !known.has(id)) problems.push({ pointer, detail })
  }
  framework.competencies.forEach(({ areaId }, index) => {
    need(areas, areaId, `/framework/competencies/${String(index)}/areaId`, 'must be an area of this framework')
  })
  rubrics.forEach(({ levelScaleId, criteria }, at) => {
    need(scales, levelScaleId, `/rubrics/${String(at)}/levelScaleId`, 'must be a level scale of the file')
    criteria.forEach(({ competencyId }, index) => {
      const pointer = `/rubrics/${String(at)}/criteria/${String(index)}/competencyId`
      need(competencies, competencyId, pointer, 'must be a competency of the framework')
    })
  })
  microCourses.forEach(({ versions }, at) => {
    versions.forEach(({ rubricId, outcomeIds }, number) => {
      const pointer = `/microCourses/${String(at)}/versions/${String(number)}`
      need(rubricIds, rubricId, `${pointer}/rubricId`, 'must be a rubric of the file')
      outcomeIds.forEach((id, index) => {
        need(competencies, id, `${pointer}/outcomeIds/${String(index)}`, 'must be a competency of the framework')
      })
    })
  })
  cohort?.windows.forEach(({ microCourseId }, index) => {
    const pointer = `/cohort/windows/${String(index)}/microCourseId`
    need(courseIds, microCourseId, pointer, 'must be a micro-course of the file')
  })
  return problems
}
