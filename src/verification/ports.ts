/**
 * What verification asks of the rest of the service. It imports none of it: a stored verdict could then be believed
 * instead of checked. A port may lower or annotate a verdict, never raise it.
 */

/** What we publish under our own address, so that checking our own badge needs no network. */
export interface OwnDocuments {
  /** The text at an address of ours: DID document, key, key set, status list, context. Null: nothing is published there. */
  read(url: string): Promise<string | null>
  /**
   * Whether the private key of `controller` is kept by this service. Only asked for a DID that names no host (did:key),
   * to say where an endorser's key lives.
   */
  keeps(controller: string): Promise<boolean>
}

/** The signed text behind a public code; null for a code without public record. */
export interface FindByCode {
  (code: string): Promise<string | null>
}

/** What we know about a credential of ours beside the document itself. */
export interface OwnRecordEntry {
  readonly visibility: 'link' | 'private'
  readonly successorAddress?: string
  readonly revokedAt?: Date
  readonly revocationCategory?: string
  readonly erased?: boolean
}

/**
 * Our record of a credential. `issuerId` has been proven by the signature when this is asked: an implementation answers
 * only when the record is of that issuer, so that a stranger who reuses our id learns nothing.
 */
export interface OwnRecord {
  (credentialId: string, issuerId: string): Promise<OwnRecordEntry | null>
}

export interface RecognisedIssuer {
  readonly name: string
  readonly note?: string
}

export interface RecognisedIssuers {
  (issuerId: string): Promise<RecognisedIssuer | null>
}

/** A stranger's document, or why there is none. `absent`: the host answered that there is nothing; still not a proof. */
export type FetchedDocument =
  | { readonly outcome: 'fetched'; readonly bytes: Uint8Array }
  | { readonly outcome: 'unreachable'; readonly code: UnreachableCode; readonly detail: string }

export type UnreachableCode =
  | 'address-refused'
  | 'absent'
  | 'redirected'
  | 'refused-by-host'
  | 'timed-out'
  | 'too-large'
  | 'no-answer'
  | 'not-text'
  | 'network-not-used'

/** Fetches a document of a stranger; the guarded fetcher in the service, a fixture or nothing elsewhere. Never throws. */
export interface FetchDocument {
  (url: string): Promise<FetchedDocument>
}

export interface VerificationPorts {
  /** Null where nothing is published, on a machine of somebody else: our address is then one like any other. */
  readonly ownDocuments: OwnDocuments | null
  readonly findByCode: FindByCode
  readonly ownRecord: OwnRecord
  readonly recognisedIssuers: RecognisedIssuers
  readonly fetchDocument: FetchDocument
}
