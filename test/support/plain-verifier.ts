import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalbazaar/vc'
import {
  createDocumentLoader,
  didDocument,
  type DidKeyEntry,
  type DocumentLoader,
} from '../../src/standards/vc/index.ts'

/** Issuers as their DID documents show them. */
export interface PublishedIssuer {
  readonly id: string
  readonly keys: readonly DidKeyEntry[]
}

/** Checks a credential with the plain library, without any code of ours but contexts and DID documents. */
export async function isVerified(
  signed: string,
  publicUrl: string,
  issuers: readonly PublishedIssuer[],
  suite: 'eddsa-rdfc-2022' | 'Ed25519Signature2020' = 'eddsa-rdfc-2022',
): Promise<boolean> {
  const { verified } = await verifyCredential({
    credential: JSON.parse(signed) as object,
    suite: suite === 'eddsa-rdfc-2022' ? new DataIntegrityProof({ cryptosuite }) : new Ed25519Signature2020(),
    documentLoader: loaderOf(publicUrl, issuers),
    now: new Date('2026-06-02T00:00:00Z'),
    checkStatus: () => Promise.resolve({ verified: true }),
  })
  return verified
}

function loaderOf(publicUrl: string, issuers: readonly PublishedIssuer[]): DocumentLoader {
  const documents = new Map<string, unknown>()
  for (const { id, keys } of issuers) {
    const document = didDocument(id, keys)
    documents.set(id, document)
    for (const method of document.verificationMethod) {
      documents.set(method.id, { '@context': 'https://w3id.org/security/multikey/v1', ...method })
    }
  }
  const contexts = createDocumentLoader(publicUrl)
  return (url) => {
    const document = documents.get(url)
    return document === undefined
      ? contexts(url)
      : Promise.resolve({ contextUrl: null, documentUrl: url, document, tag: 'static' })
  }
}
