import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { runCommand } from '../../src/cli/run.ts'
import {
  approveAward,
  credentialJwt,
  endorseAward,
  importSignedEndorsements,
  issueCredential,
  lookUpPublicly,
  prepareForHome,
  signBundle,
  type EndorsementBundle,
} from '../../src/credentials/index.ts'
import { PUBLIC_ACTOR } from '../../src/access/index.ts'
import { tables } from '../../src/database/index.ts'
import { generateKey } from '../../src/signing/key-material.ts'
import { composeKeySet } from '../../src/signing/key-set.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import { didDocument } from '../../src/standards/vc/index.ts'
import { unreachable, type FetchDocument } from '../../src/verification/index.ts'
import { buildTestApp } from '../support/app.ts'
import { onBothDatabases } from '../support/database.ts'
import { createAwardScene } from './scene.ts'

const HOME = 'did:web:partner.example'
const AT = new Date('2026-06-01T12:00:00Z')
const [pair, other] = [await generateKey(), await generateKey()]
const keySetOf = (one: typeof pair, organisation = 'home-partner') =>
  composeKeySet(
    [
      {
        ...{ organisation, state: 'active', pair: one, createdAt: AT },
        ...{ activatedAt: AT, retiredAt: null, compromisedAt: null },
      },
    ],
    AT,
  )
const KEYS = { keySet: keySetOf(pair), development: true }

/** The partner's own domain, which can be off the network. */
const domain = { isUp: true }
const partnersDomain: FetchDocument = (url) => {
  if (!domain.isUp || url !== 'https://partner.example/.well-known/did.json')
    return Promise.resolve(unreachable('no-answer'))
  const document = didDocument(HOME, [{ kid: pair.kid, state: 'active', publicKeyMultibase: pair.publicKeyMultibase }])
  return Promise.resolve({ outcome: 'fetched', bytes: Buffer.from(JSON.stringify(document)) })
}

type Change = (bundle: EndorsementBundle) => EndorsementBundle
const changed =
  (change: (document: Record<string, unknown> & EndorsementBundle['endorsements'][0]['document']) => object): Change =>
  (bundle) => ({
    ...bundle,
    endorsements: bundle.endorsements.map((each) => ({
      ...each,
      document: change({ ...each.document }) as typeof each.document,
    })),
  })

onBothDatabases(t, 'a partner that signs at home', async (t, database) => {
  domain.isUp = true
  const scene = await createAwardScene(database, { fetchDocument: partnersDomain })
  const { services, programme, people, verifier } = scene
  await database.owner
    .update(tables.organisations)
    .set({ ownDid: HOME })
    .where(eq(tables.organisations.id, programme.partner))
  const app = await buildTestApp(t, services, scene.features, people)
  const as = 'signatory2'
  const needs = { ...services, checkEndorsement: verifier.checkEndorsement }
  const bundleOf = async (): Promise<EndorsementBundle> =>
    (await app.get(`/api/v1/endorsement-bundle?programmeId=${programme.id}`, { as })).json()
  const approved = async () => {
    const found = await scene.proposed()
    await approveAward(services, people.signatory, found.awardId)
    return found
  }
  const first = await approved()

  await t.test('it does not endorse by a press of a button, and nothing is issued without it', async (t) => {
    await t.rejects(endorseAward(services, people.signatory2, first.awardId), { code: 'endorsed-at-home' })
    await t.rejects(issueCredential(services, people.signatory, first), { code: 'endorsement-missing' })
  })

  await t.test('an award that is not approved, or is somebody else’s to confirm, is not readied', async (t) => {
    const proposed = await scene.proposed()
    await t.rejects(prepareForHome(services, people.signatory2, proposed.awardId), { code: 'award-not-approved' })
    await t.rejects(prepareForHome(services, people.signatory, first.awardId), { code: 'wrong-endorsing-organisation' })
    t.strictSame((await bundleOf()).endorsements, [])
  })

  await t.test('it is readied once; the bundle names credential, decision and issuer', async (t) => {
    for (const time of ['first', 'second'])
      t.equal(
        (await app.send('POST', `/api/v1/awards/${first.awardId}/endorsement-preparation`, {}, { as })).statusCode,
        204,
        `the ${time} time`,
      )
    const bundle = await bundleOf()
    t.match(bundle, { organisation: 'home-partner', issuer: HOME })
    t.equal(bundle.endorsements.length, 1)
    const [credential] = await database.owner
      .select()
      .from(tables.credentials)
      .where(eq(tables.credentials.awardId, first.awardId))
    t.match(bundle.endorsements[0], {
      awardId: first.awardId,
      document: { issuer: { id: HOME }, credentialSubject: { id: credential?.iri, digestMultibase: /^uEiB?/ } },
    })
    t.notOk('proof' in (bundle.endorsements[0]?.document ?? {}))
  })

  const bundle = await bundleOf()
  const signed = await signBundle(bundle, KEYS, services.clock.now())
  const place = '/endorsements/0/document'
  const about = { type: ['EndorsementSubject'] as const }
  for (const { name, file, pointer } of [
    { name: 'without a proof', file: bundle, pointer: `${place}/proof` },
    {
      name: 'by another issuer',
      file: changed((it) => ({ ...it, issuer: { ...it.issuer, id: 'did:web:else.example' } }))(signed),
      pointer: `${place}/issuer/id`,
    },
    {
      name: 'about another credential',
      file: changed((it) => ({
        ...it,
        credentialSubject: { ...it.credentialSubject, ...about, id: 'https://a.example' },
      }))(signed),
      pointer: `${place}/credentialSubject/id`,
    },
    {
      name: 'about another decision',
      file: changed((it) => ({ ...it, credentialSubject: { ...it.credentialSubject, digestMultibase: 'uEiA' } }))(
        signed,
      ),
      pointer: `${place}/credentialSubject/digestMultibase`,
    },
    { name: 'in other words', file: changed((it) => ({ ...it, name: 'Better' }))(signed), pointer: place },
    {
      name: 'by a key that the partner does not publish',
      file: await signBundle(bundle, { ...KEYS, keySet: keySetOf(other) }, services.clock.now()),
      pointer: `${place}/proof`,
    },
    {
      name: 'with a signature that belongs to something else',
      file: changed((it) => ({
        ...it,
        proof: it.proof?.map((one) => ({ ...one, created: '2026-01-01T00:00:00Z' })),
      }))(signed),
      pointer: `${place}/proof`,
    },
  ])
    await t.test(`refused: ${name}`, async (t) => {
      const answer = await app.send('POST', '/api/v1/signed-endorsements', file, { as })
      t.equal(answer.statusCode, 422)
      t.match(answer.json(), { code: 'endorsement-not-accepted', errors: [{ pointer }] })
    })

  await t.test('refused: while the domain of the partner is off the network, and what is no bundle', async (t) => {
    domain.isUp = false
    const attempt = importSignedEndorsements(needs, people.signatory2, signed)
    await t.rejects(attempt, { code: 'endorsement-not-accepted', errors: [{ detail: /cannot be reached/ }] })
    domain.isUp = true
    t.equal((await app.send('POST', '/api/v1/signed-endorsements', { ...signed, format: 'x' }, { as })).statusCode, 400)
    const unready = await approved()
    const stray = { endorsements: signed.endorsements.map((each) => ({ ...each, awardId: unready.awardId })) }
    await t.rejects(importSignedEndorsements(needs, people.signatory2, stray), { code: 'endorsement-not-accepted' })
    const mine = importSignedEndorsements(needs, people.signatory, signed)
    await t.rejects(mine, { code: 'wrong-endorsing-organisation' }, 'by the awarding organisation')
  })

  await t.test('signed by the command, brought back on the page, and issued', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'endorse-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    const [file, keys, out] = ['bundle.json', 'keys.json', 'signed.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    const given = await app.get(`/awards/endorsement-bundle.json?programmeId=${programme.id}`, { as })
    t.match(given.headers['content-disposition'], 'attachment')
    writeFileSync(file, given.body)
    writeFileSync(keys, keySetOf(pair))
    const lines: string[] = []
    const run = (...argv: string[]) =>
      runCommand(argv, { config: services.config, out: (line) => lines.push(line), err: (line) => lines.push(line) })
    t.equal(await run('endorse', file, '--keys', keys), 64)
    t.equal(await run('endorse', file, '--keys', keys, '--out', out, '--method', 'did:web:else.example#a'), 64)
    t.equal(await run('endorse', file, '--keys', keys, '--out', out), 0, lines.join('\n'))
    t.match(lines.at(-1), `1 endorsements of ${HOME} signed`)
    t.equal(await run('endorse', file, '--keys', keys, '--out', out), 64, 'what is there is left')
    writeFileSync(keys, keySetOf(pair, 'somebody'))
    await t.rejects(run('endorse', file, '--keys', keys, '--out', join(folder, 'x')), { code: 'key-set-lacks-key' })
    writeFileSync(file, '{}')
    await t.rejects(run('endorse', file, '--keys', keys, '--out', join(folder, 'x')), {
      code: 'malformed-endorsement-bundle',
    })

    const board = await app.get('/awards', { as, accept: 'text/html' })
    t.match(board.body, /waits for your signature at home|espera la firma/)
    const send = (text: string) =>
      app.upload('/awards/signed-endorsements', { file: new File([text], 'signed.json') }, { as })
    const refused = await send(readFileSync(out, 'utf8').replace('"name":', '"name2":'))
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /No\. 1|N\.º 1/)
    t.equal((await send('no json')).statusCode, 422)
    t.match((await send(given.body)).body, /It is not signed|No está firmada/, 'the bundle as it was given out')
    t.equal((await send(readFileSync(out, 'utf8'))).headers['location'], '/awards?done=credentials.done.endorsed')
    const again = await importSignedEndorsements(needs, people.signatory2, signed)
    t.strictSame(again, { imported: 0, present: 1 })
    t.strictSame((await bundleOf()).endorsements, [])

    domain.isUp = false
    const issued = await issueCredential(services, people.signatory, first)
    domain.isUp = true
    const { endorsement } = JSON.parse(issued.document) as AchievementCredential
    t.match(endorsement, [{ issuer: { id: HOME }, proof: [{ verificationMethod: `${HOME}#${pair.kid}` }] }])
    const report = await verifier.verifyBytes(Buffer.from(issued.document))
    t.match(report, { state: 'valid', verified: true })
    t.match(
      report.facts.find(({ check }) => check === 'endorsement'),
      { outcome: 'passed', code: 'own-domain', by: HOME },
    )
    const record = await database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
      lookUpPublicly(tx, { iri: issued.credentialIri }),
    )
    if (!record?.signed) throw new Error('it was issued')
    const jwt = await credentialJwt(services, { ...record, signed: record.signed })
    t.match(await verifier.verifyBytes(Buffer.from(jwt)), { state: 'valid' })
  })
})
