import { personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { loadVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { uuidV5 } from '../standards/case/index.ts'
import type { EndorsementCredential } from '../standards/ob3/index.ts'
import { endorsementIri } from './addresses.ts'
import {
  awardingOrganisationOf,
  endorsementsOf,
  findDecisionForAward,
  insertEndorsement,
  keepSignedEndorsement,
  listAwards,
  lockAward,
  type AwardRow,
} from './award-store.ts'
import { DEFAULT_COMMENT, refuseHold } from './awards.ts'
import { findCredentialOfAward, type CredentialWithBytes } from './credential-store.ts'
import { BUNDLE_FORMAT, type BundledEndorsement, type EndorsementBundle } from './endorsement-bundle.ts'
import { AwardNotApproved, EndorsementNotAccepted, NotAnEndorsingOrganisation } from './errors.ts'
import { expectedEndorsement } from './expected-endorsement.ts'
import type { CheckOwnOutput } from './issue-credential.ts'
import { activeIssuer, findOrganisation, issuerIn, type OrganisationRow } from './issuers.ts'
import { pinPublicAddress } from './pinned-address.ts'
import { reserveFor } from './reserve-credential.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'signing' | 'config'>
type HomeOrganisation = OrganisationRow & { readonly ownDid: string }

/**
 * Readies an approved award for a partner that signs at home: its endorsement is about the id of the credential, which
 * is therefore reserved now. Doing it again changes nothing.
 */
export async function prepareForHome(services: Needs, actor: Actor, awardId: string): Promise<void> {
  const awarding = await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const award = await lockAward(tx, awardId)
    await homeOrganisationOf(tx, actor, award.programmeId)
    await refuseUnapproved(tx, award)
    return awardingOrganisationOf(tx, award.programmeId)
  })
  const { keyId } = await activeIssuer(services, awarding)
  await pinPublicAddress(services)
  await reserveFor(services, actor, { awardId, keyId, refuse: refuseUnapproved })
}

function refuseUnapproved(_tx: Db, award: AwardRow): Promise<void> {
  refuseHold(award)
  if (award.state !== 'approved') throw new AwardNotApproved(award.id, award.state)
  return Promise.resolve()
}

/** Everything that is readied and waits for the signature of the actor's organisation. */
export async function bundleForHome(
  { database, clock, config }: Needs,
  actor: Actor,
  programmeId: string,
): Promise<EndorsementBundle> {
  const at = clock.now()
  return database.transaction(actor, at, async (tx) => {
    const organisation = await homeOrganisationOf(tx, actor, programmeId)
    const endorsements: BundledEndorsement[] = []
    for (const { id, isEndorsed } of await listAwards(tx, { programmeId, states: ['approved'] })) {
      const waiting = isEndorsed ? null : await waitingEndorsement(tx, config.publicUrl, organisation, id)
      if (waiting) endorsements.push(waiting)
    }
    const { slug, ownDid } = organisation
    return { format: BUNDLE_FORMAT, organisation: slug, issuer: ownDid, createdAt: at.toISOString(), endorsements }
  })
}

/**
 * Takes in what the partner signed at home, all of it or nothing: each has to say what was given out, word for word, and
 * its proof has to verify with a key that the partner publishes. What is here already is left as it is. Throws
 * `EndorsementNotAccepted` with the place of everything that is wrong.
 */
export async function importSignedEndorsements(
  services: Needs & { readonly checkEndorsement: CheckOwnOutput },
  actor: Actor,
  { endorsements }: Pick<EndorsementBundle, 'endorsements'>,
): Promise<{ readonly imported: number; readonly present: number }> {
  const at = services.clock.now()
  const { publicUrl } = services.config
  const problems: FieldProblem[] = []
  for (const [index, { awardId, document }] of endorsements.entries()) {
    const expected = await services.database.transaction(actor, at, async (tx) => {
      const organisation = await homeOrganisationOf(tx, actor, (await lockAward(tx, awardId)).programmeId)
      return waitingEndorsement(tx, publicUrl, organisation, awardId)
    })
    const found = expected
      ? (differencesOf(expected.document, document) ?? (await proofProblem(services, document)))
      : { pointer: '', detail: 'is about an award that was not given out to be signed' }
    if (found) problems.push({ ...found, pointer: `/endorsements/${String(index)}/document${found.pointer}` })
  }
  if (problems.length > 0) throw new EndorsementNotAccepted(problems)
  return services.database.transaction(actor, at, async (tx) => {
    let imported = 0
    for (const { awardId, document } of endorsements)
      if (await keep(tx, at, actor, publicUrl, awardId, document)) imported += 1
    return { imported, present: endorsements.length - imported }
  })
}

async function keep(
  tx: Db,
  at: Date,
  actor: Actor,
  publicUrl: string,
  awardId: string,
  document: EndorsementCredential,
): Promise<boolean> {
  const award = await lockAward(tx, awardId)
  const { id: organisationId } = await homeOrganisationOf(tx, actor, award.programmeId)
  if ((await endorsementsOf(tx, awardId)).some((one) => one.organisationId === organisationId)) return false
  const { programmeId } = award
  const { contentHash } = await findDecisionForAward(tx, award.decisionId)
  const id = endorsementIdOf(awardId, organisationId)
  await insertEndorsement(tx, {
    ...{ id, programmeId, awardId, organisationId, comment: DEFAULT_COMMENT, decisionContentHash: contentHash },
    ...{ endorsedById: personOf(actor), endorsedAt: at },
  })
  await keepSignedEndorsement(tx, id, endorsementIri(publicUrl, id), JSON.stringify(document))
  await appendEvent(tx, at, {
    ...{ programmeId, actorId: actor.personId, actorRole: 'signatory', action: 'award.endorsed-at-home' },
    ...{ subjectType: 'award', subjectId: awardId, data: { organisationId } },
  })
  return true
}

/** Throws `NotAnEndorsingOrganisation` unless the actor signs for an organisation that keeps its key itself. */
async function homeOrganisationOf(tx: Db, actor: Actor, programmeId: string): Promise<HomeOrganisation> {
  requireRole(actor, ['signatory'], programmeId)
  const id = actor.organisationId
  const organisation = id === null ? undefined : await findOrganisation(tx, { id })
  if (!organisation || organisation.ownDid === null || id === (await awardingOrganisationOf(tx, programmeId)))
    throw new NotAnEndorsingOrganisation()
  return { ...organisation, ownDid: organisation.ownDid }
}

/** What was given out about an award; null where nothing was reserved. */
async function waitingEndorsement(
  tx: Db,
  publicUrl: string,
  organisation: HomeOrganisation,
  awardId: string,
): Promise<BundledEndorsement | null> {
  const award = await lockAward(tx, awardId)
  const credential = await findCredentialOfAward(tx, awardId)
  if (!credential) return null
  return bundled(tx, publicUrl, organisation, award, credential)
}

async function bundled(
  tx: Db,
  publicUrl: string,
  organisation: HomeOrganisation,
  award: AwardRow,
  credential: Pick<CredentialWithBytes, 'iri' | 'validFrom'>,
): Promise<BundledEndorsement> {
  const { title } = await loadVersion(tx, award.versionId)
  const { contentHash } = await findDecisionForAward(tx, award.decisionId)
  const document = expectedEndorsement({
    address: endorsementIri(publicUrl, endorsementIdOf(award.id, organisation.id)),
    issuer: issuerIn({ ...organisation, id: organisation.ownDid }, award.language),
    endorsement: { comment: DEFAULT_COMMENT, decisionContentHash: contentHash },
    ...{ award, credential, title },
  })
  return { awardId: award.id, holder: award.nameAsIssued, badge: document.name, document }
}

/** Known before the endorsement is made, since its address is signed. */
function endorsementIdOf(awardId: string, organisationId: string): string {
  return uuidV5(awardId, organisationId)
}

/** The first thing that is not as it was given out, the proof aside. */
function differencesOf(expected: EndorsementCredential, found: EndorsementCredential): FieldProblem | null {
  const { proof, ...stated } = found
  const subject = stated.credentialSubject as Partial<EndorsementCredential['credentialSubject']> | undefined
  const said = expected.credentialSubject
  const rules: [boolean, string, string][] = [
    [(stated.issuer as { id?: unknown } | undefined)?.id === expected.issuer.id, '/issuer/id', expected.issuer.id],
    [subject?.id === said.id, '/credentialSubject/id', said.id],
    [
      subject?.digestMultibase === said.digestMultibase,
      '/credentialSubject/digestMultibase',
      said.digestMultibase ?? '',
    ],
  ]
  const wrong = rules.find(([isRight]) => !isRight)
  if (wrong) return { pointer: wrong[1], detail: `has to be ${wrong[2]}, as it was given out` }
  if (canonicalJson(stated) !== canonicalJson(expected))
    return { pointer: '', detail: 'has to say what was given out, with nothing but a proof added' }
  return proof === undefined ? { pointer: '/proof', detail: 'carries no signature' } : null
}

async function proofProblem(
  { checkEndorsement }: { readonly checkEndorsement: CheckOwnOutput },
  document: EndorsementCredential,
): Promise<FieldProblem | null> {
  const { verified, state } = await checkEndorsement(JSON.stringify(document))
  if (verified) return null
  const detail =
    state === 'could-not-check'
      ? `could not be checked: the keys of ${document.issuer.id} cannot be reached or do not hold the one that signed`
      : `does not verify with a key that ${document.issuer.id} publishes (${state})`
  return { pointer: '/proof', detail }
}
