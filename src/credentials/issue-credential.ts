import type { Actor } from '../access/index.ts'
import { loadVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { queueMessage } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { prepareCredential, prepareEndorsement, restorePreparedCredential } from '../signing/index.ts'
import type { EndorsementCredential } from '../standards/ob3/index.ts'
import { endorsementIri } from './addresses.ts'
import {
  awardingOrganisationOf,
  endorsementsOf,
  keepSignedEndorsement,
  lockAward,
  updateAward,
  type AwardRow,
  type EndorsementRow,
} from './award-store.ts'
import { refuseHold, requireAwardingSignatory } from './awards.ts'
import { composeCredential } from './compose-credential.ts'
import { recordSigned, recordUnsigned, type CredentialWithBytes } from './credential-store.ts'
import { expectedEndorsement } from './expected-endorsement.ts'
import { AwardNotApproved, EndorsementMissing, OwnOutputRejected } from './errors.ts'
import { activeIssuer, issuerIn, issuerWithKey } from './issuers.ts'
import { pinPublicAddress } from './pinned-address.ts'
import { logCredential, reserveFor } from './reserve-credential.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'signing' | 'config'>

/** Checks what was just signed as any verifier would; filled by app.ts with the verification of this service. */
export interface CheckOwnOutput {
  (signed: string): Promise<{ readonly verified: boolean; readonly state: string }>
}

export interface IssuedCredential {
  readonly credentialId: string
  readonly credentialIri: string
  readonly code: string
  /** The stored bytes: sent as they are, never through a serialiser. */
  readonly document: string
}

export interface IssueInput {
  readonly awardId: string
  readonly credentialId?: string
}

/**
 * reserve → endorsement signed → prepare → record → sign → verify own output → record, and only then out.
 *
 * Each step is kept before the next begins, and each finds what an earlier try kept: after a crash the same call goes
 * on with the recorded ids, bytes and `created`, and Ed25519 gives the same signature. Two calls at once meet at the
 * locked award and end with one credential. Throws `AwardAlreadyIssued` when there is one already.
 */
export async function issueCredential(
  services: Needs & { readonly checkOwnOutput: CheckOwnOutput },
  actor: Actor,
  input: IssueInput,
): Promise<IssuedCredential> {
  const issuer = await activeIssuerOfAward(services, actor, input.awardId)
  await pinPublicAddress(services)
  const reserved = await reserveFor(services, actor, { ...input, keyId: issuer.keyId, refuse: refuseUnready })
  const endorsements = await signEndorsements(services, actor, reserved)
  const unsigned = await prepareAndRecord(services, actor, reserved, endorsements)
  const prepared = await restorePreparedCredential(unsigned, reserved.proofCreatedAt)
  const signed = await services.signing.sign(prepared, reserved.issuerOrganisationId, reserved.keyId)
  const verdict = await services.checkOwnOutput(signed)
  if (!verdict.verified) throw new OwnOutputRejected(verdict.state)
  await recordIssued(services, actor, reserved, signed)
  return { credentialId: reserved.id, credentialIri: reserved.iri, code: reserved.code, document: signed }
}

/** Keys are read outside of the transactions of the application role, which has no right to them. */
async function activeIssuerOfAward(services: Needs, actor: Actor, awardId: string) {
  const organisationId = await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const award = await lockAward(tx, awardId)
    await requireAwardingSignatory(tx, actor, award)
    await refuseUnready(tx, award)
    return awardingOrganisationOf(tx, award.programmeId)
  })
  return activeIssuer(services, organisationId)
}

/** An issued award passes: what becomes of it is said where its credential is found. */
async function refuseUnready(tx: Db, award: AwardRow): Promise<void> {
  refuseHold(award)
  if (award.state !== 'approved' && award.state !== 'issued') throw new AwardNotApproved(award.id, award.state)
  if ((await endorsementsOf(tx, award.id)).length === 0) throw new EndorsementMissing(award.id)
}

/** The partner's signature about the credential's id; made once, then the kept one is used. */
async function signEndorsements(
  services: Needs,
  actor: Actor,
  credential: CredentialWithBytes,
): Promise<EndorsementCredential[]> {
  const at = services.clock.now()
  const waiting = await services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, credential.awardId)
    const version = await loadVersion(tx, award.versionId)
    return { award, version, endorsements: await endorsementsOf(tx, award.id) }
  })
  const signed: EndorsementCredential[] = []
  for (const endorsement of waiting.endorsements) {
    const text =
      endorsement.signed ??
      (await signEndorsement(services, credential, endorsement, waiting.award, waiting.version.title))
    const address = endorsementIri(services.config.publicUrl, endorsement.id)
    await services.database.transaction(actor, at, (tx) => keepSignedEndorsement(tx, endorsement.id, address, text))
    signed.push(JSON.parse(text) as EndorsementCredential)
  }
  return signed
}

async function signEndorsement(
  services: Needs,
  credential: CredentialWithBytes,
  endorsement: EndorsementRow,
  award: AwardRow,
  title: LocalisedText,
): Promise<string> {
  const issuer = await activeIssuer(services, endorsement.organisationId)
  const document = expectedEndorsement({
    address: endorsementIri(services.config.publicUrl, endorsement.id),
    issuer: issuerIn(issuer, award.language),
    ...{ award, credential, endorsement, title },
  })
  const prepared = await prepareEndorsement(document, credential.proofCreatedAt)
  return services.signing.sign(prepared, endorsement.organisationId, issuer.keyId)
}

async function prepareAndRecord(
  services: Needs,
  actor: Actor,
  credential: CredentialWithBytes,
  endorsements: EndorsementCredential[],
): Promise<string> {
  const at = services.clock.now()
  if (credential.unsigned !== null) return credential.unsigned
  const issuer = await issuerWithKey(services, credential.issuerOrganisationId, credential.keyId)
  const document = await services.database.transaction(actor, at, (tx) =>
    composeCredential(tx, { credential, issuer, endorsements, publicUrl: services.config.publicUrl }),
  )
  const prepared = await prepareCredential(document, credential.proofCreatedAt)
  return services.database.transaction(actor, at, (tx) => recordUnsigned(tx, credential.id, prepared.unsignedBytes))
}

async function recordIssued(
  services: Needs,
  actor: Actor,
  credential: CredentialWithBytes,
  signed: string,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const award = await lockAward(tx, credential.awardId)
    const sha256 = sha256Hex(signed)
    if (!(await recordSigned(tx, credential.id, signed, sha256))) return
    await updateAward(tx, award.id, { state: 'issued', issuedAt: at })
    if (award.supersedesId !== null) await updateAward(tx, award.supersedesId, { state: 'superseded' })
    await queueMessage(tx, services.randomness, at, {
      kind: 'award-issued',
      personId: award.participantId,
      programmeId: award.programmeId,
      path: '/awards',
    })
    await logCredential(tx, at, actor, award.programmeId, credential.id, 'award.issued', {
      awardId: award.id,
      sha256,
      ...(award.supersedesId === null ? {} : { supersedesId: award.supersedesId }),
    })
  })
}
