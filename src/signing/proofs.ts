import { sign, type KeyObject } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { createSignCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue } from '@digitalbazaar/vc'
import {
  CONTEXT,
  type DataIntegrityProof as DataIntegrityProofJson,
  type DocumentLoader,
  type Ed25519Signature2020Proof,
  type Proof,
} from '../standards/vc/index.ts'
import type { PreparedGenericCredential, PreparedProofDocument } from './prepared.ts'

export interface ProofKey {
  /** Address of the verification method: issuer id and key. */
  readonly id: string
  readonly privateKey: KeyObject
}

/**
 * The signed text: the prepared bytes with a proof set as last member. Each proof is about the document without the
 * others. eddsa-rdfc-2022 stands first, where the public validator looks; the second is there when the document names
 * the context of its suite. The same key, bytes and `created` give the same text.
 * Source: Open Badges 3.0, Linked Data Proof Format.
 */
export async function signedText(
  prepared: PreparedProofDocument,
  key: ProofKey,
  documentLoader: DocumentLoader,
): Promise<string> {
  const proofs =
    prepared.kind === 'generic-credential'
      ? [await genericProof(prepared, key, documentLoader)]
      : await proofsOfOurs(prepared, key, documentLoader)
  const { unsignedBytes } = prepared
  return `${unsignedBytes.slice(0, unsignedBytes.lastIndexOf('}'))},"proof":${JSON.stringify(proofs)}}`
}

async function proofsOfOurs(
  { document, created }: PreparedProofDocument,
  key: ProofKey,
  documentLoader: DocumentLoader,
): Promise<Proof[]> {
  const date = dateOf(created)
  const addProof = async (suite: object): Promise<Proof> => {
    // The library adds members to the object it is given.
    const copy = structuredClone(document)
    const { proof } = await issue({ credential: copy, suite, documentLoader, now: created })
    return inOrder(proof as unknown as Proof)
  }
  const signer = signerOf(key)
  const proofs = [await addProof(new DataIntegrityProof({ cryptosuite, signer, date }))]
  if (document['@context'].includes(CONTEXT.ed25519Signature2020))
    proofs.push(await addProof(new Ed25519Signature2020({ signer, date })))
  return proofs
}

/**
 * The one proof of a document of either data model. The suite is asked directly: `issue` has opinions of its own on what
 * a credential may hold, and the shape has been checked.
 */
async function genericProof(
  { document, created, suite }: PreparedGenericCredential,
  key: ProofKey,
  documentLoader: DocumentLoader,
): Promise<Proof> {
  const proof = await new DataIntegrityProof({
    cryptosuite: suite === 'eddsa-jcs-2022' ? eddsaJcs2022() : cryptosuite,
    signer: signerOf(key),
    date: dateOf(created),
    legacyContext: document['@context'].includes(CONTEXT.dataIntegrityV1),
  }).createProof({ document: structuredClone(document), purpose: ASSERTION, proofSet: [], documentLoader })
  return inOrder(proof as unknown as Proof)
}

const ASSERTION = {
  term: 'assertionMethod',
  update: (proof: object) => Promise.resolve({ ...proof, proofPurpose: 'assertionMethod' }),
}

function dateOf(created: Date): string {
  return `${created.toISOString().slice(0, 19)}Z`
}

function signerOf({ id, privateKey }: ProofKey): object {
  return {
    id,
    algorithm: 'Ed25519',
    sign: ({ data }: { data: Uint8Array }) => Promise.resolve(new Uint8Array(sign(null, data, privateKey))),
  }
}

/** The order of members is ours, whatever a later version of the library does. */
function inOrder(proof: Proof): Proof {
  const { created, verificationMethod, proofPurpose, proofValue } = proof
  const rest = { created, verificationMethod, proofPurpose, proofValue }
  if (proof.type !== 'DataIntegrityProof') return { type: proof.type, ...rest } satisfies Ed25519Signature2020Proof
  const { '@context': context, type, cryptosuite: suite } = proof
  const repeated = context === undefined ? {} : { '@context': context }
  return { ...repeated, type, cryptosuite: suite, ...rest } satisfies DataIntegrityProofJson
}
