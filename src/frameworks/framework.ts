import type { tables } from '../database/index.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Language, LocalisedText } from '../kernel/language.ts'

export type FrameworkRow = typeof tables.frameworks.$inferSelect
export type FrameworkItem = typeof tables.frameworkItems.$inferSelect
export type ExternalAlignment = typeof tables.externalAlignments.$inferSelect

/** A framework with all its parts, in reading order: the children of a node follow each other by sequence. */
export interface Framework extends FrameworkRow {
  readonly items: readonly FrameworkItem[]
  readonly alignments: readonly ExternalAlignment[]
}

/** What reviewers approve, as one SHA-256: everything that a reader of the framework is told, and no state or instant. */
export function frameworkHash(framework: Framework): string {
  const untold = { state: undefined, contentHash: undefined, lastChangeAt: undefined, publishedAt: undefined }
  const items = byId(framework.items).map((item) => ({ ...item, lastChangeAt: undefined }))
  return sha256Hex(canonicalJson({ ...framework, ...untold, items, alignments: byId(framework.alignments) }))
}

function byId<T extends { readonly id: string }>(parts: readonly T[]): readonly T[] {
  return [...parts].sort((a, b) => (a.id < b.id ? -1 : 1))
}

type TreeNode = Pick<FrameworkItem, 'id' | 'parentId' | 'kind'>

/**
 * Whether `parentId` may be the parent of `id`: an area of the same framework, or the document itself (null), without a
 * cycle. Returns what is wrong, for the field of the parent.
 */
export function parentProblem(items: readonly TreeNode[], id: string, parentId: string | null): string | null {
  if (parentId === null) return null
  const nodes = new Map(items.map((item) => [item.id, item]))
  if (nodes.get(parentId)?.kind !== 'area') return 'must be an area of this framework'
  const seen = new Set([id])
  for (let at: string | null = parentId; at !== null; at = nodes.get(at)?.parentId ?? null) {
    if (seen.has(at)) return 'would make the item its own ancestor'
    seen.add(at)
  }
  return null
}

/** Every item once, parents before their children, siblings by sequence and then by code. */
export function inTreeOrder<T extends TreeNode & Pick<FrameworkItem, 'sequence' | 'code'>>(
  items: readonly T[],
): readonly T[] {
  const below = (parentId: string | null): readonly T[] =>
    items
      .filter((item) => item.parentId === parentId)
      .sort((a, b) => a.sequence - b.sequence || a.code.localeCompare(b.code))
      .flatMap((item) => [item, ...below(item.id)])
  return below(null)
}

const isEmpty = (text: LocalisedText, base: Language): boolean => (text[base] ?? '').trim() === ''

/** What is empty in the framework's own language, at the pointer of that language. */
export function emptyTexts(texts: Readonly<Record<string, LocalisedText>>, base: Language): readonly FieldProblem[] {
  return Object.entries(texts)
    .filter(([, text]) => isEmpty(text, base))
    .map(([name]) => ({ pointer: `/${name}/${base}`, detail: 'is required' }))
}

/** What a framework still lacks before others look at it: a text in its own language everywhere, and a competency. */
export function missingForFramework(framework: Framework): readonly FieldProblem[] {
  const base = framework.baseLanguage
  const problems = [...emptyTexts({ title: framework.title }, base)]
  if (!framework.items.some(({ kind }) => kind === 'competency')) {
    problems.push({ pointer: '/items', detail: 'at least one competency is required' })
  }
  for (const item of framework.items) {
    for (const part of ['title', 'statement'] as const) {
      if (isEmpty(item[part], base)) {
        problems.push({ pointer: `/items/${item.id}/${part}/${base}`, detail: `is required (${item.code})` })
      }
    }
  }
  return problems
}

/** Only CASE items are CFItems; every other framework gets a type of its own, which the standard wants to begin with `ext:`. */
export function alignmentProblems(alignment: {
  readonly targetUrl: string
  readonly targetType: string
  readonly targetCode?: string | null | undefined
}): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  if (!/^https?:\/\/\S+$/.test(alignment.targetUrl)) {
    problems.push({ pointer: '/targetUrl', detail: 'must be an address that begins with http:// or https://' })
  }
  if (alignment.targetType === 'CFItem') {
    if (!isUuid(alignment.targetCode ?? '')) {
      problems.push({ pointer: '/targetCode', detail: 'must be the UUID of the CASE item' })
    }
  } else if (!/^ext:[A-Za-z0-9]+$/.test(alignment.targetType)) {
    problems.push({ pointer: '/targetType', detail: 'must be CFItem, or ext: followed by letters and digits' })
  }
  return problems
}
