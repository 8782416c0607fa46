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

export class AnotherOrganisationsPeople extends DomainError {
  readonly code = 'another-organisations-people'

  constructor() {
    super('Who speaks for an organisation is named by its own coordinator, or by an administrator. Ask one of them.')
  }
}

export class RoleAlreadyHeld extends DomainError {
  readonly code = 'role-already-held'

  constructor() {
    super('The person has this role already. End it first to give it for another time.')
  }
}

/** Nothing is said of whose name it is instead. */
export class KnownByAnotherName extends DomainError {
  readonly code = 'known-by-another-name'

  constructor() {
    super(
      'This address belongs to somebody with another name. Check the address and the name, or ask an administrator.',
    )
  }
}

export class AlreadyEnrolled extends DomainError {
  readonly code = 'already-enrolled'

  constructor() {
    super('This person is already enrolled in the cohort.')
  }
}
