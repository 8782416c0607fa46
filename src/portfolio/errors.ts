import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

export class MediaTypeRefused extends DomainError {
  readonly code = 'media-type-refused'

  constructor(found: string) {
    super(
      `Files of the kind ${found} are not accepted. Send a PDF, a picture (PNG, JPEG, WebP), an MP4 video, a text, a CSV table or an office document (DOCX, XLSX, PPTX, ODT).`,
      { data: { found } },
    )
  }
}

export class MediaTypeMismatch extends DomainError {
  readonly code = 'media-type-mismatch'

  constructor(declared: string, found: string) {
    super(`The file says it is ${declared}, but its content is ${found}. Send it under its own name and type.`, {
      data: { declared, found },
    })
  }
}

export class TooLarge extends DomainError {
  readonly code = 'too-large'

  constructor(maximumBytes: number) {
    super(`A file may have up to ${Math.floor(maximumBytes / 1_000_000)} MB. Make it smaller, or shorten the video.`, {
      data: { maximumBytes },
    })
  }
}

export class UnreadableImage extends DomainError {
  readonly code = 'unreadable-image'

  constructor(cause: unknown) {
    super('The picture is damaged and cannot be opened. Take it again, or export it anew.', { cause })
  }
}

export class QuotaExceeded extends DomainError {
  readonly code = 'quota-exceeded'

  constructor(kind: 'items' | 'versions', maximum: number) {
    super(`You have reached the limit of ${maximum} ${kind}. Add to an existing item, or ask your coordinator.`, {
      data: { kind, maximum },
    })
  }
}

/** Not scanned yet: only the owner sees that the version exists, and nobody else is told. */
export class EvidenceInfected extends DomainError {
  readonly code = 'evidence-infected'

  constructor() {
    super('The scan found something dangerous in this file, so nobody can open it. Upload a clean version.')
  }
}

export class EvidenceBytesDeleted extends DomainError {
  readonly code = 'evidence-deleted'

  constructor() {
    super('The bytes of this evidence were deleted when their retention period ended; hash and judgements remain.')
  }
}

export class NoBytes extends DomainError {
  readonly code = 'evidence-is-a-link'

  constructor() {
    super('This evidence is a link and has no bytes here; open its address instead.')
  }
}

export class ConsentMissing extends DomainError {
  readonly code = 'consent-missing'

  constructor(errors: readonly FieldProblem[] = []) {
    super(
      'People can be recognised in this evidence. It needs a complete, unexpired consent for assessment, with guardian authorisation and the assent of every minor.',
      { errors },
    )
  }
}

export class ConsentWithdrawn extends DomainError {
  readonly code = 'consent-withdrawn'

  constructor() {
    super(
      'The consent of the people in this evidence was withdrawn or has expired, so it can no longer be viewed. Judge on what remains, and tell the coordinator.',
    )
  }
}

export class ConsentIncomplete extends DomainError {
  readonly code = 'consent-incomplete'

  constructor(errors: readonly FieldProblem[]) {
    super('A consent is granted only when every guardian has authorised and every minor has assented.', { errors })
  }
}

export class ConsentTerminal extends DomainError {
  readonly code = 'terminal-state'

  constructor() {
    super('This consent was withdrawn, which is final. Record a new consent for new evidence.')
  }
}

export class InvalidTransition extends DomainError {
  readonly code = 'invalid-transition'

  constructor(from: string, to: string) {
    super(`A submission in state ${from} cannot become ${to}.`, { data: { from, to } })
  }
}

/** The snapshot of a submission is frozen. */
export class SubmissionFrozen extends DomainError {
  readonly code = 'immutable'

  constructor(state: string) {
    super('This submission was handed in and can no longer change. What you add now counts for the next attempt.', {
      data: { state },
    })
  }
}

export class SubmissionOpen extends DomainError {
  readonly code = 'submission-open'

  constructor() {
    super('You already have an open submission for this micro-course. Continue that one.')
  }
}

export class PreviousAttemptOpen extends DomainError {
  readonly code = 'previous-attempt-open'

  constructor() {
    super('A new attempt opens when the previous one was released as not yet competent.')
  }
}

export class AttemptsExhausted extends DomainError {
  readonly code = 'attempts-exhausted'

  constructor(maximum: number) {
    super(`All ${maximum} attempts of this micro-course have been used. Talk to your coordinator.`, {
      data: { maximum },
    })
  }
}

export class NotEnrolled extends DomainError {
  readonly code = 'not-enrolled'

  constructor() {
    super('You need an active enrolment in a running cohort of this programme. Ask your coordinator.')
  }
}

export class VersionNotOpen extends DomainError {
  readonly code = 'version-not-open'

  constructor(state: string) {
    super('This version of the micro-course takes no submissions. Look for its current version.', { data: { state } })
  }
}

export class WindowClosed extends DomainError {
  readonly code = 'window-closed'

  constructor(opensOn: string, closesOn: string) {
    super(`Submissions are open from ${opensOn} to the end of ${closesOn}, in the time zone of the programme.`, {
      data: { opensOn, closesOn },
    })
  }
}

export class NotMetCannotCarry extends DomainError {
  readonly code = 'not-met-cannot-carry'

  constructor() {
    super('Only a criterion that was met under the same rubric, inside the currency window, can be carried forward.')
  }
}

export class CriterionCarriedForward extends DomainError {
  readonly code = 'criterion-carried-forward'

  constructor() {
    super('This criterion was already met and is carried forward; it needs no further evidence.')
  }
}

/** What is missing before a submission can be handed in; each problem at the pointer of what it concerns. */
export class SubmissionIncomplete extends DomainError {
  readonly code: 'submission-incomplete' | 'consent-missing' | 'evidence-required' | 'evidence-not-clean'

  constructor(code: SubmissionIncomplete['code'], errors: readonly FieldProblem[]) {
    super('The submission is not complete. Each point of the list says what is still needed.', { errors })
    this.code = code
  }
}

export class EvidenceInUse extends DomainError {
  readonly code = 'evidence-in-use'

  constructor() {
    super('This evidence is part of a submission. Take it out of the draft first; what was handed in stays.')
  }
}
