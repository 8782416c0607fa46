import { eq } from 'drizzle-orm'
import { hasRole, personOf, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import { assessorLanguagesOf } from './assessment-store.ts'
import { inStep, record, type AssessmentServices } from './step.ts'

const JUDGES = ['assessor', 'adjudicator', 'appeals_panel'] as const

/** The languages in which this person reads evidence without help. */
export async function readAssessorLanguages(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
): Promise<readonly string[]> {
  return services.database.transaction(actor, services.clock.now(), (tx) => assessorLanguagesOf(tx, personOf(actor)))
}

/** Named by the person alone, and logged in every programme in which they judge: seals rest on it. */
export async function nameAssessorLanguages(
  services: AssessmentServices,
  actor: Actor,
  named: readonly string[],
): Promise<void> {
  const languages = [...new Set(named)].sort()
  await inStep(services, actor, async (step) => {
    const { tx, personId } = step
    const before = await assessorLanguagesOf(tx, personId)
    await tx.update(tables.persons).set({ assessorLanguages: languages }).where(eq(tables.persons.id, personId))
    for (const programmeId of actor.programmeIds) {
      const role = JUDGES.find((one) => hasRole(actor, [one], programmeId))
      if (!role) continue
      const data = { before, languages }
      await record(step, role, { programmeId, action: 'assessor-languages.named', subject: ['person', personId], data })
    }
  })
}
