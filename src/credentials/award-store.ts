import { and, asc, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import { NotFound } from '../access/index.ts'
import { rows, tables, type Db } from '../database/index.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'

const { awards, decisions, partnerEndorsements, persons, programmes, submissions, microCourseVersions } = tables

export type AwardRow = typeof awards.$inferSelect

/** The award for update: whoever moves it holds it until their transaction ends. */
export async function lockAward(tx: Db, awardId: string): Promise<AwardRow> {
  const [award] = await tx.select().from(awards).where(eq(awards.id, awardId)).for('update')
  if (!award) throw new NotFound('award', awardId)
  return award
}

export interface DecisionForAward {
  readonly decisionId: string
  readonly submissionId: string
  readonly programmeId: string
  readonly participantId: string
  readonly microCourseId: string
  readonly versionId: string
  readonly contentHash: string
  readonly decidedAt: Date
  readonly releasedAt: Date | null
  readonly nameAsPrinted: string | null
  readonly credentialLanguage: Language | null
  readonly showsLevel: boolean
}

export async function findDecisionForAward(tx: Db, decisionId: string): Promise<DecisionForAward> {
  const [found] = await tx
    .select({
      decisionId: decisions.id,
      submissionId: submissions.id,
      programmeId: decisions.programmeId,
      participantId: submissions.participantId,
      microCourseId: submissions.microCourseId,
      versionId: submissions.versionId,
      contentHash: decisions.contentHash,
      decidedAt: decisions.decidedAt,
      releasedAt: decisions.releasedAt,
      nameAsPrinted: submissions.nameAsPrinted,
      credentialLanguage: submissions.credentialLanguage,
      showsLevel: submissions.showsLevel,
    })
    .from(decisions)
    .innerJoin(submissions, eq(submissions.id, decisions.submissionId))
    .where(eq(decisions.id, decisionId))
  if (!found) throw new NotFound('decision', decisionId)
  return found
}

export async function insertAward(tx: Db, award: typeof awards.$inferInsert): Promise<void> {
  await tx.insert(awards).values(award)
}

export async function updateAward(tx: Db, awardId: string, change: Partial<AwardRow>): Promise<void> {
  await tx.update(awards).set(change).where(eq(awards.id, awardId))
}

export async function awardingOrganisationOf(tx: Db, programmeId: string): Promise<string> {
  const [programme] = await tx
    .select({ organisationId: programmes.awardingOrganisationId })
    .from(programmes)
    .where(eq(programmes.id, programmeId))
  if (!programme) throw new NotFound('programme', programmeId)
  return programme.organisationId
}

export interface EndorsementRow {
  readonly id: string
  readonly awardId: string
  readonly organisationId: string
  readonly endorsedAt: Date
  readonly comment: LocalisedText
  readonly decisionContentHash: string
  readonly iri: string | null
  readonly signed: string | null
}

export async function endorsementsOf(tx: Db, awardId: string): Promise<EndorsementRow[]> {
  return tx
    .select()
    .from(partnerEndorsements)
    .where(eq(partnerEndorsements.awardId, awardId))
    .orderBy(asc(partnerEndorsements.endorsedAt))
}

export async function insertEndorsement(tx: Db, endorsement: typeof partnerEndorsements.$inferInsert): Promise<void> {
  await tx.insert(partnerEndorsements).values(endorsement)
}

/** Keeps the signed endorsement unless one is kept already: the first signature stands. */
export async function keepSignedEndorsement(tx: Db, id: string, iri: string, signed: string): Promise<void> {
  await tx
    .update(partnerEndorsements)
    .set({ iri, signed })
    .where(and(eq(partnerEndorsements.id, id), isNull(partnerEndorsements.signed)))
}

/** What a signatory has to see beside a row before approving it in bulk. */
export type AwardFlag =
  'name-unconfirmed' | 'appeal-open' | 'evidence-excused' | 'adjudicated' | 'prior-learning' | 'replaces-another'

export interface AwardListRow {
  readonly id: string
  readonly programmeId: string
  readonly participantId: string
  readonly participantName: string
  readonly courseTitle: LocalisedText
  readonly version: string
  readonly state: AwardRow['state']
  readonly nameAsIssued: string
  readonly language: Language
  readonly proposedAt: Date
  readonly approvedAt: Date | null
  readonly issuedAt: Date | null
  readonly decisionId: string
  readonly decidedAt: Date
  readonly isEndorsed: boolean
  /** The credential has its id and nothing is signed yet. */
  readonly isReserved: boolean
  readonly credentialId: string | null
  readonly credentialIri: string | null
  readonly code: string | null
  readonly visibility: 'link' | 'private' | null
  readonly flags: readonly AwardFlag[]
}

interface FlagColumns {
  readonly holdReason: string | null
  readonly hasOpenAppeal: boolean
  readonly isExcused: boolean
  readonly method: string
  readonly route: string
  readonly supersedesId: string | null
}

/** Awards that the reader may see, newest first; `where` narrows them. */
export async function listAwards(
  tx: Db,
  where: { programmeId?: string; awardId?: string; participantId?: string; states?: readonly AwardRow['state'][] },
): Promise<AwardListRow[]> {
  const conditions: SQL[] = []
  if (where.programmeId !== undefined) conditions.push(eq(awards.programmeId, where.programmeId))
  if (where.awardId !== undefined) conditions.push(eq(awards.id, where.awardId))
  if (where.participantId !== undefined) conditions.push(eq(awards.participantId, where.participantId))
  if (where.states) conditions.push(inArray(awards.state, [...where.states]))
  const found = await tx
    .select({
      id: awards.id,
      programmeId: awards.programmeId,
      participantId: awards.participantId,
      participantName: sql<string>`${persons.givenName} || ' ' || ${persons.familyName}`,
      courseTitle: microCourseVersions.title,
      version: microCourseVersions.version,
      state: awards.state,
      nameAsIssued: awards.nameAsIssued,
      language: awards.language,
      proposedAt: awards.proposedAt,
      approvedAt: awards.approvedAt,
      issuedAt: awards.issuedAt,
      decisionId: awards.decisionId,
      decidedAt: decisions.decidedAt,
      isEndorsed: sql<boolean>`exists (select from partner_endorsements e where e.award_id = ${awards.id})`,
      isReserved: sql<boolean>`coalesce(${tables.credentials.state} <> 'signed', false)`,
      credentialId: sql<
        string | null
      >`case when ${tables.credentials.state} = 'signed' then ${tables.credentials.id} end`,
      credentialIri: sql<
        string | null
      >`case when ${tables.credentials.state} = 'signed' then ${tables.credentials.iri} end`,
      code: sql<string | null>`case when ${tables.credentials.state} = 'signed' then ${tables.credentials.code} end`,
      visibility: tables.credentials.visibility,
      holdReason: awards.holdReason,
      hasOpenAppeal: sql<boolean>`exists (select from appeals p where p.decision_id = ${awards.decisionId} and p.closed_at is null)`,
      isExcused: sql<boolean>`exists (select from submission_exceptions x where x.submission_id = ${submissions.id})`,
      method: decisions.method,
      route: submissions.route,
      supersedesId: awards.supersedesId,
    })
    .from(awards)
    .innerJoin(decisions, eq(decisions.id, awards.decisionId))
    .innerJoin(submissions, eq(submissions.id, decisions.submissionId))
    .innerJoin(microCourseVersions, eq(microCourseVersions.id, awards.versionId))
    .leftJoin(persons, eq(persons.id, awards.participantId))
    .leftJoin(tables.credentials, eq(tables.credentials.awardId, awards.id))
    .where(and(...conditions))
    .orderBy(desc(awards.proposedAt), asc(awards.id))
  return found.map(({ holdReason, hasOpenAppeal, isExcused, method, route, supersedesId, ...row }) => ({
    ...row,
    flags: flagsOf({ holdReason, hasOpenAppeal, isExcused, method, route, supersedesId }),
  }))
}

function flagsOf(columns: FlagColumns): AwardFlag[] {
  const flags: AwardFlag[] = []
  if (columns.holdReason !== null) flags.push('name-unconfirmed')
  if (columns.hasOpenAppeal) flags.push('appeal-open')
  if (columns.isExcused) flags.push('evidence-excused')
  if (columns.method === 'joint_with_adjudication') flags.push('adjudicated')
  if (columns.route === 'rpl') flags.push('prior-learning')
  if (columns.supersedesId !== null) flags.push('replaces-another')
  return flags
}

export interface EligibleDecision {
  readonly decisionId: string
  readonly programmeId: string
  readonly participantName: string
  readonly courseTitle: LocalisedText
  readonly decidedAt: Date
}

/** Released, current, competent decisions that no award stands on yet. */
export async function listEligibleDecisions(tx: Db, programmeId: string): Promise<EligibleDecision[]> {
  const found = await rows<{
    decision_id: string
    programme_id: string
    name: string
    title: LocalisedText
    decided_at: string | Date
  }>(
    tx,
    sql`select d.id as decision_id, d.programme_id, p.given_name || ' ' || p.family_name as name, v.title, d.decided_at
      from decisions d join submissions s on s.id = d.submission_id
      join persons p on p.id = s.participant_id join micro_course_versions v on v.id = s.version_id
      where d.programme_id = ${programmeId} and d.outcome = 'competent' and d.released_at is not null and d.superseded_at is null
        and not exists (select from awards a where a.participant_id = s.participant_id and a.version_id = s.version_id and a.state <> 'cancelled')
      order by d.decided_at, d.id`,
  )
  return found.map((row) => ({
    decisionId: row.decision_id,
    programmeId: row.programme_id,
    participantName: row.name,
    courseTitle: row.title,
    decidedAt: new Date(row.decided_at),
  }))
}
