import type { CheckContext } from '../check-context.ts'
import { failed, unknown, type Finding } from '../facts.ts'
import { locateJwtKey } from '../keys/locate-jwt-key.ts'
import type { ProofPurpose } from '../keys/controller-document.ts'
import { controllerOf, locateMethod } from '../keys/locate-method.ts'
import type { LocatedKey } from '../keys/located-key.ts'
import { verifyDataIntegrity } from '../proofs/data-integrity.ts'
import { problemOfProof, unsecuredFor } from '../proofs/embedded-proofs.ts'
import { problemOfJwt, verifyJwt, warningsOfJwt } from '../proofs/jwt.ts'
import { suiteOf } from '../proofs/suites.ts'
import { problemOfTerms } from '../proofs/terms.ts'
import type { DecodedJwt } from '../reading/jwt-text.ts'
import { isObject } from '../reading/json-text.ts'
import { idOf, instantIn, listOf } from '../reading/members.ts'
import type { ReadCredential } from '../reading/read-credential.ts'

/** Each costs a canonicalisation of the whole document. */
const MAX_PROOFS = 4

/** Who has to have signed, and what for: the issuer to assert, the holder to prove who shows it. */
export interface ExpectedSigner {
  /** Undefined where anybody may have. */
  readonly id: string | undefined
  readonly purpose: ProofPurpose
}

/** One proof, judged: whether it is right, and whether its key is the expected signer's. */
export interface JudgedProof {
  readonly proof: Finding
  readonly binding: Finding
}

/**
 * Judges every proof of a credential, or of what else is signed: the enveloping token, and the proofs embedded in the
 * document. One that is wrong fails the whole, so nothing after it is computed.
 */
export async function judgeProofs(
  context: CheckContext,
  credential: ReadCredential,
  signer: ExpectedSigner = { id: idOf(credential.document['issuer']) ?? '', purpose: 'assertionMethod' },
): Promise<readonly JudgedProof[]> {
  const embedded = listOf(credential.document['proof'])
  if (embedded.length > MAX_PROOFS) return [neither(failed('too-many-proofs', 'The document has too many proofs.'))]
  const judged: JudgedProof[] = []
  if (credential.jwt) judged.push(await judgeJwt(context, credential, credential.jwt))
  for (const [index, proof] of embedded.entries()) {
    if (judged.at(-1)?.proof.outcome === 'failed') break
    judged.push(await judgeEmbedded(context, credential, proof, index, signer))
  }
  return judged
}

async function judgeEmbedded(
  context: CheckContext,
  { document, contentHash }: ReadCredential,
  proof: unknown,
  index: number,
  signer: ExpectedSigner,
): Promise<JudgedProof> {
  const problem = problemOfProof(proof, document, context.now, signer.purpose)
  const suite = isObject(proof) ? suiteOf(proof) : null
  if (problem || !isObject(proof) || !suite) return neither(problem)
  const open = suite.coversText ? await problemOfTerms(document, context.publicUrl) : null
  if (open) return neither(open)
  const unsecured = unsecuredFor(document, proof)
  if (!unsecured) return neither(failed('previous-proof-missing', 'The proof builds on one that is not there.'))
  const methodId = idOf(proof['verificationMethod']) ?? ''
  const times = { created: instantIn(proof['created']), now: context.now }
  const signerId = signer.id ?? controllerOf(methodId)
  const located = await locateMethod(context.documents, methodId, signerId, times, signer.purpose)
  return judge(context, [contentHash, String(index)], located, (key) =>
    verifyDataIntegrity(unsecured, proof, suite, key, context.publicUrl),
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
  { id, key, binding, standing }: LocatedKey,
  verify: (key: NonNullable<LocatedKey['key']>) => Promise<Finding>,
): Promise<JudgedProof> {
  if (!key) return { proof: unknown('key-unavailable', 'The key that signed could not be had.'), binding }
  const proof = await signatures.verdict([...place, id, key.fingerprint], () => verify(key))
  if (proof.outcome !== 'passed') return { proof, binding }
  return { proof: standing && standing.outcome !== 'passed' ? disowned(standing) : { ...proof, by: id }, binding }
}

/** A further signer counts for nothing when that party does not stand behind the key, or cannot be asked. */
function disowned({ outcome, code, detail }: Finding): Finding {
  return { outcome, code, detail: `A proof is by another party than the issuer, whose key does not count. ${detail}` }
}

/** A proof that is wrong in itself says nothing about the issuer. */
function neither(problem: Finding | null): JudgedProof {
  const proof = problem ?? failed('proof-malformed', 'The proof is not an object.')
  return { proof, binding: unknown('no-sound-proof', 'Without a sound proof nobody can be named as the issuer.') }
}
