import type { FieldProblem } from '../kernel/domain-error.ts'
import type { EvidenceConsent } from './consent.ts'
import type { ScanStatus } from './evidence.ts'
import { countPerRequirement, type Requirement } from './requirements.ts'

/** Everything the question "what is still missing?" needs to know, and nothing that has to be looked up. */
export interface Draft {
  readonly route: 'standard' | 'rpl'
  readonly criteria: readonly { readonly id: string; readonly isCarriedForward: boolean }[]
  readonly requirements: readonly Requirement[]
  readonly evidence: readonly DraftEvidence[]
  /** Evidence behind the criteria that are carried forward: it counts for the requirements, and was checked then. */
  readonly carriedEvidence: readonly { readonly itemId: string; readonly type: string }[]
  readonly exceptions: readonly { readonly requirementId: string; readonly provided: number }[]
  /** The first day whose evidence is current. */
  readonly currentSince: string
}

export interface DraftEvidence {
  readonly versionId: string
  readonly itemId: string
  readonly type: string
  readonly criterionIds: readonly string[]
  readonly scanStatus: ScanStatus
  readonly isPinned: boolean
  readonly consent: EvidenceConsent
  readonly capturedOn: string
}

export type MissingCode =
  | 'criterion-without-evidence'
  | 'criterion-only-links'
  | 'requirement-minimum'
  | 'conversation-missing'
  | 'evidence-not-scanned'
  | 'evidence-refused'
  | 'evidence-too-old'
  | 'consent-missing'
  | 'consent-withdrawn'

/** One thing that is missing; `subjectId` names the criterion, requirement or evidence version concerned. */
export interface Missing {
  readonly code: MissingCode
  readonly subjectId: string
  readonly provided?: number
  readonly minimum?: number
}

/** What keeps a draft from being handed in, in the order in which a person works through it. */
export function whatIsMissing(draft: Draft): readonly Missing[] {
  return [
    ...draft.criteria.flatMap((criterion) => missingForCriterion(draft, criterion)),
    ...missingForRequirements(draft),
    ...draft.evidence.flatMap((evidence) => missingForEvidence(draft, evidence)),
  ]
}

function missingForCriterion({ evidence }: Draft, criterion: Draft['criteria'][number]): readonly Missing[] {
  if (criterion.isCarriedForward) return []
  const own = evidence.filter(({ criterionIds }) => criterionIds.includes(criterion.id))
  if (own.length === 0) return [{ code: 'criterion-without-evidence', subjectId: criterion.id }]
  return own.some(({ isPinned }) => isPinned) ? [] : [{ code: 'criterion-only-links', subjectId: criterion.id }]
}

/** Recognition of prior learning waives the slots, and asks for a professional conversation instead. */
function missingForRequirements({
  route,
  requirements,
  evidence,
  carriedEvidence,
  exceptions,
}: Draft): readonly Missing[] {
  const pieces = piecesOf([...evidence, ...carriedEvidence])
  if (route === 'rpl') {
    return pieces.some(({ type }) => type === 'professional_conversation')
      ? []
      : [{ code: 'conversation-missing', subjectId: 'professional_conversation', provided: 0, minimum: 1 }]
  }
  const counts = countPerRequirement(requirements, pieces)
  return requirements.flatMap(({ id, minimum }): readonly Missing[] => {
    const provided = counts.get(id) ?? 0
    const isExcused = exceptions.some((exception) => exception.requirementId === id && provided >= exception.provided)
    return provided >= minimum || isExcused ? [] : [{ code: 'requirement-minimum', subjectId: id, provided, minimum }]
  })
}

/** All versions of an item are one piece. */
export function piecesOf<T extends { readonly itemId: string; readonly type: string }>(
  evidence: readonly T[],
): readonly T[] {
  return [...new Map(evidence.map((piece) => [piece.itemId, piece])).values()]
}

function missingForEvidence({ route, currentSince }: Draft, evidence: DraftEvidence): readonly Missing[] {
  const subjectId = evidence.versionId
  const missing: Missing[] = []
  if (evidence.scanStatus === 'infected' || evidence.scanStatus === 'unscannable') {
    missing.push({ code: 'evidence-refused', subjectId })
  } else if (evidence.scanStatus !== 'clean') {
    missing.push({ code: 'evidence-not-scanned', subjectId })
  }
  if (evidence.consent === 'missing') missing.push({ code: 'consent-missing', subjectId })
  if (evidence.consent === 'withdrawn') missing.push({ code: 'consent-withdrawn', subjectId })
  if (route === 'standard' && evidence.capturedOn < currentSince) missing.push({ code: 'evidence-too-old', subjectId })
  return missing
}

/** English, for programs; pages say it from the catalogue. */
const DETAILS: Readonly<Record<MissingCode, string>> = {
  'criterion-without-evidence': 'Attach at least one piece of evidence to this criterion.',
  'criterion-only-links': 'A link alone can change or vanish; attach a file or a text to this criterion as well.',
  'requirement-minimum': 'More evidence of this kind is needed, or an exception by the coordinator.',
  'conversation-missing': 'Recognition of prior learning needs the record of a professional conversation.',
  'evidence-not-scanned': 'This file is still being scanned. Try again in a moment.',
  'evidence-refused': 'The scan refused this file. Upload another version.',
  'evidence-too-old': 'This evidence is older than the currency window of the micro-course.',
  'consent-missing': 'People can be recognised here; attach a complete consent for assessment.',
  'consent-withdrawn': 'The consent for this evidence was withdrawn or has expired. Use other evidence.',
}

/** As problems of the request, each at the pointer of what it concerns. */
export function asFieldProblems(missing: readonly Missing[]): readonly FieldProblem[] {
  return missing.map(({ code, subjectId, provided, minimum }) => ({
    pointer: `/${subjectOf(code)}/${subjectId}`,
    detail: minimum === undefined ? DETAILS[code] : `${DETAILS[code]} (${String(provided ?? 0)} of ${String(minimum)})`,
  }))
}

function subjectOf(code: MissingCode): string {
  if (code.startsWith('criterion')) return 'criteria'
  return code === 'requirement-minimum' || code === 'conversation-missing' ? 'requirements' : 'evidence'
}
