import { NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import { loadVersion, type Rubric } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { insertException, replaceCriterionEvidence } from './attempt-store.ts'
import { describeDraft } from './describe-draft.ts'
import { CriterionCarriedForward } from './errors.ts'
import { findOwnVersion } from './evidence-store.ts'
import { piecesOf } from './missing.ts'
import { countPerRequirement } from './requirements.ts'
import { lockSubmission, type Submission } from './submission-store.ts'
import { requireEditable } from './submission.ts'

type EditServices = Pick<Services, 'database' | 'clock'>

/** The participant's own draft, held until the transaction ends. */
export async function lockOwnDraft(tx: Db, actor: Actor, submissionId: string): Promise<Submission> {
  const submission = await lockSubmission(tx, submissionId)
  if (submission.participantId !== personOf(actor)) throw new NotFound('submission', submissionId)
  requireEditable(submission.state)
  return submission
}

export interface CriterionChoice {
  readonly criterionId: string
  readonly versionIds: readonly string[]
}

/** Says which evidence stands for a criterion, in this order; an empty list takes everything away again. */
export async function setCriterionEvidence(
  services: EditServices,
  actor: Actor,
  submissionId: string,
  choice: CriterionChoice,
): Promise<void> {
  await setEvidence(services, actor, submissionId, [choice])
}

/** As `setCriterionEvidence`, for several criteria: all of them or none. */
export async function setEvidence(
  services: EditServices,
  actor: Actor,
  submissionId: string,
  choices: readonly CriterionChoice[],
): Promise<void> {
  await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const submission = await lockOwnDraft(tx, actor, submissionId)
    const { rubric } = await loadVersion(tx, submission.versionId)
    for (const choice of choices) {
      requireOpenCriterion(submission, rubric, choice.criterionId)
      await place(tx, submission, choice)
    }
  })
}

/** Throws unless evidence can be put to this criterion of one's own draft: asked before anything is uploaded for it. */
export async function requireDraftCriterion(
  services: EditServices,
  actor: Actor,
  submissionId: string,
  criterionId: string,
): Promise<void> {
  await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const submission = await lockOwnDraft(tx, actor, submissionId)
    requireOpenCriterion(submission, (await loadVersion(tx, submission.versionId)).rubric, criterionId)
  })
}

/** Puts a version to a criterion, beside what was there. */
export async function addToCriterion(
  services: EditServices,
  actor: Actor,
  submissionId: string,
  { criterionId, versionId }: { readonly criterionId: string; readonly versionId: string },
): Promise<void> {
  await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const submission = await lockOwnDraft(tx, actor, submissionId)
    requireOpenCriterion(submission, (await loadVersion(tx, submission.versionId)).rubric, criterionId)
    const own = submission.items.filter((item) => item.criterionId === criterionId)
    await place(tx, submission, { criterionId, versionIds: [...own.map(({ version }) => version.id), versionId] })
  })
}

function requireOpenCriterion({ carryForwards }: Submission, { criteria }: Rubric, criterionId: string): void {
  if (!criteria.some(({ id }) => id === criterionId)) throw new NotFound('criterion', criterionId)
  if (carryForwards.some((carried) => carried.criterionId === criterionId)) throw new CriterionCarriedForward()
}

async function place(tx: Db, submission: Submission, { criterionId, versionIds }: CriterionChoice): Promise<void> {
  const wanted = [...new Set(versionIds)]
  for (const versionId of wanted) await findOwnVersion(tx, versionId, submission.participantId)
  await replaceCriterionEvidence(tx, submission, criterionId, wanted)
}

export interface NewException {
  readonly id?: string | undefined
  readonly requirementId: string
  readonly reason: string
}

/** A coordinator lets a draft go with less evidence than required: who, why and when stay on the record. */
export async function acceptException(
  services: Pick<Services, 'database' | 'clock' | 'randomness'>,
  actor: Actor,
  submissionId: string,
  { id, requirementId, reason }: NewException,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const submission = await lockSubmission(tx, submissionId)
    requireRole(actor, ['coordinator'], submission.programmeId)
    requireEditable(submission.state)
    const course = await loadVersion(tx, submission.versionId)
    const requirement = course.requirements.find((known) => known.id === requirementId)
    if (!requirement) throw new NotFound('requirement', requirementId)
    const draft = await describeDraft(tx, submission, course, at)
    const counts = countPerRequirement(course.requirements, piecesOf([...draft.evidence, ...draft.carriedEvidence]))
    const provided = counts.get(requirementId) ?? 0
    await insertException(tx, {
      id: id ?? services.randomness.uuid(),
      programmeId: submission.programmeId,
      submissionId,
      requirementId,
      provided,
      minimum: requirement.minimum,
      acceptedById: personOf(actor),
      reason,
      at,
    })
    await appendEvent(tx, at, {
      programmeId: submission.programmeId,
      actorId: actor.personId,
      actorRole: 'coordinator',
      action: 'submission.exception-accepted',
      subjectType: 'submission',
      subjectId: submissionId,
      data: { requirementId, provided, minimum: requirement.minimum },
    })
  })
}
