import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { createVerifyCryptosuite as ecdsaSd2023 } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { createVerifyCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { CONTEXT } from '../../standards/vc/contexts.ts'
import type { MultikeyAlgorithm } from '../../standards/vc/multikey.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { listOf, textOf } from '../reading/members.ts'

/** A way to secure a document that is known here, by the library of its authors. */
export interface Suite {
  readonly algorithms: readonly MultikeyAlgorithm[]
  /** What a proof value looks like; said before any key is looked for. */
  readonly proofValue: RegExp
  /** Whether the signature covers the text as it stands, and not the meaning of its words. */
  readonly coversText?: true
  readonly verifier: (document: JsonObject) => DataIntegrityProof | Ed25519Signature2020
}

/** 64 bytes in base58btc are 87 or 88 digits, 96 bytes up to 132; rarely fewer. */
const SIGNATURE = /^z[1-9A-HJ-NP-Za-km-z]{64,88}$/
const LONGER_SIGNATURE = /^z[1-9A-HJ-NP-Za-km-z]{64,132}$/
/** CBOR under the tag of a derived proof. Each statement that is disclosed costs a signature; nobody discloses 1,000. */
const DERIVED_PROOF = /^u2V0B[\w-]{200,100000}$/

const dataIntegrity = (cryptosuite: object, document: JsonObject): DataIntegrityProof =>
  new DataIntegrityProof({
    cryptosuite,
    legacyContext: listOf(document['@context']).includes(CONTEXT.dataIntegrityV1),
  })

/** Proofs of type DataIntegrityProof by their cryptosuite. `eddsa-2022` is what drafts called `eddsa-rdfc-2022`. */
const CRYPTOSUITES: Readonly<Record<string, Suite>> = {
  'eddsa-rdfc-2022': {
    algorithms: ['Ed25519'],
    proofValue: SIGNATURE,
    verifier: (document) => dataIntegrity(eddsaRdfc2022, document),
  },
  'eddsa-2022': {
    algorithms: ['Ed25519'],
    proofValue: SIGNATURE,
    verifier: (document) => dataIntegrity({ ...eddsaRdfc2022, name: 'eddsa-2022' }, document),
  },
  'eddsa-jcs-2022': {
    algorithms: ['Ed25519'],
    proofValue: SIGNATURE,
    coversText: true,
    verifier: (document) => dataIntegrity(eddsaJcs2022(), document),
  },
  'ecdsa-rdfc-2019': {
    algorithms: ['P-256', 'P-384'],
    proofValue: LONGER_SIGNATURE,
    verifier: (document) => dataIntegrity(ecdsaRdfc2019, document),
  },
  'ecdsa-sd-2023': {
    algorithms: ['P-256'],
    proofValue: DERIVED_PROOF,
    verifier: (document) => dataIntegrity(ecdsaSd2023(), document),
  },
}

const ED25519_SIGNATURE_2020: Suite = {
  algorithms: ['Ed25519'],
  proofValue: SIGNATURE,
  verifier: () => new Ed25519Signature2020(),
}

/** The suite that a proof was made with; null for one that is not known here. */
export function suiteOf(proof: JsonObject): Suite | null {
  if (proof['type'] === 'Ed25519Signature2020') return ED25519_SIGNATURE_2020
  const name = textOf(proof['cryptosuite'])
  const isKnown = proof['type'] === 'DataIntegrityProof' && name !== undefined && Object.hasOwn(CRYPTOSUITES, name)
  return isKnown ? (CRYPTOSUITES[name] ?? null) : null
}

/**
 * Whether a proof of ecdsa-sd-2023 is the one the issuer gave to the holder alone: it is for deriving others, and no
 * verifier can be asked about it. Source: Data Integrity ECDSA Cryptosuites 1.0, Selective Disclosure Functions.
 */
export function isBaseProof(proof: JsonObject): boolean {
  return proof['cryptosuite'] === 'ecdsa-sd-2023' && textOf(proof['proofValue'])?.startsWith('u2V0A') === true
}
