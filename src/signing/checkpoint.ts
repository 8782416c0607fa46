import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { decodeMultikey, multikeyToJwk } from '../standards/vc/index.ts'
import { DocumentNotIssuable } from './errors.ts'

declare const checkpoint: unique symbol

/** The head of the judgement log at an instant. Signed and published, it shows later changes of what came before. */
export interface LogCheckpoint {
  readonly [checkpoint]: true
  readonly kind: 'log-checkpoint'
  readonly content: LogCheckpointContent
}

export interface LogCheckpointContent {
  readonly programmeId: string
  /** Number of the last event that the head covers. */
  readonly sequence: number
  readonly headHash: string
  readonly at: Date
}

const genuine = new WeakSet<object>()

export function isCheckpoint(value: object): value is LogCheckpoint {
  return genuine.has(value)
}

/** Throws `DocumentNotIssuable` for what cannot be the head of a log. */
export function prepareLogCheckpoint(content: LogCheckpointContent): LogCheckpoint {
  const problems = [
    ...(Number.isSafeInteger(content.sequence) && content.sequence > 0 ? [] : ['/sequence']),
    ...(/^[0-9a-f]{64}$/.test(content.headHash) ? [] : ['/headHash']),
    ...(Number.isNaN(content.at.getTime()) ? ['/at'] : []),
  ]
  if (problems.length > 0)
    throw new DocumentNotIssuable(
      'log-checkpoint',
      problems.map((pointer) => ({ pointer, detail: 'is not of the form of a log' })),
    )
  const result = Object.freeze({ kind: 'log-checkpoint', content: Object.freeze({ ...content }) }) as LogCheckpoint
  genuine.add(result)
  return result
}

/** The checkpoint as JSON with its signature, which covers every other member. */
export function signedCheckpoint(
  { content }: LogCheckpoint,
  { id, privateKey }: { readonly id: string; readonly privateKey: KeyObject },
): string {
  const statement = { type: 'LogCheckpoint', ...content, at: content.at.toISOString(), verificationMethod: id }
  const signature = sign(null, signedBytes(statement), privateKey).toString('base64url')
  return canonicalJson({ ...statement, signature })
}

/** Whether the text is a checkpoint that this public key signed. */
export function isCheckpointSignedBy(text: string, publicKeyMultibase: string): boolean {
  const { signature, ...statement } = JSON.parse(text) as Record<string, unknown>
  const key = decodeMultikey(publicKeyMultibase)
  const jwk = key?.algorithm === 'Ed25519' ? multikeyToJwk(key) : null
  if (!jwk || typeof signature !== 'string') return false
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  return verify(null, signedBytes(statement), publicKey, Buffer.from(signature, 'base64url'))
}

/** The first line keeps a checkpoint from ever being taken for something else that the key signs. */
function signedBytes(statement: object): Buffer {
  return Buffer.from(`insignia log checkpoint 1\n${canonicalJson(statement)}`, 'utf8')
}
