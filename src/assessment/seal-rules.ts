import type { DomainError } from '../kernel/domain-error.ts'
import type { LocalisedText } from '../kernel/language.ts'
import {
  AppealCannotWorsen,
  CriterionNotOpen,
  EvidenceNotInSubmission,
  EvidenceRequired,
  InsufficientIsNotEvidenced,
  JudgementIncomplete,
  LanguageNotRead,
  LanguageSupportRequired,
  QualificationMissing,
  UnknownLevel,
} from './errors.ts'
import { isBelow, isMet, NOT_EVIDENCED, type Mark } from './marks.ts'

export interface RulesOfEvidence {
  readonly valid: boolean
  readonly authentic: boolean
  readonly current: boolean
  readonly sufficient: boolean
  readonly reason?: string
}

export interface CriterionJudgement {
  readonly criterionId: string
  readonly mark: Mark
  readonly rationale: LocalisedText
  readonly rulesOfEvidence: RulesOfEvidence
  readonly evidenceVersionIds: readonly string[]
}

/** A criterion that this judgement is to judge. */
export interface OpenToJudge {
  readonly criterionId: string
  readonly requiredLevel: number
  readonly levels: readonly number[]
  /** The mark that an appeal contests: the panel may confirm or raise it. */
  readonly standing: Mark | null
  /** Whether sealing waits for it. */
  readonly isRequired: boolean
}

export type LanguageSupport = 'assessor_reads_language' | 'human_summary_en' | 'machine_translation_reviewed'

/** Why this cannot be written down, while the judgement is still a draft; null when it can. */
export function criterionRefusal(
  judged: CriterionJudgement,
  open: readonly OpenToJudge[],
  snapshot: readonly string[],
): DomainError | null {
  const criterion = open.find(({ criterionId }) => criterionId === judged.criterionId)
  if (!criterion) return new CriterionNotOpen()
  if (judged.mark !== NOT_EVIDENCED && !criterion.levels.includes(judged.mark)) return new UnknownLevel()
  if (!judged.evidenceVersionIds.every((id) => snapshot.includes(id))) return new EvidenceNotInSubmission()
  if (judged.mark !== NOT_EVIDENCED && !judged.rulesOfEvidence.sufficient) return new InsufficientIsNotEvidenced()
  if (criterion.standing !== null && isBelow(judged.mark, criterion.standing)) return new AppealCannotWorsen()
  return null
}

export interface SealQuestion {
  readonly open: readonly OpenToJudge[]
  readonly judged: readonly CriterionJudgement[]
  readonly snapshot: readonly string[]
  readonly isQualified: boolean
  readonly languageSupport: LanguageSupport | null
  /** Languages of the evidence, and those that the assessor has named; none named means none are known. */
  readonly evidenceLanguages: readonly string[]
  readonly assessorLanguages: readonly string[]
}

/** Why this judgement cannot be sealed; null when it can. Conflicts are asked about separately. */
export function sealRefusal(question: SealQuestion): DomainError | null {
  const { judged, open, snapshot } = question
  if (!question.isQualified) return new QualificationMissing()
  const gaps = open.flatMap((criterion) => {
    const gap = gapOf(
      judged.find(({ criterionId }) => criterionId === criterion.criterionId),
      criterion,
    )
    return gap ? [{ criterionId: criterion.criterionId, gap }] : []
  })
  const incomplete = gaps.flatMap(({ criterionId, gap }) =>
    gap === 'evidence' ? [] : [{ pointer: `/criteria/${criterionId}${GAPS[gap].member}`, detail: GAPS[gap].detail }],
  )
  if (incomplete.length > 0 || judged.length === 0) return new JudgementIncomplete(incomplete)
  const [uncited] = gaps
  if (uncited) return new EvidenceRequired(uncited.criterionId)
  if (question.languageSupport === null) return new LanguageSupportRequired()
  const unread = unreadLanguages(question)
  if (question.languageSupport === 'assessor_reads_language' && unread.length > 0) return new LanguageNotRead(unread)
  return judged.map((one) => criterionRefusal(one, open, snapshot)).find((refusal) => refusal !== null) ?? null
}

const GAPS = {
  mark: { member: '', detail: 'Judge this criterion.' },
  rationale: { member: '/rationale', detail: 'Give a rationale.' },
  reason: { member: '/rulesOfEvidence', detail: 'Say why a rule of evidence is not met.' },
} as const

export type Gap = keyof typeof GAPS | 'evidence'

/** What sealing still waits for in one criterion: the first of its gaps; null when it is complete. */
export function gapOf(
  judged: CriterionJudgement | null | undefined,
  { isRequired, requiredLevel }: Pick<OpenToJudge, 'isRequired' | 'requiredLevel'>,
): Gap | null {
  if (!judged) return isRequired ? 'mark' : null
  if (!hasText(judged.rationale)) return 'rationale'
  if (needsReason(judged)) return 'reason'
  return judged.evidenceVersionIds.length === 0 && isMet(judged.mark, requiredLevel) ? 'evidence' : null
}

/** For a criterion without evidence the rationale is the reason. */
function needsReason({ mark, rulesOfEvidence: rules }: CriterionJudgement): boolean {
  const allHold = rules.valid && rules.authentic && rules.current && rules.sufficient
  return mark !== NOT_EVIDENCED && !allHold && (rules.reason ?? '').trim() === ''
}

/** Languages of the evidence that the judge does not read. Whoever has named none is taken to read them all. */
export function unreadLanguages({
  evidenceLanguages,
  assessorLanguages,
}: Pick<SealQuestion, 'evidenceLanguages' | 'assessorLanguages'>): readonly string[] {
  if (assessorLanguages.length === 0) return []
  return evidenceLanguages.filter((language) => !assessorLanguages.includes(language))
}

export function hasText(text: LocalisedText): boolean {
  return Object.values(text).some((one) => one.trim() !== '')
}
