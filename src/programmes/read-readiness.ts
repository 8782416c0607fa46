import { actingIn, hasRoleAnywhere, NotFound, requirePeopleKeeper, type Actor } from '../access/index.ts'
import type { Services } from '../services.ts'
import { ADMINISTRATORS } from './policy.ts'
import { loadProgramme, type ProgrammeRow } from './programme-store.ts'
import { findProgrammes } from './programmes.ts'
import { readinessOf, type ReadinessStep } from './readiness.ts'
import { countOrganisations, readProgrammeFacts } from './readiness-store.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface Readiness {
  /** Null where there is none yet. */
  readonly programme: ProgrammeRow | null
  /** All that the reader may ask about. */
  readonly programmes: readonly ProgrammeRow[]
  readonly steps: readonly ReadinessStep[]
}

/** Of the programme asked for, or of the first that the reader keeps. Throws `NotFound` for one that is not theirs. */
export async function readReadiness(services: Needs, actor: Actor, wanted?: string): Promise<Readiness> {
  const programmes = await findProgrammes(services, actor)
  const programme = wanted === undefined ? programmes[0] : programmes.find(({ id }) => id === wanted)
  if (programme) return { programme, programmes, steps: await stepsOf(services, actor, programme.id) }
  if (wanted !== undefined || !hasRoleAnywhere(actor, ADMINISTRATORS)) throw new NotFound('programme', wanted ?? '')
  const { database, clock } = services
  const organisations = await database.transaction(actor, clock.now(), countOrganisations)
  return { programme: null, programmes, steps: readinessOf({ organisations, programme: null }) }
}

export async function stepsOf(
  { database, clock }: Pick<Needs, 'database' | 'clock'>,
  actor: Actor,
  programmeId: string,
): Promise<readonly ReadinessStep[]> {
  requirePeopleKeeper(actor, programmeId)
  const at = clock.now()
  return database.transaction(actingIn(actor, programmeId), at, async (tx) => {
    const programme = await loadProgramme(tx, programmeId)
    const organisations = await countOrganisations(tx)
    return readinessOf({ organisations, programme: await readProgrammeFacts(tx, programme, at) })
  })
}
