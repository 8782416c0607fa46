import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { createDocumentLoader, unbundledContextIn } from '../../standards/vc/contexts.ts'
import { encodeEd25519Multikey } from '../../standards/vc/multikey.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { listOf } from '../reading/members.ts'

const DATA_INTEGRITY_V1 = 'https://w3id.org/security/data-integrity/v1'
/** `eddsa-2022` is the name that drafts gave to the same algorithm. */
const RDFC_SUITES = ['eddsa-rdfc-2022', 'eddsa-2022']

export function isSupportedSuite(proof: JsonObject): boolean {
  if (proof['type'] === 'Ed25519Signature2020') return true
  return proof['type'] === 'DataIntegrityProof' && RDFC_SUITES.includes(String(proof['cryptosuite']))
}

/**
 * Does the mathematics of one embedded proof. `unsecured` is the document without its proofs, except the ones that this
 * proof is chained to. JSON-LD runs in safe mode: a term that no context defines would otherwise be outside the
 * signature.
 * Source: Data Integrity EdDSA Cryptosuites 1.0; Ed25519Signature2020 for badges that were issued earlier.
 */
export async function verifyDataIntegrity(
  unsecured: JsonObject,
  proof: JsonObject,
  key: PublicKey,
  publicUrl: string,
): Promise<Finding> {
  const publicKeyMultibase = ed25519Multibase(key)
  if (publicKeyMultibase === null)
    return failed('wrong-kind-of-key', 'The key is not of the kind that the proof needs.')
  const suite = suiteFor(proof, unsecured)
  const method = { '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', publicKeyMultibase }
  suite.getVerificationMethod = () => Promise.resolve(method)
  const { verified, error } = await suite.verifyProof({
    proof: { ...proof },
    document: unsecured,
    proofSet: [],
    documentLoader: createDocumentLoader(publicUrl),
  })
  return verified ? passed('signature-valid', 'The signature is right.') : findingOf(error)
}

function suiteFor(proof: JsonObject, document: JsonObject): DataIntegrityProof | Ed25519Signature2020 {
  if (proof['type'] === 'Ed25519Signature2020') return new Ed25519Signature2020()
  const legacyContext = listOf(document['@context']).includes(DATA_INTEGRITY_V1)
  const cryptosuite = { ...eddsaRdfc2022, name: String(proof['cryptosuite']) }
  return new DataIntegrityProof({ cryptosuite, legacyContext })
}

function ed25519Multibase({ jwk }: PublicKey): string | null {
  const bytes = jwk.crv === 'Ed25519' && jwk.x !== undefined ? Buffer.from(jwk.x, 'base64url') : null
  return bytes?.length === 32 ? encodeEd25519Multikey(bytes) : null
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
