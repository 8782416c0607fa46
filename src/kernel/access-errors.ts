import { DomainError } from './domain-error.ts'
import { hasRole, type Actor, type Role } from './actor.ts'

/** Unknown, foreign and invisible are the same answer. */
export class NotFound extends DomainError {
  readonly code = 'not-found'

  constructor(kind: string, id: string) {
    super(`There is no ${kind} with the id ${id} that you may see.`, { data: { kind, id } })
  }
}

export class NotSignedIn extends DomainError {
  readonly code = 'not-signed-in'

  constructor() {
    super('Sign in to do this.')
  }
}

export class Forbidden extends DomainError {
  readonly code = 'forbidden'

  constructor(roles: readonly Role[]) {
    super(`This step needs the role ${roles.join(' or ')} in the programme.`, { data: { roles: roles.join(',') } })
  }
}

/** Bad input that the shape alone cannot show, each at its pointer. */
export class InvalidInput extends DomainError {
  readonly code = 'invalid-input'

  constructor(errors: ConstructorParameters<typeof DomainError>[1] & object) {
    super('Some fields need attention.', errors)
  }
}

/** The person behind the actor; throws `NotSignedIn` when nobody is signed in. */
export function personOf(actor: Actor): string {
  if (actor.personId === null) throw new NotSignedIn()
  return actor.personId
}

/** Throws `Forbidden` unless the actor holds one of `roles` in the programme. */
export function requireRole(actor: Actor, roles: readonly Role[], programmeId: string): void {
  if (!hasRole(actor, roles, programmeId)) throw new Forbidden(roles)
}
