import { InvalidInput, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { Deps } from './create-framework.ts'
import { scaleProblems, type LevelScale } from './rubric.ts'
import { insertLevelScale, listLevelScales } from './rubric-store.ts'

export interface LevelScaleInput {
  readonly id?: string | undefined
  readonly programmeId: string
  readonly title: LocalisedText
  readonly levels: LevelScale['levels']
  readonly requiredLevelDefault: number
}

/** Scales never change once made: rubrics that use one rely on its levels. */
export async function createLevelScale(
  services: Pick<Deps, 'database' | 'clock' | 'randomness'>,
  actor: Actor,
  input: LevelScaleInput,
): Promise<{ readonly id: string }> {
  const { programmeId } = input
  requireRole(actor, ['author'], programmeId)
  const errors = scaleProblems(input)
  if (errors.length > 0) throw new InvalidInput({ errors })
  const at = services.clock.now()
  const id = input.id ?? services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    await insertLevelScale(tx, { ...input, id })
    await appendEvent(tx, at, {
      ...{ programmeId, actorId: actor.personId, actorRole: 'author', action: 'level-scale.created' },
      ...{ subjectType: 'level_scale', subjectId: id },
    })
  })
  return { id }
}

export async function findLevelScales(
  services: Pick<Deps, 'database' | 'clock'>,
  actor: Actor,
): Promise<readonly LevelScale[]> {
  const found = await services.database.transaction(actor, services.clock.now(), listLevelScales)
  return found.filter(({ programmeId }) => actor.programmeIds.includes(programmeId))
}
