import type { Documents } from '../documents.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { AssertionKey, ControllerDocument } from './controller-document.ts'
import type { LocatedKey } from './located-key.ts'
import { publicKeyOfMultibase, type PublicKey } from './public-key.ts'
import { resolveController, type Controller } from './resolve-controller.ts'

/** When a proof says it was made, and when it is looked at. */
export interface ProofTimes {
  readonly created: Date | undefined
  readonly now: Date
}

const SELF_EVIDENT = /^did:(key|jwk):/

/**
 * Finds the verification method of a proof from the issuer's side: the issuer's document must list it for assertions
 * and name the issuer as its controller.
 * Source: Open Badges 3.0, Verification; Controlled Identifiers 1.0, Retrieve Verification Method.
 */
export async function locateMethod(
  documents: Documents,
  methodId: string,
  issuerId: string,
  times: ProofTimes,
): Promise<LocatedKey> {
  const id = withFragment(methodId)
  const offered = offeredKey(id)
  const [controllerId = ''] = id.split('#')
  if (controllerId.startsWith('did:') && controllerId !== issuerId) {
    const key = SELF_EVIDENT.test(controllerId) ? keyIn(await resolveController(documents, controllerId), id) : offered
    return { id, key, binding: failed('controller-mismatch', 'The key belongs to somebody else than the issuer.') }
  }
  const controller = await resolveController(documents, issuerId)
  if (controller.outcome === 'unreachable')
    return { id, key: offered, binding: unknown(controller.code, controller.detail) }
  if (controller.outcome === 'refused') return { id, key: offered, binding: failed(controller.code, controller.detail) }
  return { id, key: keyIn(controller, id) ?? offered, binding: bindingOf(controller, id, issuerId, times) }
}

function bindingOf(
  { document, source }: Extract<Controller, { outcome: 'resolved' }>,
  id: string,
  issuerId: string,
  times: ProofTimes,
): Finding {
  const listed = document.assertionKeys.find((method) => method.id === id)
  if (!listed) return missing(document, id, times)
  if (listed.controller !== issuerId)
    return failed('controller-mismatch', 'The key belongs to somebody else than the issuer.')
  const outdated = outdatedBinding(listed, times)
  if (outdated) return outdated
  return { ...passed(`key-from-${source}`, SOURCES[source]), by: issuerId }
}

const SOURCES = {
  id: 'The key is the id of the issuer itself.',
  own: 'The key is published by this service for the issuer.',
  domain: "The key is published on the issuer's own domain.",
} as const

function missing({ otherKeys }: ControllerDocument, id: string, times: ProofTimes): Finding {
  const other = otherKeys.find((method) => method.id === id)
  if (!other) return failed('key-not-published-by-issuer', 'The issuer does not publish the key that signed.')
  return (
    outdatedBinding(other, times) ??
    failed('key-not-for-assertions', 'The issuer publishes this key for another purpose.')
  )
}

/**
 * A revoked key fails whatever the proof says: who stole it also writes the date. An expired one still stands for what
 * was signed before. Source: Controlled Identifiers 1.0, Verification Methods (revoked, expires).
 */
export function outdatedBinding({ revokedAt, expiresAt }: AssertionKey, { created, now }: ProofTimes): Finding | null {
  if (revokedAt && revokedAt <= now) return failed('key-revoked', 'The issuer has withdrawn the key that signed.')
  if (expiresAt && expiresAt < (created ?? now)) return failed('key-expired', 'The key was too old when it signed.')
  return null
}

function keyIn(controller: Controller, id: string): PublicKey | null {
  if (controller.outcome !== 'resolved') return null
  const { assertionKeys, otherKeys } = controller.document
  return [...assertionKeys, ...otherKeys].find((method) => method.id === id)?.key ?? null
}

/** A key written into its own address: good for integrity only. */
function offeredKey(id: string): PublicKey | null {
  return publicKeyOfMultibase(id.slice(id.indexOf('#') + 1))
}

/** A did:key without fragment has one key only. */
function withFragment(id: string): string {
  return id.startsWith('did:key:') && !id.includes('#') ? `${id}#${id.slice('did:key:'.length)}` : id
}
