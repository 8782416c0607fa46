import { eq, inArray } from 'drizzle-orm'
import { hasRole, NotFound, personOf, type Actor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { isFirstRound, isSeated } from './assignment-rules.ts'
import {
  criterionJudgementsOf,
  findJudgement,
  findSubmission,
  judgementsOf,
  type Judgement,
} from './assessment-store.ts'
import { JudgementSealed } from './errors.ts'
import type { CriterionJudgement } from './seal-rules.ts'

export interface JudgementView extends Judgement {
  readonly assessorName: string
  readonly organisationName: LocalisedText
  /** Null to everybody but its author until it is revealed. */
  readonly criteria: readonly CriterionJudgement[] | null
}

/**
 * The one way to read judgements. Whoever may know of one sees who judges and how far they are; what was judged is left
 * out unless it is the reader's own or revealed. The row policies uphold the same once more.
 */
export async function judgementsFor(
  tx: Db,
  reader: Actor,
  judgements: readonly Judgement[],
): Promise<readonly JudgementView[]> {
  const readable = judgements.filter((judgement) => mayReadContent(reader, judgement, judgements))
  const content = await criterionJudgementsOf(
    tx,
    readable.map(({ id }) => id),
  )
  const names = await namesOf(
    tx,
    judgements.map(({ assessorId }) => assessorId),
  )
  const organisations = await organisationNames(
    tx,
    judgements.map(({ organisationId }) => organisationId),
  )
  return judgements.map((judgement) => ({
    ...judgement,
    assessorName: names.get(judgement.assessorId) ?? '',
    organisationName: organisations.get(judgement.organisationId) ?? {},
    criteria: readable.includes(judgement) ? (content.get(judgement.id) ?? []) : null,
  }))
}

const READERS = ['coordinator', 'auditor', 'signatory'] as const

function mayReadContent(reader: Actor, judgement: Judgement, all: readonly Judgement[]): boolean {
  if (judgement.assessorId === reader.personId) return true
  if (judgement.revealedAt === null) return false
  const isJudge = all.some(
    (one) => one.submissionId === judgement.submissionId && one.assessorId === reader.personId && isSeated(one),
  )
  return isJudge || hasRole(reader, READERS, judgement.programmeId)
}

export async function readJudgements(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionId: string,
): Promise<readonly JudgementView[]> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    await findSubmission(tx, submissionId)
    return judgementsFor(tx, actor, await judgementsOf(tx, submissionId))
  })
}

/** Somebody with a first-round judgement of their own still open gets the same answer for every other id there is. */
export async function readJudgement(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  judgementId: string,
): Promise<JudgementView> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    const judgement = await findJudgement(tx, judgementId)
    if (!judgement) {
      throw (await isJudgingBlind(tx, personOf(actor))) ? new JudgementSealed() : new NotFound('judgement', judgementId)
    }
    const all = await judgementsOf(tx, judgement.submissionId)
    const view = (await judgementsFor(tx, actor, all)).find(({ id }) => id === judgementId)
    if (!view) throw new NotFound('judgement', judgementId)
    return view
  })
}

async function isJudgingBlind(tx: Db, personId: string): Promise<boolean> {
  const own = await tx.select().from(tables.judgements).where(eq(tables.judgements.assessorId, personId))
  return own.some((one) => isFirstRound(one.slot) && isSeated(one) && one.revealedAt === null)
}

export async function namesOf(tx: Db, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map()
  const { id, givenName, familyName } = tables.persons
  const found = await tx
    .select({ id, givenName, familyName })
    .from(tables.persons)
    .where(inArray(id, [...new Set(personIds)]))
  return new Map(found.map((person) => [person.id, `${person.givenName} ${person.familyName}`]))
}

async function organisationNames(tx: Db, ids: readonly string[]): Promise<ReadonlyMap<string, LocalisedText>> {
  if (ids.length === 0) return new Map()
  const { id, displayName } = tables.organisations
  const found = await tx
    .select({ id, displayName })
    .from(tables.organisations)
    .where(inArray(id, [...new Set(ids)]))
  return new Map(found.map((organisation) => [organisation.id, organisation.displayName]))
}
