import { and, asc, eq, inArray } from 'drizzle-orm'
import { NotFound, requireRole, type Actor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import {
  agreement,
  alphaOrdinal,
  bootstrapInterval,
  LEAST_PAIRS_FOR_COEFFICIENTS,
  type AgreementBlock,
  type MarkPair,
} from './agreement.ts'
import { judgementsOf, markOfRow } from './assessment-store.ts'
import { JudgementSealed } from './errors.ts'
import type { Mark } from './marks.ts'

export interface FirstRoundRow {
  readonly submissionId: string
  readonly criterionId: string
  readonly requiredLevel: number
  readonly a: Mark
  readonly b: Mark
}

/** The first-round marks of named submissions, for moderation; refused as a whole while one of them is still sealed. */
export async function exportFirstRound(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  submissionIds: readonly string[],
): Promise<readonly FirstRoundRow[]> {
  return services.database.transaction(actor, services.clock.now(), async (tx) => {
    for (const id of submissionIds) await requireRevealed(tx, actor, id)
    return firstRoundRows(tx, { submissionIds })
  })
}

async function requireRevealed(tx: Db, actor: Actor, submissionId: string): Promise<void> {
  const [found] = await tx
    .select({ programmeId: tables.submissions.programmeId })
    .from(tables.submissions)
    .where(eq(tables.submissions.id, submissionId))
  if (!found) throw new NotFound('submission', submissionId)
  requireRole(actor, ['coordinator', 'auditor'], found.programmeId)
  const revealed = (await judgementsOf(tx, submissionId)).filter(({ state }) => state === 'revealed')
  if (revealed.length < 2) throw new JudgementSealed()
}

export interface AgreementReport {
  readonly counts: Pick<AgreementBlock, 'pairs' | 'ordinalPairs' | 'thresholdCrossings'>
  readonly shares: Pick<AgreementBlock, 'exactAgreement' | 'adjacentAgreement' | 'decisionAgreement'>
  /** Null below thirty pairs. */
  readonly coefficients: {
    readonly krippendorffAlphaOrdinal: number
    readonly interval: { readonly low: number; readonly high: number }
    readonly decisionGwetAC1: number
  } | null
}

const RESAMPLES = 400

/** How well assessors agree before they talk; only what is revealed, and never by name. Null when there is nothing. */
export async function agreementReport(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  programmeId: string,
): Promise<AgreementReport | null> {
  requireRole(actor, ['coordinator', 'auditor'], programmeId)
  const pairs: readonly MarkPair[] = await services.database.transaction(actor, services.clock.now(), (tx) =>
    firstRoundRows(tx, { programmeId }),
  )
  if (pairs.length === 0) return null
  const block = agreement(pairs)
  const { ordinalPairs, thresholdCrossings, exactAgreement, adjacentAgreement, decisionAgreement } = block
  const { krippendorffAlphaOrdinal, decisionGwetAC1 } = block
  return {
    counts: { pairs: block.pairs, ordinalPairs, thresholdCrossings },
    shares: { exactAgreement, adjacentAgreement, decisionAgreement },
    coefficients:
      ordinalPairs < LEAST_PAIRS_FOR_COEFFICIENTS
        ? null
        : {
            krippendorffAlphaOrdinal,
            decisionGwetAC1,
            interval: bootstrapInterval(pairs, alphaOrdinal, repeatable(), RESAMPLES),
          },
  }
}

/** The same numbers for the same pairs: a report read twice says the same. Minimal standard generator (Park and Miller). */
function repeatable(): () => number {
  let state = 20260401
  return () => (state = (state * 16807) % 2147483647) / 2147483647
}

async function firstRoundRows(
  tx: Db,
  of: { readonly submissionIds: readonly string[] } | { readonly programmeId: string },
): Promise<readonly FirstRoundRow[]> {
  const { judgements, criterionJudgements, criteria } = tables
  const chosen =
    'programmeId' in of
      ? eq(judgements.programmeId, of.programmeId)
      : inArray(judgements.submissionId, [...of.submissionIds])
  const found = await tx
    .select({
      submissionId: judgements.submissionId,
      slot: judgements.slot,
      criterionId: criterionJudgements.criterionId,
      requiredLevel: criteria.requiredLevel,
      level: criterionJudgements.level,
    })
    .from(judgements)
    .innerJoin(criterionJudgements, eq(criterionJudgements.judgementId, judgements.id))
    .innerJoin(criteria, eq(criteria.id, criterionJudgements.criterionId))
    .where(and(chosen, eq(judgements.state, 'revealed'), inArray(judgements.slot, ['A', 'B'])))
    .orderBy(asc(judgements.submissionId), asc(criteria.position))
  const keyOf = (row: (typeof found)[number]) => `${row.submissionId} ${row.criterionId}`
  const second = new Map(found.filter(({ slot }) => slot === 'B').map((row) => [keyOf(row), row]))
  return found.flatMap((row) => {
    const other = second.get(keyOf(row))
    if (row.slot !== 'A' || !other) return []
    const { submissionId, criterionId, requiredLevel } = row
    return [{ submissionId, criterionId, requiredLevel, a: markOfRow(row), b: markOfRow(other) }]
  })
}
