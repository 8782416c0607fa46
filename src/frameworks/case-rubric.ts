import type { CFRubric, CFRubricCriterion, CFRubricCriterionLevel } from '../standards/case/index.ts'
import { CASE_WORDS, documentLink, instant, itemLink, lineIn } from './case-parts.ts'
import type { Framework } from './framework.ts'
import type { Criterion, Rubric } from './rubric.ts'

export function caseRubric(framework: Framework, rubric: Rubric): CFRubric {
  return {
    identifier: rubric.id,
    uri: rubric.uri,
    title: lineIn(framework)(rubric.title),
    description: CASE_WORDS[framework.baseLanguage].noCompensation,
    lastChangeDateTime: changedAt(framework, rubric),
    CFRubricCriteria: rubric.criteria.map((criterion) => caseCriterion(framework, rubric, criterion)),
  }
}

/** CASE has no member for the required level, so that the description says it. */
export function caseCriterion(framework: Framework, rubric: Rubric, criterion: Criterion): CFRubricCriterion {
  const line = lineIn(framework)
  const competency = framework.items.find(({ id }) => id === criterion.competencyId)
  const required = criterion.levels.find(({ position }) => position === criterion.requiredLevel)
  const level = `${String(criterion.requiredLevel)}${required ? ` (${line(required.quality)})` : ''}`
  const title = line(criterion.title)
  return {
    identifier: criterion.id,
    uri: criterion.uri,
    category: title,
    description: `${title}. ${CASE_WORDS[framework.baseLanguage].requiredLevel}: ${level}.`,
    CFItemURI: competency ? itemLink(framework, competency) : documentLink(framework),
    weight: 1,
    position: criterion.position,
    rubricId: rubric.id,
    lastChangeDateTime: changedAt(framework, rubric),
    CFRubricCriterionLevels: caseLevels(framework, rubric, criterion),
  }
}

function caseLevels(framework: Framework, rubric: Rubric, criterion: Criterion): readonly CFRubricCriterionLevel[] {
  const line = lineIn(framework)
  return criterion.levels.map(({ id, uri, descriptor, quality, position }) => ({
    identifier: id,
    uri,
    description: line(descriptor),
    quality: line(quality),
    score: position,
    position,
    rubricCriterionId: criterion.id,
    lastChangeDateTime: changedAt(framework, rubric),
  }))
}

function changedAt(framework: Framework, rubric: Rubric): string {
  return instant(rubric.frozenAt ?? framework.lastChangeAt)
}
