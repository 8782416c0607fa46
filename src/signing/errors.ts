import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

/** The document is not what the standard asks of it; nothing was signed. */
export class DocumentNotIssuable extends DomainError {
  readonly code = 'document-not-issuable'

  constructor(kind: string, errors: readonly FieldProblem[]) {
    super(`The ${kind} is not valid and was not signed.`, { errors, data: { kind } })
  }
}

/** The document names another issuer than the one whose key was to sign it. */
export class IssuerMismatch extends DomainError {
  readonly code = 'issuer-mismatch'

  constructor(expected: string, found: string) {
    super(`The document names the issuer ${found}; the key belongs to ${expected}.`, { data: { expected, found } })
  }
}

/** Organisations of the programme sign what walked the road, open issuers what the general interface sends, never mixed. */
export class SignerNotEntitled extends DomainError {
  readonly code = 'signer-not-entitled'

  constructor(organisationKind: string, documentKind: string) {
    super(`An issuer of kind "${organisationKind}" does not sign a document of kind "${documentKind}".`, {
      data: { organisationKind, documentKind },
    })
  }
}

export class UnknownIssuerKey extends DomainError {
  readonly code = 'unknown-issuer-key'

  constructor(keyId: string) {
    super('The organisation has no such key.', { data: { keyId } })
  }
}

/** A key that is not in use yet, or that somebody else may hold. */
export class KeyNotUsable extends DomainError {
  readonly code = 'key-not-usable'

  constructor(kid: string, state: string) {
    super(`The key ${kid} is ${state} and signs nothing.`, { data: { kid, state } })
  }
}

/** A key is not lost before it is made, nor in time to come. */
export class CompromiseDateImpossible extends DomainError {
  readonly code = 'compromise-date-impossible'

  constructor(kid: string, createdAt: Date) {
    super(`The date has to lie between the making of the key ${kid} (${createdAt.toISOString()}) and now.`, {
      data: { kid, createdAt: createdAt.toISOString() },
    })
  }
}

/** The key-encryption key is not the one that the stored keys were sealed with. */
export class KeyCannotBeOpened extends DomainError {
  readonly code = 'key-cannot-be-opened'

  constructor(kid: string) {
    super(
      `The private key ${kid} cannot be opened. Set KEY_ENCRYPTION_KEY to the value it was sealed with, or restore ` +
        'the key file of the data folder.',
      { data: { kid } },
    )
  }
}

export class UnusableKeyEncryptionKey extends DomainError {
  readonly code = 'unusable-key-encryption-key'

  constructor(origin: string) {
    super(`${origin} has to hold 32 bytes in hex or base64, as \`openssl rand -hex 32\` prints them.`, {
      data: { origin },
    })
  }
}

/** The keys of `keys.example/` are public: anybody can sign with them. */
export class ExampleKeysRefused extends DomainError {
  readonly code = 'example-keys-refused'

  constructor(kid: string) {
    super(`The key ${kid} comes from keys.example/ and is public. It is refused outside of development.`, {
      data: { kid },
    })
  }
}

export class MalformedKeySet extends DomainError {
  readonly code = 'malformed-key-set'

  constructor(errors: readonly FieldProblem[]) {
    super('The key set cannot be imported.', { errors })
  }
}

export class KeySetLacksKey extends DomainError {
  readonly code = 'key-set-lacks-key'

  constructor(organisation: string) {
    super(`The key set holds no active Ed25519 key of the organisation ${organisation}.`, { data: { organisation } })
  }
}

/** An organisation has one active key of a kind; a set that brings another one needs a decision by a person. */
export class ActiveKeyExists extends DomainError {
  readonly code = 'active-key-exists'

  constructor(slug: string, kid: string) {
    super(`The organisation ${slug} already signs with the key ${kid}. Rotate it first, or leave the new one "next".`, {
      data: { slug, kid },
    })
  }
}

/** Only an issuer on a domain can publish the keys that a VC-JWT is checked with. */
export class JwtNeedsDidWeb extends DomainError {
  readonly code = 'jwt-needs-did-web'

  constructor(issuer: string) {
    super('A VC-JWT needs an issuer of the form did:web, whose keys can be looked up at an address.', {
      data: { issuer },
    })
  }
}
