import { eq, sql } from 'drizzle-orm'
import { criterionIri, levelIri, loadVersion, toAchievement, type MicroCourseVersion } from '../courses/index.ts'
import { tables, type Db } from '../database/index.ts'
import { iri } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { AchievementCredential, EndorsementCredential } from '../standards/ob3/index.ts'
import { translator } from '../texts/index.ts'
import { statusListIri } from './addresses.ts'
import { findDecisionForAward, lockAward } from './award-store.ts'
import { credentialDocument } from './credential-document.ts'
import type { CredentialRow } from './credential-store.ts'
import { issuerIn, type IssuerIdentity } from './issuers.ts'

interface Composition {
  readonly credential: CredentialRow
  readonly issuer: IssuerIdentity
  readonly endorsements: readonly EndorsementCredential[]
  readonly publicUrl: string
}

/** Gathers what was decided about an award into the document that will be signed. */
export async function composeCredential(tx: Db, parts: Composition): Promise<AchievementCredential> {
  const { credential, issuer, endorsements, publicUrl } = parts
  const award = await lockAward(tx, credential.awardId)
  const decision = await findDecisionForAward(tx, award.decisionId)
  const version = await loadVersion(tx, award.versionId)
  const achievement = toAchievement(version, { publicUrl, language: award.language })
  return credentialDocument({
    publicUrl,
    iri: iri(credential.iri),
    language: award.language,
    issuer: issuerIn(issuer, award.language),
    achievement,
    awardedDate: decision.decidedAt,
    validFrom: credential.validFrom,
    subject: {
      iri: credential.subjectIri,
      nameAsIssued: award.nameAsIssued,
      email: await emailOf(tx, award.participantId),
      salt: credential.identitySalt,
    },
    results: award.showsLevel ? await levelsOf(tx, award.decisionId, version, achievement.id) : [],
    evidence: await evidenceSummary(tx, decision.submissionId, version, award.language),
    status: { listIri: statusListIri(publicUrl, credential.statusListId), index: credential.statusIndex },
    endorsements,
    addsLegacyProof: issuer.addsLegacyProof,
  })
}

/** Hashed with the credential's own salt before it goes anywhere. */
async function emailOf(tx: Db, personId: string): Promise<string> {
  const [person] = await tx
    .select({ email: tables.persons.emailNorm })
    .from(tables.persons)
    .where(eq(tables.persons.id, personId))
  if (!person) throw new Error(`the holder ${personId} of an award is not visible`)
  return person.email
}

async function levelsOf(tx: Db, decisionId: string, version: MicroCourseVersion, achievement: string) {
  const parts = await tx
    .select({ criterionId: tables.decisionCriteria.criterionId, level: tables.decisionCriteria.level })
    .from(tables.decisionCriteria)
    .where(eq(tables.decisionCriteria.decisionId, decisionId))
  return version.rubric.criteria.flatMap((criterion) => {
    const level = parts.find(({ criterionId }) => criterionId === criterion.id)?.level ?? null
    if (level === null) return []
    return [
      {
        resultDescription: criterionIri(achievement, criterion),
        achievedLevel: levelIri(achievement, criterion, level),
      },
    ]
  })
}

/** How much was judged, and nothing of what it was: evidence shows students. */
async function evidenceSummary(
  tx: Db,
  submissionId: string,
  version: MicroCourseVersion,
  language: Language,
): Promise<{ name: string; narrative: string }> {
  const [counted] = await tx
    .select({ items: sql<number>`count(distinct ${tables.submissionItems.evidenceVersionId})::int` })
    .from(tables.submissionItems)
    .where(eq(tables.submissionItems.submissionId, submissionId))
  const t = translator(language)
  return {
    name: t('credentials.evidence.name'),
    narrative: t('credentials.evidence.narrative', {
      items: counted?.items ?? 0,
      criteria: version.rubric.criteria.length,
    }),
  }
}
