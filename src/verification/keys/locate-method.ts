import type { Documents } from '../documents.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { ControllerDocument, ProofPurpose, PublishedKey } from './controller-document.ts'
import type { LocatedKey } from './located-key.ts'
import { publicKeyOfMultibase, type PublicKey } from './public-key.ts'
import { resolveController, type Controller } from './resolve-controller.ts'

/** When a proof says it was made, and when it is looked at. */
export interface ProofTimes {
  readonly created: Date | undefined
  readonly now: Date
}

/**
 * Finds the verification method of a proof from the side of who should have made it, the issuer or the holder: their
 * document must list it for the purpose and name them as its controller. A key of another DID is looked up with that
 * party; whether it stands behind the key is then told apart from the binding, which failed.
 * Source: Open Badges 3.0, Verification; Controlled Identifiers 1.0, Retrieve Verification Method.
 */
export async function locateMethod(
  documents: Documents,
  methodId: string,
  signerId: string,
  times: ProofTimes,
  purpose: ProofPurpose = 'assertionMethod',
): Promise<LocatedKey> {
  const id = withFragment(methodId)
  const controllerId = controllerOf(id)
  if (controllerId.startsWith('did:') && controllerId !== signerId) {
    const { key, binding: standing } = await locateMethod(documents, id, controllerId, times, purpose)
    return {
      id,
      key,
      binding: failed(CONTROLLER_MISMATCH, 'The key belongs to somebody else than the issuer.'),
      standing,
    }
  }
  const offered = offeredKey(id)
  const controller = await resolveController(documents, signerId, purpose)
  if (controller.outcome === 'unreachable')
    return { id, key: offered, binding: unknown(controller.code, controller.detail) }
  if (controller.outcome === 'refused') return { id, key: offered, binding: failed(controller.code, controller.detail) }
  return { id, key: keyIn(controller, id) ?? offered, binding: bindingOf(controller, id, signerId, times) }
}

/** The code of a binding that failed only because somebody else signed. */
export const CONTROLLER_MISMATCH = 'controller-mismatch'

/** The party that a verification method belongs to, as its address says. */
export function controllerOf(methodId: string): string {
  return methodId.split('#')[0] ?? ''
}

function bindingOf(
  { document, source }: Extract<Controller, { outcome: 'resolved' }>,
  id: string,
  signerId: string,
  times: ProofTimes,
): Finding {
  const listed = document.authorisedKeys.find((method) => method.id === id)
  if (!listed) return missing(document, id, times)
  if (listed.controller !== signerId)
    return failed(CONTROLLER_MISMATCH, 'The key belongs to somebody else than the issuer.')
  const outdated = outdatedBinding(listed, times)
  if (outdated) return outdated
  return { ...passed(`key-from-${source}`, SOURCES[source]), by: signerId }
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
    outdatedBinding(other, times) ?? failed('key-not-for-purpose', 'The issuer publishes this key for another purpose.')
  )
}

/**
 * A revoked key fails whatever the proof says: who stole it also writes the date. An expired one still stands for what
 * was signed before. Source: Controlled Identifiers 1.0, Verification Methods (revoked, expires).
 */
export function outdatedBinding({ revokedAt, expiresAt }: PublishedKey, { created, now }: ProofTimes): Finding | null {
  if (revokedAt && revokedAt <= now) return failed('key-revoked', 'The issuer has withdrawn the key that signed.')
  if (expiresAt && expiresAt < (created ?? now)) return failed('key-expired', 'The key was too old when it signed.')
  return null
}

function keyIn(controller: Controller, id: string): PublicKey | null {
  if (controller.outcome !== 'resolved') return null
  const { authorisedKeys, otherKeys } = controller.document
  return [...authorisedKeys, ...otherKeys].find((method) => method.id === id)?.key ?? null
}

/** A key written into its own address: good for integrity only. */
function offeredKey(id: string): PublicKey | null {
  return publicKeyOfMultibase(id.slice(id.indexOf('#') + 1))
}

/** A did:key without fragment has one key only. */
function withFragment(id: string): string {
  return id.startsWith('did:key:') && !id.includes('#') ? `${id}#${id.slice('did:key:'.length)}` : id
}
