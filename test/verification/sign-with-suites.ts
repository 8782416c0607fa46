import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import {
  createDiscloseCryptosuite,
  createSignCryptosuite as ecdsaSd2023,
} from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { CONTEXT, createDocumentLoader } from '../../src/standards/vc/contexts.ts'
import { encodeMultikey, jwkToMultikey, type MultikeyAlgorithm } from '../../src/standards/vc/multikey.ts'
import { idOf, listOf } from '../../src/verification/reading/members.ts'
import type { Document, TestKey } from './sign-fixture.ts'

/** Signs with the library of each suite, as another issuer would. */

const CREATED = '2026-01-01T00:00:00Z'
const documentLoader = createDocumentLoader()

/** A fresh key of an elliptic curve, and the did:key that is made of it. */
export function ecKey(namedCurve: 'P-256' | 'P-384'): TestKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve })
  const multikey = jwkToMultikey(privateKey.export({ format: 'jwk' }))
  const multibase = multikey ? encodeMultikey(multikey) : ''
  return { privateKey, multibase, did: `did:key:${multibase}` }
}

const DIGESTS: Readonly<Record<MultikeyAlgorithm, string | null>> = {
  Ed25519: null,
  'P-256': 'sha256',
  'P-384': 'sha384',
}

export interface SuiteOptions {
  readonly algorithm?: MultikeyAlgorithm
  /** Default: the fragment of the issuer's id. */
  readonly verificationMethod?: string
  readonly purpose?: string
  /** Members of the proof, signed with it. */
  readonly members?: Document
}

/** The document with one more proof of the suite. */
export async function signedWith(
  cryptosuite: object,
  document: Document,
  key: TestKey,
  options: SuiteOptions = {},
): Promise<Document> {
  const { proof: existing = [], ...unsecured } = document
  const previous = listOf(options.members?.['previousProof'])
  const chained = (existing as Document[]).filter(({ id }) => id !== undefined && previous.includes(id))
  const proof = await suiteFor(cryptosuite, unsecured, key, options).createProof({
    document: { ...unsecured, ...(chained.length > 0 ? { proof: chained } : {}) },
    purpose: purposeOf(options),
    proofSet: [],
    documentLoader,
  })
  return { ...unsecured, proof: [...(existing as Document[]), proof] }
}

/** The document as a holder shows it: what is mandatory, what the pointers select, and a proof of exactly that. */
export async function disclosed(
  document: Document,
  key: TestKey,
  mandatoryPointers: readonly string[],
  selectivePointers: readonly string[],
): Promise<{ base: Document; derived: Document }> {
  const base = await signedWith(ecdsaSd2023({ mandatoryPointers }), document, key, { algorithm: 'P-256' })
  const { proof, ...unsecured } = base
  const suite = new DataIntegrityProof({ cryptosuite: createDiscloseCryptosuite({ selectivePointers }) })
  const derived = await suite.derive({
    document: unsecured,
    purpose: purposeOf({}),
    proofSet: proof as Document[],
    documentLoader,
  })
  return { base, derived: { ...derived, proof: [derived['proof']] } }
}

function suiteFor(cryptosuite: object, document: Document, key: TestKey, options: SuiteOptions): DataIntegrityProof {
  const issuerId = idOf(document['issuer']) ?? ''
  const { algorithm = 'Ed25519', verificationMethod = `${issuerId}#${key.multibase}` } = options
  const signer = {
    id: verificationMethod,
    algorithm,
    sign: ({ data }: { data: Uint8Array }) => Promise.resolve(signature(key.privateKey, algorithm, data)),
  }
  const legacyContext = listOf(document['@context']).includes(CONTEXT.dataIntegrityV1)
  return new DataIntegrityProof({ cryptosuite, signer, date: CREATED, legacyContext })
}

function signature(privateKey: KeyObject, algorithm: MultikeyAlgorithm, data: Uint8Array): Uint8Array {
  return new Uint8Array(sign(DIGESTS[algorithm], data, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
}

function purposeOf({ purpose = 'assertionMethod', members = {} }: SuiteOptions): {
  term: string
  update: (proof: object) => Promise<object>
} {
  return { term: purpose, update: (proof) => Promise.resolve({ ...proof, ...members, proofPurpose: purpose }) }
}
