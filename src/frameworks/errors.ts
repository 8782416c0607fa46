import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

export class AuthorCannotValidate extends DomainError {
  readonly code = 'author-cannot-validate'

  constructor() {
    super('An author cannot validate their own work; ask somebody who did not write it.')
  }
}

export class ValidationIncomplete extends DomainError {
  readonly code = 'validation-incomplete'

  constructor(approvingOrganisations: number) {
    super(
      'Publication needs approvals of this exact content by people of two organisations, and no open request for changes.',
      { data: { approvingOrganisations } },
    )
  }
}

/** The content has no such step from the state that it is in. */
export class StepNotPossible extends DomainError {
  readonly code = 'invalid-transition'

  constructor(step: string, state: string) {
    super(`The step "${step}" is not possible in the state "${state}". Reload the page to see what is.`, {
      data: { step, state },
    })
  }
}

export class ContentImmutable extends DomainError {
  readonly code = 'immutable'

  constructor() {
    super('What is published does not change. Fix a wording in place, or make a new version.')
  }
}

export class PublishedItem extends DomainError {
  readonly code = 'published-item'

  constructor() {
    super('A published item keeps its identity and cannot be deleted; end-date or replace it instead.')
  }
}

export class ContentChanged extends DomainError {
  readonly code = 'content-changed'

  constructor() {
    super('The content changed since you read it. Read it again before you review it.')
  }
}

export class NotAuthor extends DomainError {
  readonly code = 'not-author'

  constructor() {
    super('Only its authors edit a draft. Ask one of them to add you as an author.')
  }
}

export class ReviewerWithoutOrganisation extends DomainError {
  readonly code = 'reviewer-without-organisation'

  constructor() {
    super('A review counts for an organisation, and your account has none. Ask the coordinator to add it.')
  }
}

/** What is missing before anybody can review or publish this, each at its pointer. */
export class NotReadyForPublication extends DomainError {
  readonly code = 'not-ready-for-publication'

  constructor(errors: readonly FieldProblem[]) {
    super('Some parts are still missing: see the pointers.', { errors })
  }
}
