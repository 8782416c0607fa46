import { DomainError } from '../kernel/domain-error.ts'

/** Unknown person, wrong password and a person without account are one answer. */
export class WrongCredentials extends DomainError {
  readonly code = 'wrong-credentials'

  constructor() {
    super('E-mail address and password do not belong together. Check both and try again.')
  }
}

export class LinkExpired extends DomainError {
  readonly code = 'link-expired'

  constructor() {
    super('This link was used or has expired. Ask the coordinator for a new one.')
  }
}

export class LastAdministrator extends DomainError {
  readonly code = 'last-administrator'

  constructor() {
    super('Somebody has to be left who administers the service. Appoint another administrator first.')
  }
}

export class AlreadyEnrolled extends DomainError {
  readonly code = 'already-enrolled'

  constructor() {
    super('This person is already enrolled in the cohort.')
  }
}
