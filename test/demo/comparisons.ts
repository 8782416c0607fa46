import { asc, eq } from 'drizzle-orm'
import { agreement, NOT_EVIDENCED, type AgreementBlock, type Mark, type MarkPair } from '../../src/assessment/index.ts'
import { readLog, verifyChain, type AuditEvent } from '../../src/audit/index.ts'
import { tables } from '../../src/database/index.ts'
import type { World } from '../../src/demo/world.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'
import { notices } from './notices.ts'
import { inOrderOf, iso, type TestOfPlayed } from './played.ts'

const EXPECTED_AWARD_STATES = { approved: 'approved', issued: 'issued', revoked: 'revoked' } as const

const submissions: TestOfPlayed = async (t, { world: { seed, services, id } }) => {
  const { owner } = services.database
  const rows = await owner.select().from(tables.submissions)
  const carried = await owner.select().from(tables.carryForwards)
  const excused = await owner.select().from(tables.submissionExceptions)
  const items = await owner.select().from(tables.submissionItems).orderBy(asc(tables.submissionItems.position))
  t.equal(rows.length, seed.submissions.length)
  const kept = inOrderOf(
    seed.submissions.map((one) => one.id),
    rows,
  )
  t.strictSame(
    kept.map((row) => ({
      ...{ id: row.id, participantId: row.participantId, attempt: row.attempt, route: row.route, state: row.state },
      submittedAt: iso(row.submittedAt),
      carried: carried
        .filter((one) => one.submissionId === row.id)
        .map(({ criterionId, level }) => [criterionId, level]),
      excused: excused.filter((one) => one.submissionId === row.id).map(({ requirementId }) => requirementId),
      evidence: items
        .filter((one) => one.submissionId === row.id)
        .map(({ evidenceVersionId }) => evidenceVersionId)
        .sort(),
    })),
    seed.submissions.map((one) => ({
      ...{
        id: one.id,
        participantId: id(one.participantKey),
        attempt: one.attempt,
        route: one.route,
        state: one.state,
      },
      submittedAt: one.submittedAt,
      carried: (one.carriedForward ?? []).map(({ criterionKey, level }) => [id(criterionKey), level]),
      excused: (one.exceptions ?? []).map(({ requirementKey }) => id(requirementKey)),
      evidence: one.items.flatMap(({ evidenceVersionKeys }) => evidenceVersionKeys.map((key) => id(key))).sort(),
    })),
  )
}

const evidence: TestOfPlayed = async (t, { world: { seed, services } }) => {
  const rows = await services.database.owner.select().from(tables.evidenceVersions)
  const recorded = seed.evidence.flatMap(({ versions }) => versions)
  t.equal(rows.length, recorded.length)
  const kept = inOrderOf(
    recorded.map((one) => one.id),
    rows,
  )
  t.strictSame(
    kept.map(({ sha256, version, scanStatus, createdAt }) => ({
      ...{ sha256, version, scanStatus },
      createdAt: iso(createdAt),
    })),
    recorded.map(({ sha256, version, createdAt }) => ({ sha256, version, scanStatus: 'clean', createdAt })),
  )
  for (const { sha256 } of kept) {
    if (sha256 === null) continue
    t.equal(sha256Hex((await services.blobs.get(sha256)) ?? ''), sha256, 'the bytes hash to what is recorded')
  }
}

const judgements: TestOfPlayed = async (t, { world: { seed, services, id } }) => {
  const { owner } = services.database
  const rows = await owner.select().from(tables.judgements)
  const marks = await owner.select().from(tables.criterionJudgements)
  t.equal(rows.length, seed.judgements.length)
  const kept = inOrderOf(
    seed.judgements.map((one) => one.id),
    rows,
  )
  const byCriterion = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1)
  t.strictSame(
    kept.map((row) => ({
      ...{ assessorId: row.assessorId, slot: row.slot, state: row.state, languageSupport: row.languageSupport },
      at: [row.assignedAt, row.declaredNoConflictAt, row.sealedAt, row.revealedAt].map(iso),
      marks: marks
        .filter(({ judgementId }) => judgementId === row.id)
        .map(({ criterionId, level, rationale }) => [criterionId, level, rationale])
        .sort(byCriterion),
    })),
    seed.judgements.map((one) => ({
      ...{ assessorId: id(one.assessorKey), slot: one.slot, state: one.state, languageSupport: one.languageSupport },
      at: [one.assignedAt, one.coiDeclaration.at, one.sealedAt, one.revealedAt],
      marks: one.criterionJudgements
        .map(({ criterionKey, level, rationale }) => [id(criterionKey), level, rationale])
        .sort(byCriterion),
    })),
  )
}

const decisions: TestOfPlayed = async (t, { world }) => {
  const { seed, services, id } = world
  const { owner } = services.database
  const rows = await owner.select().from(tables.decisions)
  const parts = await owner.select().from(tables.decisionCriteria)
  t.equal(rows.length, seed.decisions.length)
  for (const recorded of seed.decisions) {
    const decisionId = await world.decisionId(recorded.key)
    const row = rows.find((one) => one.id === decisionId)
    const perCriterion = parts.filter((one) => one.decisionId === decisionId)
    t.strictSame(
      {
        ...{ version: row?.version, outcome: row?.outcome, method: row?.method },
        at: [row?.decidedAt, row?.releasedAt, row?.appealUntil].map((at) => iso(at ?? null)),
        perCriterion: recorded.perCriterion.map(({ criterionKey }) => {
          const part = perCriterion.find(({ criterionId }) => criterionId === id(criterionKey))
          return [criterionKey, part?.level, part?.requiredLevel, part?.isMet, part?.basis]
        }),
      },
      {
        ...{ version: recorded.version, outcome: recorded.outcome, method: recorded.method },
        at: [recorded.decidedAt, recorded.releasedAt, recorded.appealUntil],
        perCriterion: recorded.perCriterion.map((one) => [
          ...[one.criterionKey, one.level, one.requiredLevel, one.met, one.basis],
        ]),
      },
      recorded.key,
    )
    t.equal(perCriterion.length, recorded.perCriterion.length)
  }
}

const awards: TestOfPlayed = async (t, { world: { seed, services }, verifier }) => {
  const { owner } = services.database
  const rows = await owner
    .select()
    .from(tables.awards)
    .leftJoin(tables.credentials, eq(tables.credentials.awardId, tables.awards.id))
    .leftJoin(tables.credentialBytes, eq(tables.credentialBytes.credentialId, tables.credentials.id))
  t.equal(rows.length, seed.awards.length)
  for (const recorded of seed.awards) {
    const found = rows.find(({ awards: { id } }) => id === recorded.id)
    const award = found?.awards
    // When our record knows a successor, the state of the revoked one is `superseded`.
    const state = recorded.supersededByKey === undefined ? EXPECTED_AWARD_STATES[recorded.state] : 'superseded'
    t.strictSame(
      [
        award?.state,
        award?.nameAsIssued,
        iso(award?.approvedAt ?? null),
        iso(award?.issuedAt ?? null),
        award?.holdReason,
      ],
      [state, recorded.recipientNameAsIssued, recorded.approvedAt, recorded.issuedAt, recorded.holdReason ?? null],
      recorded.key,
    )
    const signed = found?.credential_bytes?.signed
    if (recorded.issuedAt === null) {
      t.notOk(signed, 'what was not issued has no signed credential')
      continue
    }
    const report = await verifier.verifyBytes(Buffer.from(signed ?? ''))
    t.equal(report.state, state === 'issued' ? 'valid' : state, `${recorded.key} is checked as ${state}`)
    t.equal(report.facts.find(({ check }) => check === 'endorsement')?.outcome, 'passed', 'the partner confirms it')
  }
}

/** Sealed first-round marks of both assessors, criterion by criterion. */
async function firstRoundPairs({ services, seed, id }: World): Promise<MarkPair[]> {
  const { owner } = services.database
  const revealed = await owner.select().from(tables.judgements).where(eq(tables.judgements.state, 'revealed'))
  const marks = await owner.select().from(tables.criterionJudgements)
  const criteria = seed.rubrics.flatMap((rubric) => rubric.criteria)
  const markIn = (judgementId: string | undefined, criterionId: string): Mark | undefined => {
    const found = marks.find((one) => one.judgementId === judgementId && one.criterionId === criterionId)
    return found && (found.level ?? NOT_EVIDENCED)
  }
  return seed.submissions.flatMap((submission) => {
    const [A, B] = (['A', 'B'] as const).map((slot) =>
      revealed.find((one) => one.submissionId === submission.id && one.slot === slot),
    )
    return criteria.flatMap(({ key, requiredLevel }) => {
      const [a, b] = [markIn(A?.id, id(key)), markIn(B?.id, id(key))]
      return a === undefined || b === undefined ? [] : [{ a, b, requiredLevel }]
    })
  })
}

const statistics: TestOfPlayed = async (t, { world }) => {
  const block = agreement(await firstRoundPairs(world))
  const rounded = Object.fromEntries(
    Object.entries(world.seed.expected.agreementDetailed).map(([name]) => {
      return [name, Number(block[name as keyof AgreementBlock].toFixed(4))]
    }),
  )
  t.strictSame(rounded, world.seed.expected.agreementDetailed)
}

const monitoring: TestOfPlayed = async (t, { world: { seed, services, programmeId } }) => {
  const { owner } = services.database
  const expected = seed.expected.monitoring2026
  const enrolments = await owner.select().from(tables.enrolments)
  const active = enrolments.filter(({ status }) => status === 'active').map(({ participantId }) => participantId)
  t.strictSame([enrolments.length, active.length], [expected.enrolled, expected.active])

  const all = await owner.select().from(tables.submissions)
  t.strictSame(counted(all.map(({ state }) => state)), expected.submissionsByState)

  const first = await owner.select().from(tables.decisions).where(eq(tables.decisions.version, 1))
  const decided = first.flatMap((decision) => {
    const submission = all.find(({ id }) => id === decision.submissionId)
    return submission ? [{ decision, submission }] : []
  })
  const firstAttempts = decided.filter(({ submission: { attempt, route } }) => attempt === 1 && route === 'standard')
  const competent = firstAttempts.filter(({ decision }) => decision.outcome === 'competent').length
  t.strictSame(
    { decided: firstAttempts.length, competent, rate: competent / firstAttempts.length },
    expected.firstAttempt,
  )

  const DAY_MS = 24 * 3600 * 1000
  const days = decided
    .map(({ decision, submission }) => (+(decision.releasedAt ?? NaN) - +(submission.submittedAt ?? NaN)) / DAY_MS)
    .sort((a, b) => a - b)
  const middle = days.length / 2
  t.strictSame(
    {
      n: days.length,
      median: round(((days[middle - 1] ?? NaN) + (days[middle] ?? NaN)) / 2),
      max: round(days.at(-1) ?? NaN),
    },
    expected.turnaroundDays,
  )

  const valid = await owner.select().from(tables.awards).where(eq(tables.awards.state, 'issued'))
  const holders = new Set(valid.map(({ participantId }) => participantId))
  t.strictSame([valid.length, holders.size], [expected.validAwards, expected.participantsWithValidAward])

  const profiles = await owner
    .select()
    .from(tables.participantProfiles)
    .where(eq(tables.participantProfiles.programmeId, programmeId))
  const byGender = Object.fromEntries(
    Object.keys(expected.byGenderActive).map((gender) => {
      const people = profiles.filter((one) => one.gender === gender && active.includes(one.personId))
      return [gender, { n: people.length, withAward: people.filter(({ personId }) => holders.has(personId)).length }]
    }),
  )
  t.strictSame(byGender, expected.byGenderActive)

  const appeals = await owner.select().from(tables.appeals)
  const overturned = appeals.filter(({ state }) => state === 'overturned').length
  t.strictSame({ lodged: appeals.length, overturned }, expected.appeals)
}

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

const round = (value: number): number => Number(value.toFixed(2))

const log: TestOfPlayed = async (t, { world: { seed, services } }) => {
  t.strictSame(verifyChain(seed.auditEvents), {
    intact: true,
    length: seed.auditEvents.length,
    headHash: seed.expected.auditHeadHash,
  })
  const own: AuditEvent[] = []
  for await (const event of readLog(services.database.owner)) own.push(event)
  t.match(verifyChain(own), { intact: true, length: own.length })
  t.ok(own.length > 500, 'every step left a line')
  const instants = own.map(({ at }) => at)
  t.strictSame(instants, [...instants].sort(), 'and none is out of order')
}

/** What was recorded of the programme, beside what living it through left behind. */
export const COMPARISONS: readonly { name: string; compare: TestOfPlayed }[] = [
  { name: 'submissions, with what was carried forward and excused', compare: submissions },
  { name: 'evidence, byte for byte', compare: evidence },
  { name: 'judgements, mark by mark', compare: judgements },
  { name: 'decisions: levels, basis, outcome, method and instants', compare: decisions },
  { name: 'awards in their states, and their badges checked', compare: awards },
  { name: 'the agreement of the assessors', compare: statistics },
  { name: 'the numbers of the programme', compare: monitoring },
  { name: 'the judgement log, the recorded one and our own', compare: log },
  { name: 'who was written to, about what, and no word too many', compare: notices },
]
