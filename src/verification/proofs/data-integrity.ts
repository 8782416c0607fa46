import { createDocumentLoader, unbundledContextIn } from '../../standards/vc/contexts.ts'
import { encodeMultikey, jwkToMultikey } from '../../standards/vc/multikey.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { JsonObject } from '../reading/json-text.ts'
import type { Suite } from './suites.ts'

/**
 * Does the mathematics of one embedded proof. `unsecured` is the document without its proofs, except the ones that this
 * proof is chained to. JSON-LD runs in safe mode: a term that no context defines would otherwise be outside the
 * signature.
 * Source: Data Integrity EdDSA and ECDSA Cryptosuites 1.0; Ed25519Signature2020 for badges that were issued earlier.
 */
export async function verifyDataIntegrity(
  unsecured: JsonObject,
  proof: JsonObject,
  { algorithms, verifier }: Suite,
  key: PublicKey,
  publicUrl: string,
): Promise<Finding> {
  const multikey = jwkToMultikey(key.jwk)
  if (!multikey || !algorithms.includes(multikey.algorithm))
    return failed('wrong-kind-of-key', 'The key is not of the kind that the proof needs.')
  const suite = verifier(unsecured)
  const publicKeyMultibase = encodeMultikey(multikey)
  const method = { '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', publicKeyMultibase }
  suite.getVerificationMethod = () => Promise.resolve(method)
  const { verified, error } = await suite.verifyProof({
    proof: withSameContext(proof, unsecured),
    document: { ...unsecured },
    proofSet: [],
    documentLoader: createDocumentLoader(publicUrl),
  })
  return verified ? passed('signature-valid', 'The signature is right.') : findingOf(error)
}

/** A proof that repeats the document's context shares it: the suite of JCS compares the items by identity. */
function withSameContext(proof: JsonObject, unsecured: JsonObject): JsonObject {
  return proof['@context'] === undefined ? { ...proof } : { ...proof, '@context': unsecured['@context'] }
}

function findingOf(error: unknown): Finding {
  if (unbundledContextIn(error))
    return unknown('unbundled-context', 'The document uses a vocabulary that is not kept here, and none is fetched.')
  const { name, message } = error instanceof Error ? error : new Error('unknown')
  if (message === 'Invalid signature.')
    return failed('signature-mismatch', 'The signature does not belong to this document.')
  if (message.startsWith('Maximum deep iterations'))
    return unknown('too-complex', 'The document is built so that checking it would take too long.')
  return name.startsWith('jsonld.')
    ? failed('undefined-terms', 'The document holds terms that its vocabulary does not define, outside any signature.')
    : failed('proof-unusable', 'The proof cannot be right.')
}
