import type { FieldProblem } from '../kernel/domain-error.ts'
import { decodeSecretMultikey } from '../standards/vc/index.ts'
import { MalformedKeySet } from './errors.ts'
import {
  KEY_ALGORITHMS,
  keyPairOfSecret,
  rsaPairOfJwk,
  rsaPrivateJwk,
  secretMultibase,
  type KeyPair,
} from './key-material.ts'

export const KEY_SET_FORMAT = 'insignia-key-set-1'
const STATES = ['next', 'active', 'retired', 'compromised'] as const
export type KeyState = (typeof STATES)[number]

/** One key as it travels between installations. */
export interface KeySetEntry {
  readonly organisation: string
  readonly state: KeyState
  readonly pair: KeyPair
  readonly createdAt: Date
  readonly activatedAt: Date | null
  readonly retiredAt: Date | null
  readonly compromisedAt: Date | null
}

/** The text of a key set. It holds private keys in the clear: whoever reads it can sign. */
export function composeKeySet(entries: readonly KeySetEntry[], createdAt: Date): string {
  const keys = entries.map(({ organisation, state, pair, ...dates }) => ({
    organisation,
    kid: pair.kid,
    algorithm: pair.algorithm,
    state,
    publicKeyMultibase: pair.publicKeyMultibase,
    ...(pair.algorithm === 'RS256'
      ? { privateKeyJwk: rsaPrivateJwk(pair) }
      : { privateKeyMultibase: secretMultibase(pair) }),
    ...Object.fromEntries(Object.entries(dates).flatMap(([name, date]) => (date ? [[name, date.toISOString()]] : []))),
  }))
  return `${JSON.stringify({ format: KEY_SET_FORMAT, createdAt: createdAt.toISOString(), keys }, null, 2)}\n`
}

/** Throws `MalformedKeySet` with the pointer of every entry that cannot be used; it never quotes a private key. */
export function parseKeySet(text: string): readonly KeySetEntry[] {
  const set = parseJson(text)
  if (set['format'] !== KEY_SET_FORMAT) throw malformed('/format', `must be ${KEY_SET_FORMAT}`)
  if (!Array.isArray(set['keys'])) throw malformed('/keys', 'must be a list')
  const problems: FieldProblem[] = []
  const entries = (set['keys'] as unknown[]).flatMap((key, index) => {
    const result = isRecord(key) ? entryOf(key) : 'must be an object'
    if (typeof result !== 'string') return [result]
    problems.push({ pointer: `/keys/${String(index)}`, detail: result })
    return []
  })
  if (problems.length > 0) throw new MalformedKeySet(problems)
  return entries
}

function entryOf(key: Readonly<Record<string, unknown>>): KeySetEntry | string {
  const { organisation, algorithm, state, publicKeyMultibase } = key
  if (typeof organisation !== 'string' || organisation === '') return 'organisation must be a slug'
  if (!KEY_ALGORITHMS.some((known) => known === algorithm))
    return `algorithm must be one of ${KEY_ALGORITHMS.join(', ')}`
  const knownState = STATES.find((known) => known === state)
  if (!knownState) return `state must be one of ${STATES.join(', ')}`
  const pair = algorithm === 'RS256' ? rsaPairIn(key) : pairIn(key)
  const privateMember = algorithm === 'RS256' ? 'privateKeyJwk' : 'privateKeyMultibase'
  if (!pair || pair.algorithm !== algorithm) return `${privateMember} must be a private key of the algorithm`
  if (pair.publicKeyMultibase !== publicKeyMultibase) return 'publicKeyMultibase must belong to the private key'
  if ((key['kid'] ?? pair.kid) !== pair.kid) return 'kid must name the key'
  const createdAt = dateOf(key['createdAt'])
  if (!createdAt) return 'createdAt must be an instant'
  const [activatedAt, retiredAt] = [dateOf(key['activatedAt']), dateOf(key['retiredAt'])]
  const compromisedAt = dateOf(key['compromisedAt'])
  if (knownState === 'compromised' && !compromisedAt) return 'compromisedAt must be an instant'
  return { organisation, state: knownState, pair, createdAt, activatedAt, retiredAt, compromisedAt }
}

function pairIn({ privateKeyMultibase }: Readonly<Record<string, unknown>>): KeyPair | null {
  const secret = typeof privateKeyMultibase === 'string' ? decodeSecretMultikey(privateKeyMultibase) : null
  return secret && keyPairOfSecret(secret)
}

function rsaPairIn({ privateKeyJwk }: Readonly<Record<string, unknown>>): KeyPair | null {
  return isRecord(privateKeyJwk) ? rsaPairOfJwk(privateKeyJwk) : null
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {
    // The parser's message would quote the text, which may hold a private key.
  }
  throw malformed('', 'must be a JSON object')
}

function malformed(pointer: string, detail: string): MalformedKeySet {
  return new MalformedKeySet([{ pointer, detail }])
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function dateOf(value: unknown): Date | null {
  const date = typeof value === 'string' ? new Date(value) : null
  return date && !Number.isNaN(date.getTime()) ? date : null
}
