import { canonicalJson } from '../../kernel/canonical-json.ts'
import { failed, unknown, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { idOf, instantIn, isUrl, listOf, objectsOf, textOf } from '../reading/members.ts'
import type { ProofPurpose } from '../keys/controller-document.ts'
import { isBaseProof, suiteOf } from './suites.ts'

/**
 * What is wrong with a proof before any key is looked for; null when nothing is. A suite that we do not know leaves the
 * question open: it may well be right.
 * Source: Verifiable Credential Data Integrity 1.0, Proofs, Verify Proof.
 */
export function problemOfProof(
  proof: unknown,
  document: JsonObject,
  now: Date,
  purpose: ProofPurpose = 'assertionMethod',
): Finding | null {
  const [member] = objectsOf(proof)
  if (!member || Array.isArray(proof)) return failed('proof-malformed', 'The proof is not an object.')
  if (typeof member['type'] !== 'string') return failed('proof-incomplete', 'The proof does not say its type.')
  const suite = suiteOf(member)
  if (!suite) return unknown('unsupported-cryptosuite', 'The proof is of a kind that is not supported here.')
  if (isBaseProof(member))
    return unknown('proof-for-holder-only', 'The proof is for the holder alone, who has to derive one to show.')
  if (member['proofPurpose'] !== purpose)
    return failed('wrong-proof-purpose', 'The proof was not made for this purpose.')
  if (!isUrl(idOf(member['verificationMethod'])))
    return failed('verification-method-not-an-address', 'The proof names no key that can be looked up.')
  if (!suite.proofValue.test(textOf(member['proofValue']) ?? ''))
    return failed('proof-value-malformed', 'The signature is not written as a signature.')
  return problemOfContext(member, document) ?? problemOfDates(member, now)
}

/** A proof with a vocabulary of its own could give its members another meaning. Source: Data Integrity, Proof context. */
function problemOfContext(proof: JsonObject, document: JsonObject): Finding | null {
  const own = proof['@context']
  if (own === undefined || canonicalJson(own) === canonicalJson(document['@context'])) return null
  return failed('proof-context-differs', 'The proof uses another vocabulary than the document.')
}

function problemOfDates(proof: JsonObject, now: Date): Finding | null {
  const { created, expires } = proof
  const needsCreated = proof['type'] === 'Ed25519Signature2020'
  const isSound = (date: unknown): boolean => date === undefined || instantIn(date) !== undefined
  if (!isSound(created) || !isSound(expires) || (needsCreated && created === undefined))
    return failed('proof-date-malformed', 'The proof is not dated as it must be.')
  const end = instantIn(expires)
  return end && end < now ? failed('proof-expired', 'The proof itself was valid for a limited time only.') : null
}

/**
 * The document that a proof is over: without proofs, or with the ones that it is chained to. Null when one of those is
 * missing, or two have the id. Source: Verifiable Credential Data Integrity 1.0, Proof Chains.
 */
export function unsecuredFor(document: JsonObject, proof: JsonObject): JsonObject | null {
  const { proof: all, ...unsecured } = document
  const previous = listOf(proof['previousProof'])
  if (previous.length === 0) return unsecured
  const chained = previous.map((id) =>
    objectsOf(all).filter((other) => other !== proof && typeof id === 'string' && other['id'] === id),
  )
  return chained.every((others) => others.length === 1) ? { ...unsecured, proof: chained.flat() } : null
}
