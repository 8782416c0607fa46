import { InvalidInput, requireRole, type Actor } from '../access/index.ts'
import { findProgramme, insertQualification } from './assessment-store.ts'
import { CalibrationRequired } from './errors.ts'
import { inStep, record, type AssessmentServices } from './step.ts'

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
      data: { personId, microCourseId, rubricId },
    })
    return { qualificationId }
  })
}
