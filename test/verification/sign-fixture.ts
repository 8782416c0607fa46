import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto'

import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose'
import jsonld from 'jsonld'
import { createDocumentLoader } from '../../src/standards/vc/contexts.ts'
import { encodeBase58Btc } from '../../src/standards/vc/base58btc.ts'
import { encodeMultikey } from '../../src/standards/vc/multikey.ts'
import { idOf } from '../../src/verification/reading/members.ts'

/**
 * Signs documents for tests, in the few steps of the specification and without the suites that verification uses: a
 * mistake in one is not repeated in the other. Nothing here signs for the service.
 */
export interface TestKey {
  readonly privateKey: KeyObject
  readonly multibase: string
  readonly did: string
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The same key for the same name. */
export function testKey(name: string): TestKey {
  const seed = createHash('sha256').update(`test key ${name}`).digest()
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
  const { x = '' } = privateKey.export({ format: 'jwk' })
  const multibase = encodeMultikey({ algorithm: 'Ed25519', bytes: Buffer.from(x, 'base64url') })
  return { privateKey, multibase, did: `did:key:${multibase}` }
}

export type Document = Record<string, unknown>

export interface ProofOptions {
  readonly suite?: 'eddsa-rdfc-2022' | 'eddsa-2022' | 'Ed25519Signature2020'
  /** Default: the fragment of the issuer's id. */
  readonly verificationMethod?: string
  /** Members of the proof, signed with it. */
  readonly members?: Document
  readonly publicUrl?: string
}

/** The document with one more proof. Source: Data Integrity EdDSA Cryptosuites 1.0, eddsa-rdfc-2022, Create Proof. */
export async function signed(document: Document, key: TestKey, options: ProofOptions = {}): Promise<Document> {
  const { proof: existing, ...unsecured } = document
  const { suite = 'eddsa-rdfc-2022', members = {} } = options
  const issuerId = idOf(document['issuer']) ?? ''
  const proof: Document = {
    ...(suite === 'Ed25519Signature2020' ? { type: suite } : { type: 'DataIntegrityProof', cryptosuite: suite }),
    created: '2026-01-01T00:00:00Z',
    verificationMethod: options.verificationMethod ?? `${issuerId}#${key.multibase}`,
    proofPurpose: 'assertionMethod',
    ...members,
  }
  const proofs = existing === undefined ? [] : (existing as Document[])
  const previous = proofs.filter(({ id }) => id !== undefined && id === proof['previousProof'])
  const input = previous.length > 0 ? { ...unsecured, proof: previous } : unsecured
  const hash = async (node: Document): Promise<Buffer> =>
    createHash('sha256')
      .update(await canonical(node, options.publicUrl))
      .digest()
  const data = Buffer.concat([await hash({ '@context': document['@context'], ...proof }), await hash(input)])
  const proofValue = `z${encodeBase58Btc(sign(null, data, key.privateKey))}`
  return { ...unsecured, proof: [...proofs, { ...proof, proofValue }] }
}

function canonical(node: Document, publicUrl: string | undefined): Promise<string> {
  const documentLoader = createDocumentLoader(publicUrl)
  return jsonld.canonize(node, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader,
    safe: true,
    base: null,
  })
}

export interface JwtKey {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

export async function jwtKey(algorithm: 'RS256' | 'ES256'): Promise<JwtKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  return { privateKey, jwk: await exportJWK(publicKey) }
}

/** A compact JWS over claims. Source: Open Badges 3.0, JSON Web Token Proof Format. */
export function signedJwt(claims: object, { privateKey }: JwtKey, header: { alg: string } & Document): Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims))
  return new CompactSign(payload).setProtectedHeader(header).sign(privateKey)
}
