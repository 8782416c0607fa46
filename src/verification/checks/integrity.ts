import type { CheckContext } from '../check-context.ts'
import { failed, unknown, type Finding } from '../facts.ts'
import { locateJwtKey } from '../keys/locate-jwt-key.ts'
import { locateMethod } from '../keys/locate-method.ts'
import type { LocatedKey } from '../keys/located-key.ts'
import { verifyDataIntegrity } from '../proofs/data-integrity.ts'
import { problemOfProof, unsecuredFor } from '../proofs/embedded-proofs.ts'
import { problemOfJwt, verifyJwt, warningsOfJwt } from '../proofs/jwt.ts'
import { problemOfTerms } from '../proofs/terms.ts'
import type { DecodedJwt } from '../reading/jwt-text.ts'
import { isObject } from '../reading/json-text.ts'
import { idOf, instantIn, listOf } from '../reading/members.ts'
import type { ReadCredential } from '../reading/read-credential.ts'

/** Each costs a canonicalisation of the whole document. */
const MAX_PROOFS = 4

/** One proof, judged: whether it is right, and whether its key is the issuer's. */
export interface JudgedProof {
  readonly proof: Finding
  readonly binding: Finding
}

/**
 * Judges every proof of a credential: the enveloping token, and the proofs embedded in the document. One that
 * is wrong fails the whole, so nothing after it is computed.
 */
export async function judgeProofs(context: CheckContext, credential: ReadCredential): Promise<readonly JudgedProof[]> {
  const embedded = listOf(credential.document['proof'])
  if (embedded.length > MAX_PROOFS) return [neither(failed('too-many-proofs', 'The document has too many proofs.'))]
  const judged: JudgedProof[] = []
  if (credential.jwt) judged.push(await judgeJwt(context, credential, credential.jwt))
  for (const [index, proof] of embedded.entries()) {
    if (judged.at(-1)?.proof.outcome === 'failed') break
    judged.push(await judgeEmbedded(context, credential, proof, index))
  }
  return judged
}

async function judgeEmbedded(
  context: CheckContext,
  { document, contentHash }: ReadCredential,
  proof: unknown,
  index: number,
): Promise<JudgedProof> {
  const problem = problemOfProof(proof, document, context.now)
  if (problem || !isObject(proof)) return neither(problem)
  const unsecured = unsecuredFor(document, proof)
  if (!unsecured) return neither(failed('previous-proof-missing', 'The proof builds on one that is not there.'))
  const methodId = idOf(proof['verificationMethod']) ?? ''
  const times = { created: instantIn(proof['created']), now: context.now }
  const located = await locateMethod(context.documents, methodId, idOf(document['issuer']) ?? '', times)
  return judge(context, [contentHash, String(index)], located, (key) =>
    verifyDataIntegrity(unsecured, proof, key, context.publicUrl),
  )
}

async function judgeJwt(context: CheckContext, credential: ReadCredential, jwt: DecodedJwt): Promise<JudgedProof> {
  const { document, contentHash } = credential
  const problem = problemOfJwt(jwt, document) ?? (await problemOfTerms(document, context.publicUrl))
  if (problem) return neither(problem)
  const times = { created: instantIn(document['validFrom'] ?? document['issuanceDate']), now: context.now }
  const located = await locateJwtKey(context.documents, jwt.header, idOf(document['issuer']) ?? '', times)
  const judged = await judge(context, [contentHash, 'jwt'], located, (key) => verifyJwt(jwt, key))
  return { ...judged, proof: { ...judged.proof, warnings: warningsOfJwt(jwt) } }
}

async function judge(
  { signatures }: CheckContext,
  place: readonly string[],
  { id, key, binding }: LocatedKey,
  verify: (key: NonNullable<LocatedKey['key']>) => Promise<Finding>,
): Promise<JudgedProof> {
  if (!key) return { proof: unknown('key-unavailable', 'The key that signed could not be had.'), binding }
  const proof = await signatures.verdict([...place, id, key.fingerprint], () => verify(key))
  return { proof: proof.outcome === 'passed' ? { ...proof, by: id } : proof, binding }
}

/** A proof that is wrong in itself says nothing about the issuer. */
function neither(problem: Finding | null): JudgedProof {
  const proof = problem ?? failed('proof-malformed', 'The proof is not an object.')
  return { proof, binding: unknown('no-sound-proof', 'Without a sound proof nobody can be named as the issuer.') }
}
