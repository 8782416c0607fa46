import { t } from '../support/test.ts'
import { prepareCredential, prepareEndorsement } from '../../src/signing/index.ts'
import { privateKeyOf } from '../../src/signing/key-material.ts'
import { signedText } from '../../src/signing/proofs.ts'
import type { AchievementCredential, EndorsementCredential } from '../../src/standards/ob3/index.ts'
import { CONTEXT, createDocumentLoader } from '../../src/standards/vc/index.ts'
import { exampleIssuer } from '../support/example-keys.ts'
import { fixture, recordedText } from '../support/fixtures.ts'
import { isVerified } from '../support/plain-verifier.ts'

const OWN = 'https://badges.example.org'
const AT = new Date('2026-06-01T12:00:00Z')
const load = createDocumentLoader(OWN)
const horizonte = exampleIssuer('horizonte')
const pohjantahti = exampleIssuer('pohjantahti')
const issuers = [horizonte, pohjantahti]

interface Signed {
  readonly proof: readonly { readonly type: string; readonly created: string; readonly proofValue: string }[]
}
const proofsOf = (text: string): Signed['proof'] => (JSON.parse(text) as Signed).proof

async function endorsement(): Promise<EndorsementCredential> {
  const prepared = await prepareEndorsement(fixture('ob3/valid/endorsement.json') as EndorsementCredential, AT)
  return JSON.parse(await signedText(prepared, pohjantahti.key, load)) as EndorsementCredential
}

async function badge(more: Partial<AchievementCredential> = {}): Promise<AchievementCredential> {
  const document = fixture('ob3/valid/micro-credential.json') as AchievementCredential
  return { ...document, endorsement: [await endorsement()], ...more }
}

async function legacyBadge(): Promise<AchievementCredential> {
  const [data = '', openBadges = '', eu = ''] = (await badge())['@context']
  return badge({ '@context': [data, openBadges, CONTEXT.ed25519Signature2020, eu] })
}

t.test('the published vector of Open Badges comes out byte by byte', async (t) => {
  const values = fixture('vectors/crypto/eddsa-rdfc-2022/values.json') as {
    secretKeySeedAndPublicHex: string
    proofOptions: { created: string; verificationMethod: string }
    proofValue: string
  }
  const seed = Buffer.from(values.secretKeySeedAndPublicHex, 'hex').subarray(0, 32)
  const { created, verificationMethod } = values.proofOptions
  const document = fixture('vectors/crypto/eddsa-rdfc-2022/unsigned.json') as AchievementCredential
  const prepared = await prepareCredential(document, new Date(created))
  const key = { id: verificationMethod, privateKey: privateKeyOf('Ed25519', seed) }
  const [proof] = proofsOf(await signedText(prepared, key, load))
  t.equal(proof?.proofValue, values.proofValue)
  t.same(proof, (fixture('vectors/crypto/eddsa-rdfc-2022/signed.json') as { proof: unknown }).proof)
})

t.test('the same key, bytes and instant give the same text', async (t) => {
  for (const { golden, document } of [
    { golden: 'micro-credential.json', document: await badge() },
    { golden: 'micro-credential-two-proofs.json', document: await legacyBadge() },
  ]) {
    const prepared = await prepareCredential(document, AT)
    const text = await signedText(prepared, horizonte.key, load)
    t.equal(`${text}\n`, recordedText(golden, `${text}\n`), golden)
    t.ok(text.startsWith(prepared.unsignedBytes.slice(0, -1)), 'the recorded bytes stand in the signed ones')
  }
})

t.test('fractions of a second do not get into a proof', async (t) => {
  const prepared = await prepareCredential(await badge(), new Date('2026-06-01T12:00:00.789Z'))
  t.equal(proofsOf(await signedText(prepared, horizonte.key, load))[0]?.created, '2026-06-01T12:00:00Z')
})

t.test('another implementation verifies what was signed', async (t) => {
  const text = await signedText(await prepareCredential(await badge(), AT), horizonte.key, load)
  t.ok(await isVerified(text, OWN, issuers))
  t.ok(await isVerified(JSON.stringify(await endorsement()), OWN, issuers))
  const compromised = { ...horizonte, keys: horizonte.keys.map((key) => ({ ...key, state: 'compromised' as const })) }
  t.notOk(await isVerified(text, OWN, [compromised]), 'but not under a compromised key')
})

t.test('each proof of two is about the document alone, eddsa-rdfc-2022 first', async (t) => {
  const text = await signedText(await prepareCredential(await legacyBadge(), AT), horizonte.key, load)
  const proofs = proofsOf(text)
  t.same(
    proofs.map(({ type }) => type),
    ['DataIntegrityProof', 'Ed25519Signature2020'],
  )
  t.ok(await isVerified(text, OWN, issuers))
  t.ok(await isVerified(text, OWN, issuers, 'Ed25519Signature2020'))
  const alone = JSON.stringify({ ...(JSON.parse(text) as object), proof: [proofs[1]] })
  t.ok(await isVerified(alone, OWN, issuers, 'Ed25519Signature2020'), 'the second stands without the first')
})

t.test('no leaf of a signed badge can be changed or left out', async (t) => {
  const text = await signedText(await prepareCredential(await badge(), AT), horizonte.key, load)
  const { proof, ...rest } = JSON.parse(text) as Record<string, unknown>
  const leaves = leavesOf(rest).filter(({ path }) => path[0] !== '@context' && path[1] !== '@context')
  t.ok(leaves.length > 90)
  const survivors: string[] = []
  for (const { path, value } of leaves) {
    const changed = structuredClone(rest)
    setLeaf(changed, path, typeof value === 'string' ? `${value}1` : typeof value === 'number' ? value + 1 : !value)
    if (await isVerified(JSON.stringify({ ...changed, proof }), OWN, issuers)) survivors.push(path.join('/'))
  }
  t.same(survivors, [])
})

interface Leaf {
  readonly path: readonly string[]
  readonly value: unknown
}

function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]))
}

function setLeaf(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const parents = path.slice(0, -1)
  const parent = parents.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], root)
  Object.assign(parent as object, { [path.at(-1) ?? '']: value })
}
