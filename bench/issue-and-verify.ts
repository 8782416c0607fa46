import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue } from '@digitalbazaar/vc'
import { sign } from 'node:crypto'
import { prepareCredential } from '../src/signing/index.ts'
import { signedText } from '../src/signing/proofs.ts'
import type { AchievementCredential } from '../src/standards/ob3/index.ts'
import { createDocumentLoader, didDocument } from '../src/standards/vc/index.ts'
import { SignatureCache, unreachable, verifyCredential, type VerificationPorts } from '../src/verification/index.ts'
import { exampleIssuer } from '../test/support/example-keys.ts'
import { fixture } from '../test/support/fixtures.ts'
import { isVerified } from '../test/support/plain-verifier.ts'
import { measure, table } from './rounds.ts'

/*
 * `node --import tsx bench/issue-and-verify.ts`: issuing and verifying one real badge, ours beside the plain library, in
 * one run. Ours does more: before signing it checks both schemas, JSON-LD safe mode and the rules beyond the schema;
 * when verifying it also reads, checks dates, status, schema and recognition, and says what it found.
 */

const PUBLIC_URL = 'https://badges.example.org'
const AT = new Date('2026-06-01T12:00:00Z')
const NOW = new Date('2026-06-02T00:00:00Z')
const EFFORT = { rounds: Number(process.env['ROUNDS'] ?? 9), times: 20 }

const issuer = exampleIssuer('horizonte')
const documentLoader = createDocumentLoader(PUBLIC_URL)
const badge = fixture('ob3/valid/micro-credential.json') as AchievementCredential
Reflect.deleteProperty(badge, 'credentialStatus')

const signer = {
  id: issuer.key.id,
  algorithm: 'Ed25519',
  sign: ({ data }: { data: Uint8Array }) => Promise.resolve(new Uint8Array(sign(null, data, issuer.key.privateKey))),
}

function issuedPlainly(): Promise<unknown> {
  const suite = new DataIntegrityProof({ cryptosuite, signer, date: AT.toISOString() })
  return issue({ credential: structuredClone(badge), suite, documentLoader, now: AT })
}

const prepared = await prepareCredential(badge, AT)
const signed = await signedText(prepared, issuer.key, documentLoader)
const bytes = Buffer.from(signed)
const did = JSON.stringify(didDocument(issuer.id, issuer.keys))

const ports: VerificationPorts = {
  ownDocuments: { read: (url) => Promise.resolve(url.endsWith('/did.json') ? did : null), keeps: async () => false },
  findByCode: async () => null,
  ownRecord: async () => null,
  recognisedIssuers: async () => ({ name: 'Horizonte' }),
  fetchDocument: async () => unreachable('network-not-used'),
}

async function verified(signatures?: SignatureCache): Promise<void> {
  const options = { now: NOW, publicUrl: PUBLIC_URL, ...(signatures ? { signatures } : {}) }
  const { state } = await verifyCredential(ports, { bytes }, options)
  if (state !== 'valid') throw new Error(`the badge of this bench is ${state}`)
}

async function verifiedPlainly(): Promise<void> {
  if (!(await isVerified(signed, PUBLIC_URL, [issuer]))) throw new Error('the plain library does not verify the badge')
}

const warm = new SignatureCache()
const issuing = await measure(
  [
    { name: 'plain `@digitalbazaar/vc` issue()', run: issuedPlainly },
    { name: 'ours, sign alone', run: () => signedText(prepared, issuer.key, documentLoader) },
    {
      name: 'ours, prepare and sign',
      run: async () => signedText(await prepareCredential(badge, AT), issuer.key, documentLoader),
    },
  ],
  EFFORT,
)
const verifying = await measure(
  [
    { name: 'plain `@digitalbazaar/vc` verifyCredential()', run: verifiedPlainly },
    { name: 'ours, first time', run: () => verified() },
    { name: 'ours, bytes seen before', run: () => verified(warm) },
  ],
  EFFORT,
)
console.log(`Node ${process.version}, badge of ${String(bytes.length)} bytes\n`)
console.log(`${table('issuing', issuing)}\n\n${table('verifying', verifying)}`)
