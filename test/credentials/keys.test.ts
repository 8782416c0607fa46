import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { readLog } from '../../src/audit/index.ts'
import { issueCredential, requestRevocation, confirmRevocation } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import type { Proof } from '../../src/standards/vc/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createAwardScene, PUBLIC_URL, type AwardScene, type Issued } from './scene.ts'

type Signed = AchievementCredential & { readonly proof: readonly Proof[] }
const parse = (text: string): Signed => JSON.parse(text) as Signed
const keyOf = (text: string): string => parse(text).proof[0]?.verificationMethod.split('#')[1] ?? ''

const sceneAt = async (publicUrl: string) => createAwardScene(await openTestPostgres(t), { publicUrl })
const web = await sceneAt(PUBLIC_URL)
const MODES = [
  { mode: 'did:web', publicUrl: PUBLIC_URL, scene: web },
  { mode: 'did:key', publicUrl: 'http://localhost:3000', scene: await sceneAt('http://localhost:3000') },
] as const

async function stateOf({ verifier }: AwardScene, { document }: Issued): Promise<string> {
  return (await verifier.verifyBytes(Buffer.from(document))).state
}

async function revoke({ services, people }: AwardScene, { credentialId }: Issued): Promise<void> {
  const asked = { credentialId, category: 'administrative_error' } as const
  const id = await requestRevocation(services, people.signatory, asked)
  await confirmRevocation(services, people.signatory2, id)
}

for (const { mode, publicUrl, scene } of MODES) {
  t.test(`keys of ${mode}`, async (t) => {
    const { services, programme, people } = scene
    const { signing } = services
    const old = await scene.issued()
    const half = await scene.ready()
    const refusing = { ...services, checkOwnOutput: () => Promise.resolve({ verified: false, state: 'tampered' }) }
    await t.rejects(issueCredential(refusing, people.signatory, { awardId: half.awardId }), {
      code: 'own-output-rejected',
    })
    scene.pass(1)
    await signing.rotate(programme.awarding)
    await signing.rotate(programme.partner)
    const fresh = await scene.issued()

    await t.test('after a rotation old badges verify and new ones use the new key', async (t) => {
      t.strictSame([await stateOf(scene, old), await stateOf(scene, fresh)], ['valid', 'valid'])
      t.not(keyOf(fresh.document), keyOf(old.document))
      t.equal(keyOf(fresh.document), (await signing.ensureIssuerKeys(programme.awarding)).kid)
      const isSame = parse(fresh.document).issuer.id === parse(old.document).issuer.id
      t.equal(isSame, mode === 'did:web', 'and only with did:key another issuer')
    })

    await t.test('what was reserved under the old key is signed with it', async (t) => {
      const { document } = await issueCredential(services, people.signatory, { awardId: half.awardId })
      t.equal(keyOf(document), keyOf(old.document))
      t.equal(await stateOf(scene, { ...fresh, document }), 'valid')
    })

    await t.test('old and new badges are revoked alike', async (t) => {
      for (const issued of [old, fresh]) await revoke(scene, issued)
      t.strictSame([await stateOf(scene, old), await stateOf(scene, fresh)], ['revoked', 'revoked'])
      const report = await scene.verifier.verifyBytes(Buffer.from(old.document))
      const status = report.facts.find(({ check }) => check === 'status')
      t.match(status, { outcome: 'failed', code: 'revoked', by: `${publicUrl}/status/` }, 'as the signed list says')
    })
  })
}

t.test('a compromised key', async (t) => {
  const scene = web
  const { services, programme, people, verifier } = scene
  const { signing, database } = services
  const old = await scene.issued()
  t.equal(await stateOf(scene, old), 'valid')
  const waiting = await scene.ready()
  const refusing = { ...services, checkOwnOutput: () => Promise.resolve({ verified: false, state: 'tampered' }) }
  await t.rejects(issueCredential(refusing, people.signatory, { awardId: waiting.awardId }))
  const lost = await signing.ensureIssuerKeys(programme.awarding)

  await t.test('of the partner: its endorsement no longer confirms, and nothing is issued on it', async (t) => {
    await signing.markCompromised(programme.partner, (await signing.ensureIssuerKeys(programme.partner)).id)
    const attempt = issueCredential(services, people.signatory, { awardId: waiting.awardId })
    await t.rejects(attempt, { code: 'own-output-rejected', data: { state: 'endorsement-not-confirmed' } })
    const report = await verifier.verifyBytes(Buffer.from(old.document))
    t.match(report, { state: 'valid', verified: true })
    t.not(report.facts.find(({ check }) => check === 'endorsement')?.outcome, 'passed')
    t.equal(await stateOf(scene, await scene.issued()), 'valid', 'the next award is endorsed with the new key')
  })

  await t.test('of the issuer: the list is signed anew, and new badges verify', async (t) => {
    const since = services.clock.now()
    scene.pass(1)
    const after = await scene.issued()
    scene.pass(1)
    const { successor } = await signing.markCompromised(programme.awarding, lost.id, since)
    t.match(await signing.markCompromised(programme.awarding, lost.id), { isNew: false, compromisedAt: since })
    for (const { name, badge } of [
      { name: 'issued before the date', badge: old },
      { name: 'issued after it', badge: after },
    ]) {
      const report = await verifier.verifyBytes(Buffer.from(badge.document))
      t.match(report, { state: 'tampered', verified: false }, name)
      t.match(
        report.facts.find(({ check }) => check === 'proof'),
        { outcome: 'passed' },
        `${name}: what it says is unchanged`,
      )
      t.match(
        report.facts.find(({ check }) => check === 'issuer'),
        { outcome: 'failed', code: 'key-revoked' },
        name,
      )
    }
    const told = []
    for await (const event of readLog(database.owner)) if (event.action === 'key.compromised') told.push(event)
    t.match(told.at(-1), { subjectId: programme.awarding, data: { kid: lost.kid, since: since.toISOString() } })
    t.equal(successor?.id, (await signing.ensureIssuerKeys(programme.awarding)).id)
    const app = await buildTestApp(t, services, scene.features, people)
    const [list] = await database.owner.select().from(tables.statusLists)
    const published = (await app.get(`/status/${list?.id ?? ''}`)).body
    const active = await signing.ensureIssuerKeys(programme.awarding)
    t.not(keyOf(published), lost.kid)
    t.equal(keyOf(published), active.kid)
    t.equal((await app.get(`/status/${list?.id ?? ''}`)).body, published, 'once')
    const fresh = await scene.issued()
    t.equal(await stateOf(scene, fresh), 'valid')
    t.not(await stateOf(scene, old), 'valid', 'what the lost key signed is no longer green')
    await t.rejects(issueCredential(services, people.signatory, { awardId: waiting.awardId }), {
      code: 'key-not-usable',
    })
  })

  await t.test('is dated in the published documents and signs for nobody', async (t) => {
    const app = await buildTestApp(t, services, scene.features, people)
    const [organisation] = await database.owner
      .select()
      .from(tables.organisations)
      .where(eq(tables.organisations.id, programme.awarding))
    const slug = organisation?.slug ?? ''
    const did = (await app.get(`/issuers/${slug}/did.json`)).json<{
      assertionMethod: string[]
      verificationMethod: { id: string; revoked?: string }[]
    }>()
    const [{ compromisedAt } = { compromisedAt: null }] = (await signing.issuerKeys(programme.awarding)).filter(
      ({ kid }) => kid === lost.kid,
    )
    t.equal(did.verificationMethod.find(({ id }) => id.endsWith(lost.kid))?.revoked, compromisedAt?.toISOString())
    t.notOk(did.assertionMethod.some((method) => method.endsWith(lost.kid)))
    const page = await app.get(`/issuers/${slug}`, { accept: 'text/html' })
    t.match(page.body, lost.kid)
    const jwks = (await app.get('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>()
    t.notOk(jwks.keys.some(({ kid }) => kid === lost.kid))
  })
})
