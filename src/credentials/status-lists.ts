import { systemActor } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import type { Randomness } from '../kernel/ids.ts'
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
import { activeIssuer } from './issuers.ts'
import {
  findList,
  insertList,
  keepSignature,
  lockList,
  lockOpenList,
  replaceBits,
  takeIndex,
  type StatusListRow,
} from './status-store.ts'

const LENGTH = MINIMUM_STATUS_LIST_LENGTH

/**
 * A random index that was never given out, so that neither order nor volume of issuing shows. Opens the next list when
 * one is 90 % full. Two transactions cannot take the same: the list is locked and the entry is unique.
 */
export async function reserveStatusIndex(
  tx: Db,
  randomness: Randomness,
  organisationId: string,
  at: Date,
): Promise<{ listId: string; index: number }> {
  const list = (await lockOpenList(tx, organisationId)) ?? (await openList(tx, randomness, organisationId, at))
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

function openList(tx: Db, randomness: Randomness, organisationId: string, at: Date): Promise<StatusListRow> {
  return insertList(tx, {
    id: randomness.uuid(),
    organisationId,
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

/**
 * The signed list as it is published, or null when there is no such list. A list whose bits changed is signed here, by
 * whoever asks first: no change is ever served under an old signature, nor lost with a process.
 */
export async function publishedStatusList(
  services: Pick<Services, 'database' | 'clock' | 'signing' | 'config'>,
  listId: string,
): Promise<string | null> {
  const { database, clock } = services
  const system = systemActor([])
  const list = await database.transaction(system, clock.now(), (tx) => findList(tx, listId))
  if (!list) return null
  if (list.signed !== null) return list.signed
  const signed = await signList(services, list)
  await database.transaction(system, clock.now(), (tx) => keepSignature(tx, listId, list.revision, signed))
  return signed
}

async function signList(
  services: Pick<Services, 'database' | 'clock' | 'signing' | 'config'>,
  list: StatusListRow,
): Promise<string> {
  const { publicUrl } = services.config
  const issuer = await activeIssuer(services, list.organisationId)
  const iri = statusListIri(publicUrl, list.id)
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
