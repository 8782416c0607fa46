import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

export class AwardOnHold extends DomainError {
  readonly code = 'award-on-hold'

  constructor(awardId: string, reason: string) {
    super('The award is on hold. Clear the reason first, then approve or issue it.', { data: { awardId, reason } })
  }
}

export class AwardNotApproved extends DomainError {
  readonly code = 'award-not-approved'

  constructor(awardId: string, state: string) {
    super('Only an approved award can be issued.', { data: { awardId, state } })
  }
}

/** Approving, endorsing or cancelling what has left the states in which that is possible. */
export class AwardMovedOn extends DomainError {
  readonly code = 'award-moved-on'

  constructor(awardId: string, state: string) {
    super('This step is no longer open: look at the award to see what became of it.', { data: { awardId, state } })
  }
}

export class EndorsementMissing extends DomainError {
  readonly code = 'endorsement-missing'

  constructor(awardId: string) {
    super('A signatory of the partner organisation has to endorse the award before it is issued.', {
      data: { awardId },
    })
  }
}

export class AwardAlreadyIssued extends DomainError {
  readonly code = 'award-already-issued'

  constructor(awardId: string, credentialIri: string) {
    super('The award has already been issued; its credential stays as it is.', { data: { awardId, credentialIri } })
  }
}

export class AlreadyRecognised extends DomainError {
  readonly code = 'already-recognised'

  constructor(issuerId: string) {
    super('This issuer is on the list already. Take it off first to change its name or note.', { data: { issuerId } })
  }
}

export class NotTheAwardingOrganisation extends DomainError {
  readonly code = 'wrong-approving-organisation'

  constructor() {
    super('Only a signatory of the awarding organisation can approve, issue or revoke its awards.')
  }
}

/** The person belongs to no organisation, or to one that does not endorse in this programme. */
export class NotAnEndorsingOrganisation extends DomainError {
  readonly code = 'wrong-endorsing-organisation'

  constructor() {
    super('Only a signatory of an endorsing partner organisation can endorse this award.')
  }
}

/** An organisation that keeps its key itself signs its endorsements with it, and not by a press of a button here. */
export class EndorsedAtHome extends DomainError {
  readonly code = 'endorsed-at-home'

  constructor() {
    super('Your organisation signs with a key of its own: take the bundle, sign it at home and bring it back.')
  }
}

export class MalformedEndorsementBundle extends DomainError {
  readonly code = 'malformed-endorsement-bundle'

  constructor(pointer: string) {
    super('This is no bundle of endorsements as this service gives it out.', {
      errors: [{ pointer, detail: 'is not of the form of a bundle' }],
    })
  }
}

/** Somebody else's, about something else, changed, or not signed by who it says: none of the bundle was taken in. */
export class EndorsementNotAccepted extends DomainError {
  readonly code = 'endorsement-not-accepted'

  constructor(errors: readonly FieldProblem[]) {
    super('The signed endorsements were not taken in: see the pointers.', { errors })
  }
}

export class NameAlreadyApproved extends DomainError {
  readonly code = 'name-already-approved'

  constructor(awardId: string) {
    super('The award was approved under another name. Ask a signatory to cancel it and propose it again.', {
      data: { awardId },
    })
  }
}

/** What we signed did not verify: a defect or a damaged key. Nothing was let out. */
export class OwnOutputRejected extends DomainError {
  readonly code = 'own-output-rejected'

  constructor(state: string) {
    super('The signed credential did not pass its own verification, so it was not issued. Tell the administrator.', {
      data: { state },
    })
  }
}

/** Every identifier and printed QR code depends on the address of the first signature. */
export class PublicAddressPinned extends DomainError {
  readonly code = 'public-address-pinned'

  constructor(pinned: string, configured: string) {
    super(
      `PUBLIC_URL is ${configured}, but badges were already signed under ${pinned}: every identifier and printed QR code points there. Set PUBLIC_URL=${pinned}.`,
      { data: { pinned, configured } },
    )
  }
}

export class AwardNotIssued extends DomainError {
  readonly code = 'award-not-issued'

  constructor(awardId: string, state: string) {
    super('Only an issued award can be revoked.', { data: { awardId, state } })
  }
}

/** Of several rows some were refused; the others are done. `detail` of each is the code of its refusal. */
export class SomeNotDone extends DomainError {
  readonly code = 'some-not-done'

  constructor(field: string, refusals: readonly { readonly id: string; readonly code: string }[]) {
    super('Some of the chosen rows were refused, the others are done. Look at the ones that are named.', {
      errors: refusals.map(({ id, code }) => ({ pointer: `/${field}/${id}`, detail: code })),
    })
  }
}

/** Revoked or replaced: it stays readable as it was signed, and is not signed once more in another form. */
export class CredentialNotInForce extends DomainError {
  readonly code = 'credential-not-in-force'

  constructor(credentialIri: string, state: string) {
    super(`The credential is ${state} and is not signed anew. Its JSON form stays at ${credentialIri}.`, {
      data: { credentialIri, state },
    })
  }
}

/** Without a key, or with one that is unknown, revoked or too old: which of them is not told. */
export class ApiKeyRequired extends DomainError {
  readonly code = 'api-key-required'

  constructor() {
    super('Send a valid API key of the issuer as bearer token in the Authorization header.')
  }
}

/** The key is of another issuer, or for another use. */
export class ApiKeyNotEntitled extends DomainError {
  readonly code = 'api-key-not-entitled'

  constructor() {
    super('This API key is not for this issuer, or not for this use. Ask the administrator for one that is.')
  }
}
