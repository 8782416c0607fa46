import { InvalidInput, NotFound, type Actor } from '../access/index.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { detailsOf, requireNamed, type Deps, type FrameworkDetails } from './create-framework.ts'
import { ContentImmutable, PublishedItem } from './errors.ts'
import {
  alignmentProblems,
  emptyTexts,
  frameworkHash,
  parentProblem,
  type ExternalAlignment,
  type Framework,
  type FrameworkItem,
} from './framework.ts'
import {
  deleteAlignment,
  deleteItem,
  insertAlignment,
  insertItem,
  isItemUsed,
  loadFramework,
  moveFramework,
  reviewableOf,
  updateFramework,
  updateItem,
} from './framework-store.ts'
import { openFramework } from './open-framework.ts'
import { addAuthor, recordEdit, requireEditable, type Moment } from './review-steps.ts'

/** Runs `change` on a draft that the actor wrote, then settles its hash, its state and its reviews. */
async function edit(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  change: (moment: Moment, framework: Framework) => Promise<void>,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    const before = await openFramework(moment, frameworkId)
    await requireEditable(moment, reviewableOf(before))
    await change(moment, before)
    await updateFramework(tx, frameworkId, { lastChangeAt: at })
    const contentHash = frameworkHash(await loadFramework(tx, frameworkId))
    await recordEdit(moment, reviewableOf(before), contentHash, moveFramework)
  })
}

export async function editFramework(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  details: FrameworkDetails,
): Promise<void> {
  requireNamed(details)
  await edit(services, actor, frameworkId, ({ tx }) => updateFramework(tx, frameworkId, detailsOf(details)))
}

export interface ItemInput {
  readonly kind: FrameworkItem['kind']
  readonly parentId: string | null
  readonly code: string
  readonly sequence: number
  readonly title: LocalisedText
  readonly statement: LocalisedText
  readonly keywords: readonly string[]
}

export interface NewItemInput extends ItemInput {
  readonly id?: string | undefined
  readonly uri?: string | undefined
}

export async function addItem(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  input: NewItemInput,
): Promise<{ readonly id: string }> {
  const id = input.id ?? services.randomness.uuid()
  await edit(services, actor, frameworkId, async ({ tx, at }, framework) => {
    requireSoundItem(framework, id, input)
    const { kind, parentId, code, sequence, title, statement } = input
    await insertItem(tx, {
      ...{ id, kind, parentId, code, sequence, title, statement, keywords: [...input.keywords] },
      uri: input.uri ?? `${services.config.publicUrl}/uri/${id}`,
      programmeId: framework.programmeId,
      frameworkId,
      lastChangeAt: at,
    })
  })
  return { id }
}

export async function editItem(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  input: ItemInput,
): Promise<void> {
  await edit(services, actor, frameworkId, async ({ tx, at }, framework) => {
    const before = itemOf(framework, itemId)
    if (input.kind !== before.kind && hasChildren(framework, itemId)) {
      throw new InvalidInput({ errors: [{ pointer: '/kind', detail: 'an area with items below it stays an area' }] })
    }
    requireSoundItem(framework, itemId, input)
    const { kind, parentId, code, sequence, title, statement } = input
    const change = { kind, parentId, code, sequence, title, statement, keywords: [...input.keywords] }
    await updateItem(tx, itemId, { ...change, lastChangeAt: at })
  })
}

/** Throws PublishedItem for what is published, or what a rubric or a course points at. */
export async function removeItem(services: Deps, actor: Actor, frameworkId: string, itemId: string): Promise<void> {
  const removal = edit(services, actor, frameworkId, async ({ tx }, framework) => {
    itemOf(framework, itemId)
    if (hasChildren(framework, itemId)) {
      throw new InvalidInput({ errors: [{ pointer: '/id', detail: 'move or remove the items below it first' }] })
    }
    if (await isItemUsed(tx, itemId)) throw new PublishedItem()
    await deleteItem(tx, itemId)
  })
  await removal.catch((error: unknown) => {
    throw error instanceof ContentImmutable ? new PublishedItem() : error
  })
}

export interface AlignmentInput {
  readonly id?: string | undefined
  readonly targetFramework: string
  readonly targetCode?: string | null | undefined
  readonly targetName: string
  readonly targetUrl: string
  readonly targetType: string
  readonly relation: string
  readonly isVerified: boolean
}

export async function addAlignment(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  input: AlignmentInput,
): Promise<{ readonly id: string }> {
  const id = input.id ?? services.randomness.uuid()
  const errors = alignmentProblems(input)
  if (errors.length > 0) throw new InvalidInput({ errors })
  await edit(services, actor, frameworkId, async ({ tx }, framework) => {
    itemOf(framework, itemId)
    if (framework.alignments.some((one) => one.itemId === itemId && isSameTarget(one, input))) {
      throw new InvalidInput({ errors: [{ pointer: '/targetUrl', detail: 'is listed for this item already' }] })
    }
    await insertAlignment(tx, {
      ...input,
      ...{ id, itemId, programmeId: framework.programmeId, targetCode: input.targetCode ?? null },
    })
  })
  return { id }
}

function isSameTarget(
  one: ExternalAlignment,
  { relation, targetUrl, targetCode, targetName }: AlignmentInput,
): boolean {
  return (
    one.relation === relation &&
    one.targetUrl === targetUrl &&
    one.targetCode === (targetCode ?? null) &&
    one.targetName === targetName
  )
}

export async function removeAlignment(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  itemId: string,
  alignmentId: string,
): Promise<void> {
  await edit(services, actor, frameworkId, async ({ tx }, framework) => {
    itemOf(framework, itemId)
    if (!(await deleteAlignment(tx, itemId, alignmentId))) throw new NotFound('alignment', alignmentId)
  })
}

export async function addFrameworkAuthor(
  services: Deps,
  actor: Actor,
  frameworkId: string,
  personId: string,
): Promise<void> {
  const at = services.clock.now()
  const id = services.randomness.uuid()
  await services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    await addAuthor(moment, reviewableOf(await openFramework(moment, frameworkId)), { id, personId })
  })
}

export function itemOf(framework: Framework, itemId: string): FrameworkItem {
  const item = framework.items.find(({ id }) => id === itemId)
  if (!item) throw new NotFound('item', itemId)
  return item
}

function hasChildren(framework: Framework, itemId: string): boolean {
  return framework.items.some(({ parentId }) => parentId === itemId)
}

export function requireSoundItem(framework: Framework, id: string, input: ItemInput): void {
  const detail = parentProblem(
    [...framework.items.filter((item) => item.id !== id), { id, ...input }],
    id,
    input.parentId,
  )
  const errors = [...emptyTexts({ title: input.title }, framework.baseLanguage)]
  if (detail !== null) errors.push({ pointer: '/parentId', detail })
  if (framework.items.some((item) => item.code === input.code && item.id !== id)) {
    errors.push({ pointer: '/code', detail: 'is used by another item of this framework' })
  }
  if (errors.length > 0) throw new InvalidInput({ errors })
}
