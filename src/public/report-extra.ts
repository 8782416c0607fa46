import { eq } from 'drizzle-orm'
import { levelsOf, parseSigned, type SignedCredential } from '../certificates/index.ts'
import { didsOf, listPublicKeys, lookUpJudged, type PublicCredential } from '../credentials/index.ts'
import { tables, type Db } from '../database/index.ts'
import { localised, type Language } from '../kernel/language.ts'
import type { VerificationExtra } from '../pages/index.ts'
import type { Services } from '../services.ts'

type Settings = Pick<Services['config'], 'publicUrl' | 'issuerDid'>

/** What our record adds to the page of a badge of ours: names in the reader's language, links, digest. */
export async function extraOf(
  tx: Db,
  config: Settings,
  record: PublicCredential,
  language: Language,
): Promise<VerificationExtra> {
  if (record.signed === null) return {}
  const document = parseSigned(record.signed)
  const names = await namesByDid(tx, config, language)
  const judged = await lookUpJudged(tx, record.id)
  return {
    organisation: names[document.issuer.id],
    partners: names,
    criteria: criteriaOf(document),
    evidenceCount: judged?.evidenceItems,
    log: judged?.log ?? undefined,
    signedFileUrl: record.iri,
    certificateUrl: `${record.iri}.pdf`,
    fileUrls: filesOf(record, document),
    jsonUrl: `/v/${record.code}?format=json`,
    sha256: record.sha256 ?? undefined,
    timeZone: await zoneOf(tx, record.programmeId),
  }
}

async function zoneOf(tx: Db, programmeId: string): Promise<string | undefined> {
  const { id, timeZone } = tables.programmes
  const [programme] = await tx.select({ timeZone }).from(tables.programmes).where(eq(id, programmeId))
  return programme?.timeZone
}

/** A JWT only where one can be had: its keys are on a domain, and the badge is in force. */
function filesOf({ iri, awardState }: PublicCredential, { issuer }: SignedCredential): VerificationExtra['fileUrls'] {
  const hasJwt = issuer.id.startsWith('did:web:') && awardState === 'issued'
  return {
    json: `${iri}.json`,
    png: `${iri}.png`,
    svg: `${iri}.svg`,
    ...(hasJwt ? { jwt: `${iri}.jwt` } : {}),
  }
}

/** The levels reached where the holder chose to show them, else the bare criteria. */
function criteriaOf(document: SignedCredential): { name: string; level?: string }[] {
  const levels = levelsOf(document)
  if (levels.length > 0) return levels.map(({ criterion, level }) => ({ name: criterion, level }))
  return (document.credentialSubject.achievement.resultDescription ?? []).map(({ name }) => ({ name }))
}

async function namesByDid(tx: Db, config: Settings, language: Language): Promise<Record<string, string>> {
  const keys = await listPublicKeys(tx)
  const names: Record<string, string> = {}
  for (const organisation of await tx.select().from(tables.organisations)) {
    const own = keys.filter(({ organisationId }) => organisationId === organisation.id)
    const name = localised(organisation.displayName, language)
    for (const did of didsOf(config, organisation, own)) names[did] = name
    if (organisation.ownDid !== null) names[organisation.ownDid] = name
  }
  return names
}
