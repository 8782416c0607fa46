import { NotFound } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { findAppeal } from './appeal-store.ts'
import { carriedForwardOf, criteriaOf, type Judgement, type Submission } from './assessment-store.ts'
import { decide } from './decide.ts'
import { resultsOf } from './decision-store.ts'
import type { OpenToJudge } from './seal-rules.ts'
import { decisionInput } from './settle.ts'

/**
 * What a judgement is about: in the first round all criteria but the carried ones, in adjudication those on which the
 * two could not agree, before the panel what the appeal contests.
 */
export async function openCriteria(
  tx: Db,
  judgement: Pick<Judgement, 'slot' | 'appealId' | 'id'>,
  submission: Submission,
): Promise<readonly OpenToJudge[]> {
  const carried = (await carriedForwardOf(tx, submission.id)).map(({ criterionId }) => criterionId)
  const all = (await criteriaOf(tx, submission.rubricId)).filter(({ criterionId }) => !carried.includes(criterionId))
  if (judgement.slot === 'adjudicator') {
    const verdict = decide({ ...(await decisionInput({ tx }, submission)), adjudication: null })
    const open = verdict.kind === 'open' ? verdict.open.map(({ criterionId }) => criterionId) : []
    return all.filter(({ criterionId }) => open.includes(criterionId)).map(required)
  }
  return judgement.slot === 'appeal_panel' ? contested(tx, judgement, all) : all.map(required)
}

type Listed = Awaited<ReturnType<typeof criteriaOf>>[number]

const required = (criterion: Listed): OpenToJudge => ({ ...criterion, standing: null, isRequired: true })

async function contested(
  tx: Db,
  { appealId, id }: Pick<Judgement, 'appealId' | 'id'>,
  all: readonly Listed[],
): Promise<readonly OpenToJudge[]> {
  if (appealId === null) throw new NotFound('appeal of the judgement', id)
  const { decisionId } = await findAppeal(tx, appealId)
  const results = await resultsOf(tx, decisionId)
  const isCompetent = results.every(({ isMet }) => isMet)
  return all.flatMap((criterion) => {
    const result = results.find(({ criterionId }) => criterionId === criterion.criterionId)
    return result ? [{ ...criterion, standing: result.mark, isRequired: isCompetent || !result.isMet }] : []
  })
}
