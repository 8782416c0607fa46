import { requireRole, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { findProgramme } from './assessment-store.ts'
import {
  findJudgedVersions,
  findJudges,
  findQualifications,
  type Judge,
  type JudgedVersion,
  type Qualification,
} from './qualification-store.ts'
import { inStep, type AssessmentServices } from './step.ts'

export interface QualificationBoard {
  readonly programme: { readonly id: string; readonly title: LocalisedText; readonly timeZone: string }
  /** Whether a written reason may stand for a calibration. */
  readonly isPilot: boolean
  readonly judges: readonly Judge[]
  readonly versions: readonly JudgedVersion[]
  /** The one that holds longest first. */
  readonly qualifications: readonly Qualification[]
}

/** Who is qualified to judge what, for the coordinator who grants it. */
export async function readQualifications(
  services: AssessmentServices,
  actor: Actor,
  programmeId: string,
): Promise<QualificationBoard> {
  return inStep(services, actor, async ({ tx, at }) => {
    requireRole(actor, ['coordinator'], programmeId)
    const { id, title, timeZone, profile } = await findProgramme(tx, programmeId)
    return {
      programme: { id, title, timeZone },
      isPilot: profile === 'pilot',
      judges: await findJudges(tx, programmeId, at),
      versions: await findJudgedVersions(tx, programmeId),
      qualifications: await findQualifications(tx, programmeId),
    }
  })
}
