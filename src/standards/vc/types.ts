/** One value or a list of them. Source: Verifiable Credentials Data Model 2.0, properties with several values. */
export type OneOrMany<T> = T | readonly T[]

/** `created` has whole seconds and ends in Z in everything we sign. */
export interface DataIntegrityProof {
  /** Repeats the document's, in proofs of suites that cover the text. */
  readonly '@context'?: unknown
  readonly type: 'DataIntegrityProof'
  readonly cryptosuite: string
  readonly created: string
  readonly verificationMethod: string
  readonly proofPurpose: 'assertionMethod'
  readonly proofValue: string
}

export interface Ed25519Signature2020Proof {
  readonly type: 'Ed25519Signature2020'
  readonly created: string
  readonly verificationMethod: string
  readonly proofPurpose: 'assertionMethod'
  readonly proofValue: string
}

export type Proof = DataIntegrityProof | Ed25519Signature2020Proof

export type Issuer = string | { readonly id: string }

export interface BitstringStatusListEntry {
  readonly id?: string
  readonly type: 'BitstringStatusListEntry'
  readonly statusPurpose: string
  /** A decimal string. */
  readonly statusListIndex: string
  readonly statusListCredential: string
}

/** The members that every kind of credential shares. */
export interface CredentialBase {
  readonly '@context': readonly string[]
  readonly id?: string
  readonly type: readonly string[]
  readonly issuer: Issuer
  readonly validFrom?: string
  readonly validUntil?: string
  readonly credentialStatus?: BitstringStatusListEntry
}

export interface VerifiableCredential extends CredentialBase {
  readonly credentialSubject: OneOrMany<Readonly<Record<string, unknown>>>
  readonly proof?: OneOrMany<Proof>
  readonly [member: string]: unknown
}

/** Source: Bitstring Status List 1.0, BitstringStatusListCredential. */
export interface StatusListCredential extends CredentialBase {
  readonly id: string
  readonly credentialSubject: {
    readonly id: string
    readonly type: 'BitstringStatusList'
    readonly statusPurpose: 'revocation'
    readonly encodedList: string
    readonly ttl?: number
  }
}

export function issuerIdOf(issuer: Issuer): string {
  return typeof issuer === 'string' ? issuer : issuer.id
}
