import { canonicalJson } from '../kernel/canonical-json.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { difference, isBelow, isMet, type CriterionMark, type Difference, type Mark } from './marks.ts'

export interface SealedJudgement {
  readonly assessorId: string
  readonly organisationId: string
  readonly marks: readonly CriterionMark[]
}

/** An agreement in writing; it counts with the signatures of both first-round assessors and not before. */
export interface SignedMark extends CriterionMark {
  readonly signedBy: readonly string[]
}

/** Everything a decision rests on, and nothing else: its hash is stored with the decision. */
export interface DecisionInput {
  readonly rubricId: string
  /** In the order of the rubric. */
  readonly criteria: readonly { readonly criterionId: string; readonly requiredLevel: number }[]
  readonly carriedForward: readonly { readonly criterionId: string; readonly level: number }[]
  /** Sealed ones only; null while a slot is not sealed. */
  readonly firstRound: { readonly A: SealedJudgement | null; readonly B: SealedJudgement | null }
  readonly reconciliations: readonly SignedMark[]
  readonly adjudication: SealedJudgement | null
  /** Agreed by both first-round assessors in the first stage of an appeal. */
  readonly rectifications: readonly SignedMark[]
  /** The sealed judgements of the appeals panel. */
  readonly panel: readonly SealedJudgement[]
}

export type Basis = 'exact_agreement' | 'reconciled' | 'adjudicated' | 'appeal_panel' | 'carried_forward'
export type Outcome = 'competent' | 'not_yet_competent'
export type Method = 'joint' | 'joint_with_adjudication' | 'appeal'

export interface CriterionResult extends CriterionMark {
  readonly requiredLevel: number
  readonly isMet: boolean
  readonly basis: Basis
}

export interface OpenCriterion {
  readonly criterionId: string
  /** Null while one of the two first-round judgements is missing. */
  readonly difference: Difference | null
}

export type Decided = {
  readonly kind: 'decided'
  readonly perCriterion: readonly CriterionResult[]
  readonly outcome: Outcome
  readonly method: Method
}

export type Verdict = Decided | { readonly kind: 'open'; readonly open: readonly OpenCriterion[] }

/**
 * The one place where sealed judgements become a decision. A criterion is settled by equal marks, by what both
 * assessors signed, by the adjudicator, or by a panel of two organisations: never by a mean, a maximum or whoever wrote
 * last. Competent means that every criterion meets its required level. An appeal can only raise a mark.
 */
export function decide(input: DecisionInput): Verdict {
  refuseContradictions(input)
  const settled = input.criteria.map((criterion) => ({ ...criterion, settled: settle(criterion, input) }))
  const open = settled.filter((criterion) => criterion.settled === null)
  if (open.length > 0) {
    return { kind: 'open', open: open.map((criterion) => openCriterion(criterion, input)) }
  }
  const perCriterion = settled.flatMap(({ criterionId, requiredLevel, settled: result }) =>
    result ? [{ criterionId, requiredLevel, ...result, isMet: isMet(result.mark, requiredLevel) }] : [],
  )
  return {
    kind: 'decided',
    perCriterion,
    outcome: perCriterion.every((result) => result.isMet) ? 'competent' : 'not_yet_competent',
    method: methodOf(input, perCriterion),
  }
}

/** SHA-256 of the canonical input; the order in which rows were read does not change it. */
export function inputHash(input: DecisionInput): string {
  const judgement = (sealed: SealedJudgement | null) => sealed && { ...sealed, marks: byCriterion(sealed.marks) }
  const signed = (marks: readonly SignedMark[]) =>
    byCriterion(marks).map((mark) => ({ ...mark, signedBy: [...mark.signedBy].sort() }))
  return sha256Hex(
    canonicalJson({
      rubricId: input.rubricId,
      criteria: byCriterion(input.criteria),
      carriedForward: byCriterion(input.carriedForward),
      firstRound: { A: judgement(input.firstRound.A), B: judgement(input.firstRound.B) },
      reconciliations: signed(input.reconciliations),
      adjudication: judgement(input.adjudication),
      rectifications: signed(input.rectifications),
      panel: input.panel.map(judgement).sort((a, b) => order(a?.assessorId, b?.assessorId)),
    }),
  )
}

export interface DecisionContent {
  readonly submissionId: string
  readonly version: number
  readonly decidedAt: Date
  readonly decided: Decided
  readonly inputHash: string
}

/** SHA-256 of what a decision says; an endorsement names it. */
export function contentHash({ submissionId, version, decidedAt, decided, inputHash: input }: DecisionContent): string {
  const { perCriterion, outcome, method } = decided
  return sha256Hex(canonicalJson({ submissionId, version, decidedAt, perCriterion, outcome, method, inputHash: input }))
}

type Settled = { readonly mark: Mark; readonly basis: Basis }

function settle({ criterionId }: { criterionId: string }, input: DecisionInput): Settled | null {
  const carried = input.carriedForward.find((one) => one.criterionId === criterionId)
  if (carried) return { mark: carried.level, basis: 'carried_forward' }
  const standing = settleBeforeAppeal(criterionId, input)
  if (!standing) return null
  const rectified = signedMark(input.rectifications, criterionId, input)
  const afterRectification = raised(standing, rectified, 'reconciled')
  return raised(afterRectification, panelMark(criterionId, input), 'appeal_panel')
}

function settleBeforeAppeal(criterionId: string, input: DecisionInput): Settled | null {
  const { A, B } = input.firstRound
  const a = A && markOf(A, criterionId)
  const b = B && markOf(B, criterionId)
  if (a === null || b === null) return null
  if (a === b) return { mark: a, basis: 'exact_agreement' }
  const reconciled = signedMark(input.reconciliations, criterionId, input)
  if (reconciled !== null) return { mark: reconciled, basis: 'reconciled' }
  const adjudicated = input.adjudication && markOf(input.adjudication, criterionId)
  return adjudicated === null ? null : { mark: adjudicated, basis: 'adjudicated' }
}

function raised(standing: Settled, mark: Mark | null, basis: Basis): Settled {
  return mark !== null && isBelow(standing.mark, mark) ? { mark, basis } : standing
}

/** The mark that every panel member gave, when they come from two organisations; a divided panel changes nothing. */
function panelMark(criterionId: string, { panel }: DecisionInput): Mark | null {
  const votes = panel.flatMap((member) => {
    const mark = markOf(member, criterionId)
    return mark === null ? [] : [{ mark, organisationId: member.organisationId }]
  })
  const [first] = votes
  if (!first || votes.length < panel.length || votes.some(({ mark }) => mark !== first.mark)) return null
  return new Set(votes.map(({ organisationId }) => organisationId)).size >= 2 ? first.mark : null
}

function signedMark(signed: readonly SignedMark[], criterionId: string, { firstRound }: DecisionInput): Mark | null {
  const found = signed.find((one) => one.criterionId === criterionId)
  const both = [firstRound.A, firstRound.B].every(
    (judgement) => judgement && found?.signedBy.includes(judgement.assessorId),
  )
  return found && both ? found.mark : null
}

function markOf(judgement: SealedJudgement, criterionId: string): Mark | null {
  return judgement.marks.find((one) => one.criterionId === criterionId)?.mark ?? null
}

function openCriterion(
  criterion: DecisionInput['criteria'][number],
  { firstRound: { A, B } }: DecisionInput,
): OpenCriterion {
  const { criterionId, requiredLevel } = criterion
  const a = A && markOf(A, criterionId)
  const b = B && markOf(B, criterionId)
  return { criterionId, difference: a === null || b === null ? null : difference(a, b, requiredLevel) }
}

function methodOf(input: DecisionInput, results: readonly CriterionResult[]): Method {
  if (input.panel.length > 0 || input.rectifications.length > 0) return 'appeal'
  return results.some(({ basis }) => basis === 'adjudicated') ? 'joint_with_adjudication' : 'joint'
}

/** Two marks for one criterion from one source, or one person in two seats: a defect of the caller, never resolved here. */
function refuseContradictions(input: DecisionInput): void {
  const { A, B } = input.firstRound
  const judgements = [A, B, input.adjudication, ...input.panel].filter((judgement) => judgement !== null)
  const sources = [
    input.criteria,
    input.carriedForward,
    input.reconciliations,
    input.rectifications,
    ...judgements.map(({ marks }) => marks),
  ]
  for (const source of sources) {
    const ids = source.map(({ criterionId }) => criterionId)
    if (new Set(ids).size < ids.length) throw new TypeError('one criterion is given twice')
    if (ids.some((id) => !input.criteria.some(({ criterionId }) => criterionId === id))) {
      throw new TypeError('a mark is given for a criterion outside the rubric')
    }
  }
  if (input.criteria.length === 0) throw new TypeError('a rubric without criteria decides nothing')
  if (new Set(judgements.map(({ assessorId }) => assessorId)).size < judgements.length) {
    throw new TypeError('one person holds two seats')
  }
  if (A && B && A.organisationId === B.organisationId)
    throw new TypeError('both first-round seats are of one organisation')
}

function byCriterion<T extends { readonly criterionId: string }>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => order(a.criterionId, b.criterionId))
}

function order(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
