import { InvalidInput, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { Deps } from './create-framework.ts'
import { itemOf, requireSoundItem, type NewItemInput } from './edit-framework.ts'
import { StepNotPossible } from './errors.ts'
import { emptyTexts, frameworkHash, type Framework, type FrameworkItem } from './framework.ts'
import { insertItem, loadFramework, reviewableOf, updateFramework, updateItem } from './framework-store.ts'
import { openFramework } from './open-framework.ts'
import { isPublished } from './review.ts'
import { record, requireAuthor, type Moment } from './review-steps.ts'

/** What may still happen to a published item: identity stays, and item and document say when they changed. */
async function maintain(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  what: string,
  change: (moment: Moment, framework: Framework, item: FrameworkItem) => Promise<void>,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    const framework = await openFramework(moment, frameworkId)
    await requireAuthor(moment, reviewableOf(framework))
    if (!isPublished(framework.state)) throw new StepNotPossible(what, framework.state)
    await change(moment, framework, itemOf(framework, itemId))
    await updateItem(tx, itemId, { lastChangeAt: at })
    const contentHash = frameworkHash(await loadFramework(tx, frameworkId))
    await updateFramework(tx, frameworkId, { lastChangeAt: at, contentHash })
    await record(moment, reviewableOf(framework), what, 'author', { itemId, contentHash })
  })
}

export interface Wording {
  readonly title: LocalisedText
  readonly statement: LocalisedText
  readonly keywords?: readonly string[] | undefined
}

/** For slips of the pen and new translations. Another meaning is another item: `replaceItem`. */
export async function fixWording(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  { title, statement, keywords }: Wording,
): Promise<void> {
  await maintain(services, actor, frameworkId, itemId, 'item-reworded', async ({ tx }, framework) => {
    requireWorded({ title, statement }, framework)
    await updateItem(tx, itemId, { title, statement, ...(keywords ? { keywords: [...keywords] } : {}) })
  })
}

/** What is published keeps its texts. Throws InvalidInput. */
function requireWorded(texts: Pick<Wording, 'title' | 'statement'>, { baseLanguage }: Framework): void {
  const { title, statement } = texts
  const errors = emptyTexts({ title, statement }, baseLanguage)
  if (errors.length > 0) throw new InvalidInput({ errors })
}

export async function endDateItem(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  endsOn: string,
): Promise<void> {
  await maintain(services, actor, frameworkId, itemId, 'item-end-dated', async ({ tx }, _framework, item) => {
    if (item.statusStartsOn !== null && endsOn < item.statusStartsOn) {
      throw new InvalidInput({ errors: [{ pointer: '/endsOn', detail: 'lies before the day it came into force' }] })
    }
    await updateItem(tx, itemId, { statusEndsOn: endsOn })
  })
}

/** A new item with the new meaning takes the place of a published one, which ends that day and stays readable. */
export async function replaceItem(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  input: Omit<NewItemInput, 'kind' | 'parentId'> & { readonly endsOn: string },
): Promise<{ readonly id: string }> {
  const id = input.id ?? services.randomness.uuid()
  await maintain(services, actor, frameworkId, itemId, 'item-replaced', async ({ tx, at }, framework, item) => {
    if (item.replacedById !== null) throw new StepNotPossible('item-replaced', 'replaced')
    const { kind, parentId, programmeId } = item
    requireSoundItem(framework, id, { ...input, kind, parentId })
    requireWorded(input, framework)
    const { code, sequence, title, statement } = input
    await insertItem(tx, {
      ...{ id, kind, parentId, programmeId, frameworkId, code, sequence, title, statement },
      keywords: [...input.keywords],
      uri: input.uri ?? `${services.config.publicUrl}/uri/${id}`,
      statusStartsOn: input.endsOn,
      lastChangeAt: at,
    })
    await updateItem(tx, itemId, { replacedById: id, statusEndsOn: input.endsOn })
  })
  return { id }
}
