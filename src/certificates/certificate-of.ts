import { eq } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { findVersionAt, type MicroCourseVersion } from '../courses/index.ts'
import { didsOf, listPublicKeys, verificationAddress } from '../credentials/index.ts'
import { tables, type Db } from '../database/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { isLanguage, localised, type Language, type LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { decodeMultikey } from '../standards/vc/index.ts'
import type {
  AssessmentType,
  CertificateContent,
  CertificateOrganisation,
  CertificatePartner,
  DeclaredLevel,
  Participation,
  Supervision,
} from './content.ts'
import { achievementAddress, keyOf, levelsOf, nameOf, parseSigned, type SignedCredential } from './signed-document.ts'

/** A signed credential and what stands beside it in our record. */
export interface CertificateSource {
  readonly iri: string
  readonly code: string
  readonly signed: string
  readonly isTrial: boolean
}

type OrganisationRow = typeof tables.organisations.$inferSelect

/**
 * What the paper says of a credential: name, dates, levels and words from the signed document, the rest from the
 * published version that it names, which never changes.
 */
export async function certificateOf(
  tx: Db,
  config: Pick<Services['config'], 'publicUrl' | 'issuerDid'>,
  source: CertificateSource,
): Promise<CertificateContent> {
  const document = parseSigned(source.signed)
  const { achievement } = document.credentialSubject
  const language = languageOf(achievement.inLanguage)
  const version = await versionOf(tx, achievement.id)
  const { awarding, timeZone } = await programmeOf(tx, version.programmeId)
  const text = (value: LocalisedText) => localised(value, language, version.baseLanguage)
  return {
    language,
    timeZone,
    nameAsIssued: nameOf(document),
    title: achievement.name,
    description: achievement.description,
    awardingBody: organisation(awarding, language, document.issuer.name),
    assessingPartner: await partnerOf(tx, config, document, language),
    outcomes: version.outcomes.map(({ title }) => text(title)),
    ...euElements(version, text),
    achievedLevels: levelsOf(document),
    awardedAt: new Date(document.awardedDate ?? document.validFrom),
    issuedAt: new Date(document.validFrom),
    verificationCode: source.code,
    verificationUrl: verificationAddress(config.publicUrl, source.code),
    issuerKeyFingerprint: fingerprint(keyOf(document)),
    trial: source.isTrial,
    credential: { iri: source.iri, bytes: Buffer.from(source.signed) },
  }
}

export function languageOf(code: string | undefined): Language {
  return code !== undefined && isLanguage(code) ? code : 'es'
}

/** The published version that a credential names as its achievement. */
export async function versionOf(tx: Db, achievementId: string): Promise<MicroCourseVersion> {
  const address = achievementAddress(achievementId)
  const version = address && (await findVersionAt(tx, address.microCourseId, address.version))
  if (!version) throw new NotFound('achievement', achievementId)
  return version
}

export async function programmeOf(
  tx: Db,
  programmeId: string,
): Promise<{ awarding: OrganisationRow; timeZone: string }> {
  const { programmes, organisations } = tables
  const [found] = await tx
    .select({ awarding: organisations, timeZone: programmes.timeZone })
    .from(programmes)
    .innerJoin(organisations, eq(organisations.id, programmes.awardingOrganisationId))
    .where(eq(programmes.id, programmeId))
  if (!found) throw new NotFound('programme', programmeId)
  return found
}

/** Under the name that was signed: an organisation that renames itself changes no paper. */
function organisation(row: OrganisationRow, language: Language, signedName?: string): CertificateOrganisation {
  return { name: signedName ?? localised(row.displayName, language), countryCode: row.countryCode, place: row.city }
}

/** The endorser of the document, which was verified before the document was let out; and where its key lives. */
async function partnerOf(
  tx: Db,
  config: Pick<Services['config'], 'publicUrl' | 'issuerDid'>,
  document: SignedCredential,
  language: Language,
): Promise<CertificatePartner | null> {
  const [endorsement] = document.endorsement ?? []
  if (!endorsement) return null
  const { id: endorser, name } = endorsement.issuer
  for (const row of await tx.select().from(tables.organisations)) {
    if (row.ownDid === endorser) {
      return { ...organisation(row, language, name), confirmation: { kind: 'own-domain', domain: domainOf(endorser) } }
    }
    if (didsOf(config, row, await listPublicKeys(tx, row.id)).includes(endorser)) {
      return { ...organisation(row, language, name), confirmation: { kind: 'kept-by-service' } }
    }
  }
  return {
    name: name ?? endorser,
    countryCode: '',
    place: null,
    confirmation: { kind: 'not-confirmed' },
  }
}

function domainOf(did: string): string {
  return decodeURIComponent(did.split(':')[2] ?? did)
}

/** The values of a published version were checked against these lists when it was published. */
function euElements({ eu }: MicroCourseVersion, text: (value: LocalisedText) => string) {
  const prerequisites = text(eu.prerequisites)
  return {
    workload: { hours: eu.notionalWorkloadHours, credits: eu.credits },
    level: 'notApplicableReason' in eu.level ? null : { ...eu.level, basis: eu.level.basis as DeclaredLevel['basis'] },
    assessmentTypes: eu.assessmentTypes as readonly AssessmentType[],
    participation: eu.participation.value as Participation,
    qualityAssurance: text(eu.qualityAssurance.description),
    prerequisites: prerequisites === '' ? null : prerequisites,
    supervision: eu.supervision.value === '' ? null : (eu.supervision.value as Supervision),
  }
}

/** SHA-256 of the raw public key, which the issuer's DID document shows. */
function fingerprint(publicKeyMultibase: string): string {
  const key = decodeMultikey(publicKeyMultibase)
  return key ? sha256Hex(key.bytes) : publicKeyMultibase
}
