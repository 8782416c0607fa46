import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

export type ConflictCode =
  | 'coi-self'
  | 'coi-declared'
  | 'coi-mentor'
  | 'coi-line-manager'
  | 'coi-family'
  | 'coi-co-author'
  | 'coi-former-colleague'
  | 'coi-other'

/** Somebody with an interest in the outcome was about to judge. `until` is the last day of a cooling-off period. */
export class ConflictOfInterest extends DomainError {
  readonly code: ConflictCode

  constructor(code: ConflictCode, until: string | null = null) {
    const remedy = until === null ? '' : ` The conflict lasts until ${until}.`
    super(
      `A conflict of interest excludes this person from judging this submission.${remedy} Ask the coordinator to assign somebody else.`,
      { data: until === null ? {} : { until } },
    )
    this.code = code
  }
}

export class JointOrganisationsRequired extends DomainError {
  readonly code = 'joint-orgs-required'

  constructor() {
    super('Slots A and B need two people from two assessing organisations of the programme. Choose somebody else.')
  }
}

export class PriorInvolvement extends DomainError {
  readonly code = 'prior-involvement'

  constructor() {
    super('This person already took part in judging this submission. Choose somebody who did not.')
  }
}

export class SlotTaken extends DomainError {
  readonly code = 'slot-taken'

  constructor() {
    super('This slot is filled. It can be assigned again after its holder declines or the judgement is voided.')
  }
}

export class AssessorRoleMissing extends DomainError {
  readonly code = 'assessor-role-missing'

  constructor(role: string) {
    super(`This person does not hold the role ${role} in the programme. Grant it first, or choose somebody else.`, {
      data: { role },
    })
  }
}

export class QualificationMissing extends DomainError {
  readonly code = 'qualification-missing'

  constructor() {
    super('There is no valid qualification for this rubric version. The coordinator can record a calibration.')
  }
}

/** Said to a first-round assessor about any judgement but their own, whether it exists or not, until the reveal. */
export class JudgementSealed extends DomainError {
  readonly code = 'judgement-sealed'

  constructor() {
    super('First-round judgements can be read once both assessors have sealed theirs, and not before.')
  }
}

export class JudgementNotOpen extends DomainError {
  readonly code = 'judgement-not-open'

  constructor(state: string) {
    super(`This judgement is ${state.replace('_', ' ')}: this step is not possible any more, or not yet.`, {
      data: { state },
    })
  }
}

export class JudgementIncomplete extends DomainError {
  readonly code = 'judgement-incomplete'

  constructor(errors: readonly FieldProblem[]) {
    super('Judge every criterion, with a rationale, before you seal.', { errors })
  }
}

export class EvidenceRequired extends DomainError {
  readonly code = 'evidence-required'

  constructor(criterionId: string) {
    super('A met level must cite at least one piece of evidence of this submission.', {
      errors: [{ pointer: `/criteria/${criterionId}/evidenceVersionIds`, detail: 'Cite the evidence that shows it.' }],
    })
  }
}

export class EvidenceNotInSubmission extends DomainError {
  readonly code = 'evidence-not-in-submission'

  constructor() {
    super('A judgement can cite only evidence that is part of the submission.')
  }
}

export class InsufficientIsNotEvidenced extends DomainError {
  readonly code = 'insufficient-is-not-evidenced'

  constructor() {
    super('Evidence that is not sufficient cannot show a level. Mark the criterion as not evidenced.', {
      errors: [{ pointer: '/mark', detail: 'Choose "not evidenced", or say that the evidence is sufficient.' }],
    })
  }
}

export class UnknownLevel extends DomainError {
  readonly code = 'unknown-level'

  constructor() {
    super('This criterion has no such level. Choose one of its levels, or "not evidenced".', {
      errors: [{ pointer: '/mark', detail: 'Choose one of the options.' }],
    })
  }
}

export class CriterionNotOpen extends DomainError {
  readonly code = 'criterion-not-open'

  constructor() {
    super('This criterion is not to be judged here: it is carried forward, already agreed, or not contested.')
  }
}

export class LanguageSupportRequired extends DomainError {
  readonly code = 'language-support-required'

  constructor() {
    super('Record how you read the evidence: in its own language, by a human summary, or by a reviewed translation.', {
      errors: [{ pointer: '/languageSupport', detail: 'Choose one of the options.' }],
    })
  }
}

/** Of the languages of the evidence, those in `languages` are not among the languages that the judge has named. */
export class LanguageNotRead extends DomainError {
  readonly code = 'language-not-read'

  constructor(languages: readonly string[]) {
    super('You have not named the language of the evidence among those you read. Name it, or choose another way.', {
      data: { languages: languages.join(', ') },
      errors: [{ pointer: '/languageSupport', detail: 'is not among the languages that you read' }],
    })
  }
}

export class SubmissionNotReady extends DomainError {
  readonly code = 'invalid-transition'

  constructor(state: string) {
    super(`The submission is in the state ${state.replaceAll('_', ' ')}, which does not allow this step.`, {
      data: { state },
    })
  }
}

export class ConversationRequired extends DomainError {
  readonly code = 'conversation-required'

  constructor() {
    super(
      'These marks cross the threshold or lie two levels apart: talk to each other first, and confirm that you did.',
      {
        errors: [{ pointer: '/conversationHeld', detail: 'Confirm that the conversation took place.' }],
      },
    )
  }
}

export class AlreadySigned extends DomainError {
  readonly code = 'already-signed'

  constructor() {
    super('You signed this already. It counts once the other assessor signs it too, or makes a counter-proposal.')
  }
}

export class ReconciliationTimeLeft extends DomainError {
  readonly code = 'reconciliation-time-left'

  constructor(until: Date) {
    super(
      `The two assessors have until ${until.toISOString()} to agree. Until then only they can ask for adjudication.`,
      {
        data: { until: until.toISOString() },
      },
    )
  }
}

export class FeedbackRequired extends DomainError {
  readonly code = 'feedback-required'

  constructor(criterionIds: readonly string[]) {
    super('Write feedback for every unmet criterion before the decision is released.', {
      errors: criterionIds.map((id) => ({ pointer: `/feedback/${id}`, detail: 'Say what to do next.' })),
    })
  }
}

export class DecisionReleased extends DomainError {
  readonly code = 'immutable'

  constructor() {
    super('This decision is released, and with it its feedback. Neither can change.')
  }
}

export class DecisionNotReleased extends DomainError {
  readonly code = 'decision-not-released'

  constructor() {
    super('This decision is not released, or a later version has taken its place.')
  }
}

export class AppealWindowClosed extends DomainError {
  readonly code = 'appeal-window-closed'

  constructor() {
    super('The time for this appeal is over.')
  }
}

export class AppealOpen extends DomainError {
  readonly code = 'appeal-open'

  constructor() {
    super('There is an open appeal against this decision.')
  }
}

export class AppealCannotWorsen extends DomainError {
  readonly code = 'appeal-cannot-worsen'

  constructor() {
    super('An appeal can raise a result or leave it as it is. Give at least the mark of the contested decision.')
  }
}

export class AppealStageOver extends DomainError {
  readonly code = 'appeal-stage-over'

  constructor(state: string) {
    super(`The appeal is ${state.replaceAll('_', ' ')}, which does not allow this step.`, { data: { state } })
  }
}

/** A qualification rests on a calibration; in a pilot it may rest on a reason instead. */
export class CalibrationRequired extends DomainError {
  readonly code = 'calibration-required'

  constructor() {
    super('Record the agreement on benchmark portfolios. Only a pilot programme may give a reason instead.')
  }
}

export class AppealAlreadyDecided extends DomainError {
  readonly code = 'appeal-already-decided'

  constructor() {
    super('An appeal against this decision was heard already, and the decision stands.')
  }
}
