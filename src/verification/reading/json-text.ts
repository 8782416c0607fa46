import { Malformed } from '../errors.ts'
import { MAX_DEPTH, MAX_NODES } from './limits.ts'

export type JsonObject = { [name: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Parses the JSON object of a stranger. Refused are, beside what JSON refuses: nesting and size beyond the limits, a
 * member named twice (two readers would see two documents), and text or numbers that do not survive a round trip
 * (lone surrogates, numbers beyond the doubles): another text would then have the same signature.
 */
export function parseJsonObject(text: string): JsonObject {
  scanStructure(text)
  const value = parse(text)
  if (!isObject(value)) throw new Malformed('not-an-object', 'The JSON is not an object, so it is not a credential.')
  countNodes(value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Malformed('not-json', 'The text is not JSON. Ask for the original file.', error)
  }
}

/** One pass before parsing: depth, and members named twice. Says nothing about grammar; JSON.parse does. */
function scanStructure(text: string): void {
  const open: (Set<string> | null)[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null)
      if (open.length > MAX_DEPTH) throw new Malformed('too-deep', 'The document is nested too deeply to be a badge.')
    } else if (char === '}' || char === ']') {
      open.pop()
    } else if (char === '"') {
      const end = endOfString(text, at)
      const names = open.at(-1)
      if (names && isMemberName(text, end)) addName(names, text.slice(at, end))
      at = end - 1
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function isMemberName(text: string, end: number): boolean {
  let at = end
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return text[at] === ':'
}

function addName(names: Set<string>, quoted: string): void {
  const name = quoted.includes('\\') ? String(parse(quoted)) : quoted.slice(1, -1)
  if (names.has(name) || name === '__proto__')
    throw new Malformed('duplicate-member', 'The document names a member twice, so it can be read in two ways.')
  names.add(name)
}

function countNodes(root: unknown): void {
  const waiting = [root]
  let nodes = 0
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (++nodes > MAX_NODES) throw new Malformed('too-many-nodes', 'The document has too many parts to be a badge.')
    if (Array.isArray(value)) waiting.push(...(value as unknown[]))
    else if (isObject(value)) for (const [name, member] of Object.entries(value)) waiting.push(name, member)
    else refuseLossy(value)
  }
}

function refuseLossy(value: unknown): void {
  const lossy =
    typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'string' && LONE_SURROGATE.test(value)
  if (lossy) throw new Malformed('not-json', 'The document holds text or a number that cannot be represented.')
}
