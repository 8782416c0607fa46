import { DomainError } from '../kernel/domain-error.ts'

/** Codes raised by the triggers of drizzle/0001_guards.sql, with what the person can do about each. */
const REFUSALS = {
  immutable: 'This record is sealed, published or issued and can no longer change.',
  'broken-chain': 'The judgement log moved on while this was written. Try again.',
  'published-item': 'A published item keeps its identity and cannot be deleted; end-date or replace it instead.',
  'validation-incomplete':
    'Publication needs approvals of this exact content by people of two organisations, and no open request for changes.',
  'author-cannot-validate': 'An author cannot validate their own work; ask somebody who did not write it.',
  'invalid-transition': 'The submission is not in a state that allows this step.',
  'consent-missing':
    'Evidence with identifiable people needs a complete, unexpired consent for assessment before it is submitted.',
  'evidence-not-clean': 'Wait until every evidence file has been scanned, and replace files that were refused.',
  'evidence-required': 'Every criterion needs evidence, and a met level must cite evidence of the submission.',
  'evidence-not-owned': 'Only your own evidence can be submitted.',
  'evidence-not-in-submission': 'A judgement can cite only evidence that is part of the submission.',
  'already-judged': 'A judgement has already been sealed, so the submission can no longer be withdrawn.',
  'previous-attempt-open': 'A new attempt opens when the previous one was released as not yet competent.',
  'not-met-cannot-carry': 'Only a criterion that was met under the same rubric can be carried forward.',
  'coi-self': 'Nobody judges their own submission.',
  'coi-declared': 'A declared conflict of interest excludes this assessor.',
  'coi-mentor': 'A mentor cannot judge a mentee, nor for twelve months after the pairing ends.',
  'coi-line-manager': 'A line manager cannot judge this submission.',
  'coi-family': 'A family member cannot judge this submission.',
  'coi-co-author': 'A co-author cannot judge this submission.',
  'coi-former-colleague': 'A former colleague cannot judge this submission.',
  'coi-other': 'A conflict of interest excludes this assessor.',
  'joint-orgs-required': 'Slots A and B need two people from two assessing organisations of the programme.',
  'prior-involvement': 'This person already took part in the judgement of this submission.',
  'terminal-state': 'This step is final and cannot be undone.',
  'qualification-missing': 'The assessor holds no valid qualification for this rubric version.',
  'judgement-incomplete': 'Judge every criterion of the rubric before you seal.',
  'unknown-level': 'This level does not exist for the criterion.',
  'signature-missing': 'A reconciliation counts once both assessors have signed it.',
  'out-of-order': 'The dates would be out of order: assessed, decided, released, approved, issued.',
  'feedback-required': 'Write feedback for every unmet criterion before the decision is released.',
  'decision-inconsistent': 'The decision does not follow from the sealed judgements.',
  'decision-not-competent': 'An award needs a released, current and competent decision.',
  'separation-of-duties': 'A signatory cannot sign for a submission that they judged, or their own.',
  'wrong-approving-organisation': 'Only a signatory of the awarding organisation can approve its awards.',
  'wrong-endorsing-organisation': 'Only a signatory of an endorsing partner organisation can endorse this award.',
  'second-person-required': 'A second person has to confirm this step.',
  'award-not-replaceable': 'Only a revoked award of the same person for the same micro-course can be replaced.',
  'endorsement-missing': 'A signatory of the partner organisation has to endorse the award before it is issued.',
  'award-exists': 'This person already holds a valid award for this version.',
  'submission-open': 'There is already an open submission for this micro-course.',
  'slot-taken': 'This assessor slot is already filled.',
  'appeal-open': 'There is already an open appeal against this decision.',
  'already-exists': 'A record with this identity already exists.',
  forbidden: 'You do not have the role that this step needs.',
} as const

export type DatabaseRefusalCode = keyof typeof REFUSALS

const UNIQUE_CONSTRAINTS: Readonly<Record<string, DatabaseRefusalCode>> = {
  award_valid_once: 'award-exists',
  award_successor_once: 'award-exists',
  submission_open_once: 'submission-open',
  submission_attempt_once: 'submission-open',
  judgement_slot_once: 'slot-taken',
  appeal_open_once: 'appeal-open',
}

/** A rule that the database itself upholds was about to be broken. */
export class DatabaseRefusal extends DomainError {
  readonly code: DatabaseRefusalCode

  constructor(code: DatabaseRefusalCode, cause: unknown) {
    super(REFUSALS[code], { cause })
    this.code = code
  }
}

interface DriverError {
  code?: string
  message?: string
  constraint?: string
  constraint_name?: string
  cause?: unknown
}

/** Turns a driver's error into a refusal where the database spoke in our codes; anything else is returned as it is. */
export function asRefusal(error: unknown): unknown {
  for (let e = error as DriverError | undefined; e; e = e.cause as DriverError | undefined) {
    const code = refusalCode(e)
    if (code) return new DatabaseRefusal(code, undefined)
  }
  return error
}

function refusalCode(error: DriverError): DatabaseRefusalCode | undefined {
  if (error.code === 'IN001' && error.message !== undefined && error.message in REFUSALS) {
    return error.message as DatabaseRefusalCode
  }
  if (error.code === '23505') {
    return UNIQUE_CONSTRAINTS[error.constraint ?? error.constraint_name ?? ''] ?? 'already-exists'
  }
  return error.code === '42501' ? 'forbidden' : undefined
}
