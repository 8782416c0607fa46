import { readFileSync } from 'node:fs'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalbazaar/vc'
import { isRevokedIn, json, type IssuedDocument } from './answers.ts'

/*
 * Somebody who has never heard of this service: the library of another house, the files of the standards, and what the
 * issuers publish. Nothing of src/ is used here, and nothing is fetched while the library is at work.
 */

const CONTEXTS: Readonly<Record<string, string>> = {
  'https://www.w3.org/ns/credentials/v2': 'credentials-v2.json',
  'https://www.w3.org/ns/did/v1': 'did-v1.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': 'ob-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json': 'ob-extensions.json',
  'https://w3id.org/security/suites/ed25519-2020/v1': 'ed25519-2020-v1.json',
}
const MULTIKEY = 'https://w3id.org/security/multikey/v1'

interface DidDocument {
  readonly id: string
  readonly verificationMethod: readonly { readonly id: string }[]
}

export interface Verdict {
  readonly verified: boolean
  readonly error?: string | undefined
}

export interface Stranger {
  /** Proofs of every suite that is named have to hold, and the status list must not say that it is revoked. */
  readonly verify: (document: object, ...suites: readonly Suite[]) => Promise<Verdict>
}

const SUITES = {
  'eddsa-rdfc-2022': () => new DataIntegrityProof({ cryptosuite }),
  Ed25519Signature2020: () => new Ed25519Signature2020(),
}
export type Suite = keyof typeof SUITES

export interface Published {
  /** Where the service listens, and the address that it signs under. */
  readonly address: string
  readonly publicUrl: string
  readonly issuers: readonly string[]
}

/** Collects what is published, and takes it home. */
export async function strangerTo({ address, publicUrl, issuers }: Published): Promise<Stranger> {
  const known = new Map<string, unknown>()
  for (const [url, file] of Object.entries(CONTEXTS)) known.set(url, contextFile(file))
  const ownContext = `${publicUrl}/contexts/insignia-eu-v1.json`
  known.set(ownContext, await json(atService(ownContext)))
  for (const slug of issuers) keep(known, await json<DidDocument>(`${address}/issuers/${slug}/did.json`))

  function atService(url: string): string {
    return url.replace(publicUrl, address)
  }

  async function verify(document: object, ...named: readonly Suite[]): Promise<Verdict> {
    const suites: readonly Suite[] = named.length > 0 ? named : ['eddsa-rdfc-2022']
    const { credentialStatus } = document as Partial<IssuedDocument>
    const list = credentialStatus && (await json<StatusList>(atService(credentialStatus.statusListCredential)))
    const { verified, error } = await verifyCredential({
      credential: structuredClone(document),
      suite: suites.map((name) => SUITES[name]()),
      documentLoader: (url) => Promise.resolve(loaded(known, url)),
      checkStatus: async () => ({
        verified:
          credentialStatus !== undefined &&
          list?.id === credentialStatus.statusListCredential &&
          (await verify(list)).verified &&
          !isRevokedIn(list, credentialStatus),
      }),
    })
    return { verified, error: error && messagesOf(error) }
  }
  return { verify }
}

type StatusList = Parameters<typeof isRevokedIn>[0] & { readonly id: string }

function loaded(known: ReadonlyMap<string, unknown>, url: string) {
  const document = known.get(url) ?? keyDocument(url)
  if (document === undefined) throw new Error(`the library wants ${url}, which nobody gave it`)
  return { contextUrl: null, documentUrl: url, document }
}

/** The document, and each of its keys under its own id. */
function keep(known: Map<string, unknown>, document: DidDocument): void {
  known.set(document.id, document)
  for (const method of document.verificationMethod) known.set(method.id, { '@context': MULTIKEY, ...method })
}

/** A did:key is its own document. Source: did:key method, Document Creation Algorithm. */
function keyDocument(url: string): unknown {
  const [, did, publicKeyMultibase] = /^(did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]+))/.exec(url) ?? []
  if (did === undefined) return undefined
  const id = `${did}#${String(publicKeyMultibase)}`
  const method = { id, type: 'Multikey', controller: did, publicKeyMultibase }
  return url === id
    ? { '@context': MULTIKEY, ...method }
    : {
        '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY],
        id: did,
        verificationMethod: [method],
        assertionMethod: [id],
      }
}

function contextFile(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../contexts/${name}`, import.meta.url), 'utf8'))
}

function messagesOf(error: Error): string {
  const { errors = [] } = error as { errors?: readonly Error[] }
  return [error, ...errors].map(({ message }) => message).join('; ')
}
