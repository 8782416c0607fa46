import { setSubmissionState } from '../portfolio/index.ts'
import { and, eq } from 'drizzle-orm'
import { hasRole, Forbidden, systemActor, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import { findStage, openAppealAgainst, updateAppeal, type Appeal } from './appeal-store.ts'
import { findProgramme, findSubmission, lockSubmission } from './assessment-store.ts'
import { appealUntil, isInAppealWindow } from './deadlines.ts'
import { currentDecision } from './decision-store.ts'
import { SubmissionNotReady } from './errors.ts'
import { mayClose } from './release-rules.ts'
import { recordSystem, type AssessmentServices } from './step.ts'

/** Closes a released submission that has nothing more to wait for; refused while it has. */
export async function closeSubmission(services: AssessmentServices, actor: Actor, submissionId: string): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const { programmeId } = await findSubmission(tx, submissionId)
    if (actor.kind !== 'system' && !hasRole(actor, ['coordinator'], programmeId)) throw new Forbidden(['coordinator'])
    if (!(await closeWhenOver(tx, at, submissionId, actor))) {
      throw new SubmissionNotReady((await findSubmission(tx, submissionId)).state)
    }
  })
}

/** What a nightly run does for a programme. Answers how many were closed. */
export async function closeDueSubmissions(services: AssessmentServices, programmeId: string): Promise<number> {
  const at = services.clock.now()
  const actor = systemActor([programmeId])
  const released = await services.database.transaction(actor, at, (tx) =>
    tx
      .select({ id: tables.submissions.id })
      .from(tables.submissions)
      .where(and(eq(tables.submissions.programmeId, programmeId), eq(tables.submissions.state, 'released'))),
  )
  let closed = 0
  for (const { id } of released) {
    if (await services.database.transaction(actor, at, (tx) => closeWhenOver(tx, at, id, actor))) closed++
  }
  return closed
}

async function closeWhenOver(tx: Db, at: Date, submissionId: string, actor: Actor): Promise<boolean> {
  const { state, programmeId } = await lockSubmission(tx, submissionId)
  const decision = await currentDecision(tx, submissionId)
  if (state !== 'released' || !decision) return false
  const appeal = await openAppealAgainst(tx, decision.id)
  const isAppealOver = appeal !== null && (await endWhenNotEscalated(tx, at, appeal))
  if (!mayClose({ ...decision, hasOpenAppeal: appeal !== null && !isAppealOver, at })) return false
  await setSubmissionState(tx, submissionId, 'closed')
  await appendEvent(tx, at, {
    programmeId,
    actorId: actor.personId,
    actorRole: actor.kind === 'system' ? 'system' : 'coordinator',
    action: 'submission.closed',
    subjectType: 'submission',
    subjectId: submissionId,
  })
  return true
}

/** An upheld appeal ends when nobody took it to the panel in time. */
async function endWhenNotEscalated(tx: Db, at: Date, appeal: Appeal): Promise<boolean> {
  if (appeal.state !== 'upheld') return false
  const { appealWindowDays } = await findProgramme(tx, appeal.programmeId)
  const { endedAt } = await findStage(tx, appeal.id, 'rectification')
  if (endedAt === null || isInAppealWindow(appealUntil(endedAt, appealWindowDays), at)) return false
  await updateAppeal(tx, appeal.id, { state: 'upheld', closedAt: at })
  await recordSystem(
    { tx, at },
    {
      programmeId: appeal.programmeId,
      action: 'appeal.closed',
      subject: ['appeal', appeal.id],
    },
  )
  return true
}
