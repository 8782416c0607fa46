import { InvalidInput, NotFound, requireRole, type Actor } from '../access/index.ts'
import { findProgramme, insertQualification } from './assessment-store.ts'
import { CalibrationRequired } from './errors.ts'
import { findJudgedVersions, isOfProgramme } from './qualification-store.ts'
import { inStep, record, type AssessmentServices, type Step } from './step.ts'

export interface Calibration {
  readonly benchmarkItems: number
  /** Shares between 0 and 1. */
  readonly exactAgreement: number
  readonly adjacentAgreement: number
}

export interface NewQualification {
  readonly id?: string
  readonly programmeId: string
  readonly personId: string
  readonly microCourseId: string
  readonly rubricId: string
  readonly validUntil: Date
  readonly calibration?: Calibration | undefined
  /** Only in a pilot programme, where benchmark portfolios do not exist yet. */
  readonly reason?: string | undefined
}

/** A calibration, or in a pilot the reason, which the judgement log keeps. */
export async function grantQualification(
  services: AssessmentServices,
  actor: Actor,
  qualification: NewQualification,
): Promise<{ qualificationId: string }> {
  return inStep(services, actor, async (step) => {
    const { programmeId, personId, microCourseId, rubricId, validUntil, calibration } = qualification
    requireRole(actor, ['coordinator'], programmeId)
    const { profile } = await findProgramme(step.tx, programmeId)
    const reason = (qualification.reason ?? '').trim()
    if (!calibration && (profile !== 'pilot' || reason === '')) throw new CalibrationRequired()
    if (validUntil <= step.at) {
      throw new InvalidInput({ errors: [{ pointer: '/validUntil', detail: 'must lie in the future' }] })
    }
    await requireJudgeAndRubric(step, qualification)
    const qualificationId = qualification.id ?? step.randomness.uuid()
    await insertQualification(step.tx, {
      id: qualificationId,
      programmeId,
      personId,
      microCourseId,
      rubricId,
      calibratedAt: step.at,
      validUntil,
      agreement: calibration ?? null,
      grantedReason: calibration ? null : reason,
    })
    await record(step, 'coordinator', {
      programmeId,
      action: 'qualification.granted',
      subject: ['qualification', qualificationId],
      data: { personId, microCourseId, rubricId, ...(calibration ? {} : { reason }) },
    })
    return { qualificationId }
  })
}

/** Both are of this programme: nobody is qualified from elsewhere, for something elsewhere. */
async function requireJudgeAndRubric(
  { tx, at }: Step,
  { programmeId, personId, microCourseId, rubricId }: NewQualification,
): Promise<void> {
  const versions = await findJudgedVersions(tx, programmeId)
  if (!versions.some((one) => one.microCourseId === microCourseId && one.rubricId === rubricId)) {
    throw new NotFound('rubric of the micro-course', rubricId)
  }
  if (!(await isOfProgramme(tx, programmeId, personId, at))) throw new NotFound('person', personId)
}
