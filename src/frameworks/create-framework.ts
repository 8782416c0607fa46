import { eq } from 'drizzle-orm'
import { InvalidInput, NotFound, personOf, requireRole, type Actor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'
import type { Services } from '../services.ts'
import { emptyTexts, frameworkHash } from './framework.ts'
import { insertFramework, isOrganisationOf, loadFramework, reviewableOf, updateFramework } from './framework-store.ts'
import { addAuthorship } from './review-store.ts'
import { record } from './review-steps.ts'

export interface FrameworkDetails {
  readonly version: string
  readonly baseLanguage: Language
  readonly title: LocalisedText
  readonly description: LocalisedText
  readonly license: string
  readonly officialSourceUrl?: string | null | undefined
  readonly educationalField?:
    { readonly scheme: string; readonly code: string; readonly uri: string } | null | undefined
  readonly statusStartsOn?: string | null | undefined
}

export interface NewFrameworkInput extends FrameworkDetails {
  readonly programmeId: string
  /** The programme's awarding organisation unless said otherwise. */
  readonly creatorOrganisationId?: string | undefined
  /** Kept from elsewhere by imports and the history player. */
  readonly id?: string | undefined
  readonly uri?: string | undefined
}

export type Deps = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

/** A draft of a framework; who makes it is its first author. */
export async function createFramework(
  services: Deps,
  actor: Actor,
  input: NewFrameworkInput,
): Promise<{ readonly id: string }> {
  const { programmeId } = input
  requireRole(actor, ['author'], programmeId)
  requireNamed(input)
  const at = services.clock.now()
  const id = input.id ?? services.randomness.uuid()
  const authorshipId = services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    await insertFramework(tx, {
      ...detailsOf(input),
      id,
      uri: input.uri ?? `${services.config.publicUrl}/uri/${id}`,
      programmeId,
      state: 'draft',
      creatorOrganisationId: await creatorOf(tx, input),
      contentHash: '',
      lastChangeAt: at,
    })
    const framework = await loadFramework(tx, id)
    await addAuthorship(tx, reviewableOf(framework), { id: authorshipId, programmeId, personId: personOf(actor) })
    const contentHash = frameworkHash(framework)
    await updateFramework(tx, id, { contentHash })
    await record({ tx, actor, at }, reviewableOf(framework), 'created', 'author', { contentHash })
  })
  return { id }
}

export function detailsOf(input: FrameworkDetails) {
  return {
    version: input.version,
    baseLanguage: input.baseLanguage,
    title: input.title,
    description: input.description,
    license: input.license,
    officialSourceUrl: input.officialSourceUrl ?? null,
    educationalField: input.educationalField ?? null,
    statusStartsOn: input.statusStartsOn ?? null,
  }
}

/** Throws InvalidInput for a framework without a title in its own language. */
export function requireNamed({ title, baseLanguage }: FrameworkDetails): void {
  const errors = emptyTexts({ title }, baseLanguage)
  if (errors.length > 0) throw new InvalidInput({ errors })
}

async function creatorOf(tx: Db, { programmeId, creatorOrganisationId: id }: NewFrameworkInput): Promise<string> {
  if (id === undefined) return awardingOrganisation(tx, programmeId)
  if (await isOrganisationOf(tx, programmeId, id)) return id
  const detail = 'must be an organisation of the programme'
  throw new InvalidInput({ errors: [{ pointer: '/creatorOrganisationId', detail }] })
}

async function awardingOrganisation(tx: Db, programmeId: string): Promise<string> {
  const [found] = await tx
    .select({ id: tables.programmes.awardingOrganisationId })
    .from(tables.programmes)
    .where(eq(tables.programmes.id, programmeId))
  if (!found) throw new NotFound('programme', programmeId)
  return found.id
}
