import type { KeyObject } from 'node:crypto'
import type { Database } from '../database/index.ts'
import type { Clock } from '../kernel/clock.ts'
import {
  createDocumentLoader,
  issuerDid,
  issuerIdOf,
  unbundledContextIn,
  verificationMethodId,
} from '../standards/vc/index.ts'
import { isCheckpoint, signedCheckpoint, type LogCheckpoint } from './checkpoint.ts'
import { DocumentNotIssuable, IssuerMismatch, JwtNeedsDidWeb, KeyNotUsable, SignerNotEntitled } from './errors.ts'
import { refuseExampleKeys } from './example-keys.ts'
import { signedJwt } from './jwt.ts'
import { privateKeyOf, type JwtAlgorithm, type KeyAlgorithm } from './key-material.ts'
import { openPrivateKey } from './key-sealing.ts'
import { composeKeySet, parseKeySet } from './key-set.ts'
import {
  announceNextKey,
  ensureKey,
  exportEntries,
  findStoredKey,
  importEntry,
  listKeys,
  markCompromised,
  rotateKey,
  type IssuerKey,
  type MarkedCompromised,
  type StoredKey,
} from './key-store.ts'
import {
  isPrepared,
  type PreparedCredential,
  type PreparedEndorsement,
  type PreparedProofDocument,
} from './prepared.ts'
import { signedText } from './proofs.ts'

/** The closed list of what a key ever signs. */
export type Prepared = PreparedProofDocument | LogCheckpoint

export interface SigningOptions {
  readonly database: Pick<Database, 'owner'>
  readonly clock: Clock
  /** 32 bytes; see `keyEncryptionKey`. */
  readonly keyEncryptionKey: Uint8Array
  readonly publicUrl: string
  readonly issuerDid: 'web' | 'key'
  /** Whether the public keys of `keys.example/` may sign. */
  readonly development: boolean
}

/** Keys and signatures. It reads the database by the owner's connection: never call it inside a transaction. */
export interface Signing {
  /** The active Ed25519 key of the organisation, made when there is none. */
  ensureIssuerKeys(organisationId: string): Promise<IssuerKey>
  /** Public parts of every key of every state and algorithm, oldest first. */
  issuerKeys(organisationId: string): Promise<readonly IssuerKey[]>
  /**
   * The signed JSON text. Retired keys still sign what was recorded under them. Throws `IssuerMismatch`,
   * `SignerNotEntitled`, `KeyNotUsable`, `UnknownIssuerKey`, `ExampleKeysRefused`.
   */
  sign(prepared: Prepared, organisationId: string, keyId: string): Promise<string>
  /** The same document as VC-JWT under the key of the algorithm, made when there is none. Throws `JwtNeedsDidWeb`. */
  signJwt(
    prepared: PreparedCredential | PreparedEndorsement,
    organisationId: string,
    algorithm: JwtAlgorithm,
  ): Promise<string>
  announceNext(organisationId: string, algorithm?: KeyAlgorithm): Promise<IssuerKey>
  rotate(organisationId: string, algorithm?: KeyAlgorithm): Promise<IssuerKey>
  /** Since now, or since an instant that lies between the making of the key and now. */
  markCompromised(organisationId: string, keyId: string, since?: Date): Promise<MarkedCompromised>
  /** A key set with private keys in the clear. */
  exportKeys(): Promise<string>
  importKeys(keySet: string): Promise<{ readonly imported: number; readonly present: number }>
}

export function createSigning(options: SigningOptions): Signing {
  const { clock, keyEncryptionKey, publicUrl, development } = options
  const room = { owner: options.database.owner, keyEncryptionKey }
  const documentLoader = createDocumentLoader(publicUrl)
  const opened = new Map<string, KeyObject>()

  function privateKey(key: StoredKey): KeyObject {
    const known = opened.get(key.id)
    if (known) return known
    const secret = openPrivateKey({ sealed: key.sealedPrivateKey, nonce: key.sealNonce }, key, keyEncryptionKey)
    const object = privateKeyOf(key.algorithm, secret)
    opened.set(key.id, object)
    return object
  }

  async function usableKey(organisationId: string, keyId: string, algorithm: KeyAlgorithm): Promise<StoredKey> {
    const key = await findStoredKey(room.owner, organisationId, keyId)
    if (key.state === 'compromised' || key.state === 'next') throw new KeyNotUsable(key.kid, key.state)
    if (key.algorithm !== algorithm) throw new KeyNotUsable(key.kid, key.algorithm)
    refuseExampleKeys([key.kid], { development })
    return key
  }

  return {
    ensureIssuerKeys: (organisationId) => ensureKey(room, organisationId, 'Ed25519', clock.now()),
    issuerKeys: (organisationId) => listKeys(room.owner, organisationId),

    async sign(prepared, organisationId, keyId) {
      const key = await usableKey(organisationId, keyId, 'Ed25519')
      const issuer = issuerDid(options.issuerDid, publicUrl, key.slug, key.publicKeyMultibase)
      const proofKey = { id: verificationMethodId(issuer, key.kid), privateKey: privateKey(key) }
      if (isCheckpoint(prepared)) return signedCheckpoint(prepared, proofKey)
      requireEntitled(prepared, key, issuer)
      return signedText(prepared, proofKey, documentLoader).catch((error: unknown) => {
        throw refusalOf(prepared, error)
      })
    },

    async signJwt(prepared, organisationId, algorithm) {
      if (options.issuerDid !== 'web') throw new JwtNeedsDidWeb(issuerIdOf(prepared.document.issuer))
      const { id } = await ensureKey(room, organisationId, algorithm, clock.now())
      const key = await usableKey(organisationId, id, algorithm)
      const issuer = issuerDid(options.issuerDid, publicUrl, key.slug, key.publicKeyMultibase)
      requireEntitled(prepared, key, issuer)
      return signedJwt(prepared, { algorithm, kid: jwkAddress(publicUrl, key), privateKey: privateKey(key) })
    },

    announceNext: (organisationId, algorithm = 'Ed25519') =>
      announceNextKey(room, organisationId, algorithm, clock.now()),
    rotate: (organisationId, algorithm = 'Ed25519') => rotateKey(room, organisationId, algorithm, clock.now()),
    markCompromised: (organisationId, keyId, since = clock.now()) =>
      markCompromised(room, organisationId, { keyId, since }, clock.now()),
    exportKeys: async () => composeKeySet(await exportEntries(room), clock.now()),

    async importKeys(keySet) {
      const entries = parseKeySet(keySet)
      refuseExampleKeys(
        entries.map(({ pair }) => pair.kid),
        { development },
      )
      return room.owner.transaction(async (tx) => {
        let imported = 0
        for (const entry of entries) if (await importEntry({ ...room, owner: tx }, entry, clock.now())) imported += 1
        return { imported, present: entries.length - imported }
      })
    },
  }
}

/** Nothing unprepared, nothing of another issuer, and open issuers apart from the organisations of the programme. */
function requireEntitled(prepared: PreparedProofDocument, key: StoredKey, issuer: string): void {
  if (!isPrepared(prepared)) throw new TypeError('only what a constructor of src/signing prepared is signed')
  const found = issuerIdOf(prepared.document.issuer)
  if (found !== issuer) throw new IssuerMismatch(issuer, found)
  const isOpen = key.organisationKind === 'open'
  if (prepared.kind !== 'status-list' && isOpen !== (prepared.kind === 'generic-credential'))
    throw new SignerNotEntitled(key.organisationKind, prepared.kind)
}

/** The library has opinions on documents of strangers that nobody checked before; on our own they would be a defect. */
function refusalOf({ kind }: PreparedProofDocument, error: unknown): unknown {
  const unbundled = unbundledContextIn(error)
  if (unbundled || kind !== 'generic-credential') return unbundled ?? error
  return new DocumentNotIssuable(kind, [{ pointer: '', detail: error instanceof Error ? error.message : '' }])
}

/** Source: Open Badges 3.0, kid: an address that answers one JWK. */
export function jwkAddress(publicUrl: string, { slug, kid }: { readonly slug: string; readonly kid: string }): string {
  return `${publicUrl}/issuers/${slug}/keys/${kid}`
}
