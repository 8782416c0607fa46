import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync } from 'node:fs'
import jsonld from 'jsonld'
import { RDFC10 } from 'rdfjs-c14n'
import { t } from '../support/test.ts'
import { createDocumentLoader } from '../../src/standards/vc/index.ts'
import { exampleIssuer } from '../support/example-keys.ts'
import { goldenText } from '../support/fixtures.ts'

/*
 * What this service signed, checked with another implementation of RDF Dataset Canonicalization (RDFC-1.0) than the one
 * it signs with, and with nothing of the libraries for proofs: the steps of "Data Integrity EdDSA Cryptosuites, Verify
 * Proof (eddsa-rdfc-2022)", written out.
 */

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')
const MULTICODEC_BYTES = 2
const documentLoader = createDocumentLoader('https://badges.example.org')

interface SignedDocument {
  readonly '@context': unknown
  readonly issuer: string | { readonly id: string }
  readonly proof: readonly Readonly<Record<string, string>>[]
}

/** The key in a did:key itself, or the example key of the organisation that a did:web names last. */
function keyOf(issuer: SignedDocument['issuer']): string {
  const id = typeof issuer === 'string' ? issuer : issuer.id
  const last = id.split(':').at(-1) ?? ''
  return id.startsWith('did:key:') ? last : keyOfOrganisation(last === 'pohjantahti' ? last : 'horizonte')
}

function keyOfOrganisation(slug: 'horizonte' | 'pohjantahti'): string {
  return exampleIssuer(slug).keys[0]?.publicKeyMultibase ?? ''
}

async function canonicalHash(document: object): Promise<Buffer> {
  const quads = await jsonld.toRDF(document, { format: 'application/n-quads', documentLoader, safe: true, base: null })
  return createHash('sha256')
    .update(await new RDFC10().canonicalize(quads))
    .digest()
}

async function isSignedBy(key: string, { proof: proofs, ...unsecured }: SignedDocument): Promise<boolean> {
  const { proofValue = '', ...options } = proofs[0] ?? {}
  const hashed = await Promise.all([
    canonicalHash({ '@context': unsecured['@context'], ...options }),
    canonicalHash(unsecured),
  ])
  const raw = Buffer.concat([SPKI_ED25519, multibase(key).subarray(MULTICODEC_BYTES)])
  const publicKey = createPublicKey({ key: raw, format: 'der', type: 'spki' })
  return verify(null, Buffer.concat(hashed), publicKey, multibase(proofValue))
}

function multibase(text: string): Buffer {
  let number = 0n
  for (const letter of text.slice(1)) number = number * 58n + BigInt(BASE58.indexOf(letter))
  const hex = number.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}

const signedFiles = readdirSync(new URL('../golden/', import.meta.url))
  .map((file) => ({ file, document: JSON.parse(goldenText(file)) as Partial<SignedDocument> }))
  .filter((each): each is { file: string; document: SignedDocument } => each.document.proof !== undefined)

t.ok(signedFiles.length >= 2, 'there are signed documents to look at')

for (const { file, document } of signedFiles) {
  const key = keyOf(document.issuer)
  const other = keyOfOrganisation(key === keyOfOrganisation('horizonte') ? 'pohjantahti' : 'horizonte')

  t.test(`${file}: another canonicalization comes to the same signature`, async (t) => {
    t.ok(await isSignedBy(key, document))
    t.notOk(await isSignedBy(key, { ...document, name: 'Another' } as SignedDocument), 'and not for another name')
    t.notOk(await isSignedBy(other, document), 'or key')
  })
}
