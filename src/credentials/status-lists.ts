import { systemActor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { isUuid, type Randomness } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import { prepareStatusList } from '../signing/index.ts'
import {
  CONTEXT,
  createStatusList,
  encodeStatusList,
  MINIMUM_STATUS_LIST_LENGTH,
  withStatus,
  type StatusListCredential,
} from '../standards/vc/index.ts'
import { statusListIri } from './addresses.ts'
import { wholeSecond } from './credential-document.ts'
import { activeIssuer, issuerWithKey, type IssuerIdentity } from './issuers.ts'
import {
  findList,
  insertList,
  keepSignature,
  lockList,
  lockOpenList,
  replaceBits,
  takeIndex,
  type PublishedList,
  type StatusListRow,
} from './status-store.ts'

const LENGTH = MINIMUM_STATUS_LIST_LENGTH

/** The key that the credential is signed with, and whether it is the issuer's identity. */
export interface ListIssuer {
  readonly organisationId: string
  readonly keyId: string
  readonly issuerDid: 'web' | 'key'
}

/**
 * A random index that was never given out, so that neither order nor volume of issuing shows. Opens the next list when
 * one is 90 % full. Two transactions cannot take the same: the list is locked and the entry is unique. A list has to be
 * of the same issuer as the credential, so with did:key each key has lists of its own.
 */
export async function reserveStatusIndex(
  tx: Db,
  randomness: Randomness,
  issuer: ListIssuer,
  at: Date,
): Promise<{ listId: string; index: number }> {
  const { organisationId, keyId, issuerDid } = issuer
  const open = await lockOpenList(tx, { organisationId, ...(issuerDid === 'key' ? { keyId } : {}) })
  const list = open ?? (await openList(tx, randomness, issuer, at))
  for (;;) {
    const index = randomIndex(randomness, list.length)
    if (await takeIndex(tx, list.id, index)) return { listId: list.id, index }
  }
}

function randomIndex(randomness: Randomness, length: number): number {
  // LENGTH is a power of two, so the remainder of 32 random bits is evenly spread.
  const [a = 0, b = 0, c = 0, d = 0] = randomness.bytes(4)
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % length
}

function openList(
  tx: Db,
  randomness: Randomness,
  { organisationId, keyId }: ListIssuer,
  at: Date,
): Promise<StatusListRow> {
  return insertList(tx, {
    id: randomness.uuid(),
    organisationId,
    keyId,
    purpose: 'revocation',
    length: LENGTH,
    bits: createStatusList(LENGTH),
    createdAt: at,
    updatedAt: at,
  })
}

/** Sets the bit in the same transaction as the confirmed revocation. The database refuses it without one. */
export async function setRevoked(tx: Db, listId: string, index: number, at: Date): Promise<void> {
  const list = await lockList(tx, listId)
  await replaceBits(tx, list, withStatus(list.bits, index, true), index, at)
}

type Needs = Pick<Services, 'database' | 'clock' | 'signing' | 'config'>

/**
 * The signed list as it is published, or null when there is no such list. A list whose bits changed, or whose key was
 * compromised, is signed here by whoever asks first: no change is ever served under an old signature, nor lost with a
 * process.
 */
export async function publishedStatusList(services: Needs, listId: string): Promise<string | null> {
  const { database, clock, config } = services
  if (!isUuid(listId)) return null
  const system = systemActor([])
  const list = await database.transaction(system, clock.now(), (tx) => findList(tx, listId))
  if (!list) return null
  // With did:key nobody else can sign for the issuer whose key is lost: the list stays as it was signed last.
  if (list.isKeyCompromised ? config.issuerDid === 'key' : list.signed !== null) return list.signed
  const issuer = await signerOf(services, list)
  const signed = await signList(services, list, issuer)
  await database.transaction(system, clock.now(), (tx) => keepSignature(tx, list, issuer.keyId, signed))
  return signed
}

function signerOf(services: Needs, { organisationId, keyId }: PublishedList): Promise<IssuerIdentity> {
  return services.config.issuerDid === 'key' && keyId !== null
    ? issuerWithKey(services, organisationId, keyId)
    : activeIssuer(services, organisationId)
}

async function signList(services: Needs, list: StatusListRow, issuer: IssuerIdentity): Promise<string> {
  const iri = statusListIri(services.config.publicUrl, list.id)
  const document: StatusListCredential = {
    '@context': [CONTEXT.credentialsV2],
    id: iri,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuer.id,
    validFrom: wholeSecond(list.createdAt),
    credentialSubject: {
      id: `${iri}#list`,
      type: 'BitstringStatusList',
      statusPurpose: list.purpose,
      encodedList: encodeStatusList(list.bits),
    },
  }
  return services.signing.sign(await prepareStatusList(document, list.updatedAt), list.organisationId, issuer.keyId)
}
