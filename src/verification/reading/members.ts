import { isObject, type JsonObject } from './json-text.ts'

export { instantIn, isUrl } from '../../standards/vc/syntax.ts'

/** One value or a list of values, as a list. Source: Open Badges 3.0, Serialization (single values may be compacted). */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as unknown[]) : [value]
}

export function objectsOf(value: unknown): readonly JsonObject[] {
  return listOf(value).filter(isObject)
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function hasType(node: JsonObject, ...names: readonly string[]): boolean {
  return listOf(node['type']).some((type) => typeof type === 'string' && names.includes(type))
}

/** The id of a member that is an id or an object with one. */
export function idOf(value: unknown): string | undefined {
  return textOf(value) ?? (isObject(value) ? textOf(value['id']) : undefined)
}
