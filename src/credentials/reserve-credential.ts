import { NotFound, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import { newPublicCode } from '../kernel/public-code.ts'
import type { Services } from '../services.ts'
import { credentialIri, isTrialAddress } from './addresses.ts'
import { awardingOrganisationOf, lockAward, type AwardRow } from './award-store.ts'
import {
  findCredential,
  findCredentialOfAward,
  reserveCredential,
  type CredentialWithBytes,
} from './credential-store.ts'
import { AwardAlreadyIssued } from './errors.ts'
import { reserveStatusIndex } from './status-lists.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

export interface Reservation {
  readonly awardId: string
  readonly credentialId?: string
  /** The key of the awarding organisation that will sign. */
  readonly keyId: string
  /** Throws unless the award has come far enough. */
  readonly refuse: (tx: Db, award: AwardRow) => Promise<void>
}

/**
 * Everything of a credential that is chosen rather than derived, kept before anything is signed; what was reserved
 * before is found again. Throws `AwardAlreadyIssued`.
 */
export async function reserveFor(
  services: Needs,
  actor: Actor,
  { awardId, credentialId, keyId, refuse }: Reservation,
): Promise<CredentialWithBytes> {
  const at = services.clock.now()
  const { randomness, config } = services
  return services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, awardId)
    const existing = await findCredentialOfAward(tx, award.id)
    if (existing?.state === 'signed') throw new AwardAlreadyIssued(award.id, existing.iri)
    await refuse(tx, award)
    if (existing) return existing
    const organisationId = await awardingOrganisationOf(tx, award.programmeId)
    const { issuerDid } = config
    const status = await reserveStatusIndex(tx, randomness, { organisationId, keyId, issuerDid }, at)
    const id = credentialId ?? randomness.uuid()
    await reserveCredential(tx, {
      id,
      iri: credentialIri(config.publicUrl, id),
      code: newPublicCode(randomness),
      programmeId: award.programmeId,
      awardId: award.id,
      issuerOrganisationId: organisationId,
      keyId,
      statusListId: status.listId,
      statusIndex: status.index,
      state: 'reserved',
      proofCreatedAt: at,
      validFrom: at,
      subjectIri: `urn:uuid:${randomness.uuid()}`,
      identitySalt: Buffer.from(randomness.bytes(16)).toString('base64url'),
      isTrial: isTrialAddress(config.publicUrl),
    })
    await logCredential(tx, at, actor, award.programmeId, id, 'credential.reserved', { awardId: award.id })
    const found = await findCredential(tx, id)
    if (!found) throw new NotFound('credential', id)
    return found
  })
}

export async function logCredential(
  tx: Db,
  at: Date,
  actor: Actor,
  programmeId: string,
  credentialId: string,
  action: string,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvent(tx, at, {
    programmeId,
    actorId: actor.personId,
    actorRole: 'signatory',
    action,
    subjectType: 'credential',
    subjectId: credentialId,
    data,
  })
}
