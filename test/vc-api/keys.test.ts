import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { createApiKey, createOpenIssuer, listOpenIssuers, revokeApiKey } from '../../src/credentials/index.ts'
import { rows, tables } from '../../src/database/index.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'
import { TEST_NOW } from '../support/app.ts'
import { onBothDatabases } from '../support/database.ts'
import { LONG_AGO } from '../support/programme.ts'
import { issuingScene, SLUG } from './issuing-scene.ts'
import { minimal } from './scene.ts'

const OTHER = 'other-school'
const TOMORROW = new Date(TEST_NOW.getTime() + 24 * 3600 * 1000)

await onBothDatabases(t, 'keys', async (t, database) => {
  const scene = await issuingScene(t, database)
  const { services, programme, did, post, newKey } = scene
  const { administrator } = programme.people
  const status = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
  const otherDid = await createOpenIssuer(services, administrator, { slug: OTHER, name: 'Other', countryCode: 'CL' })
  const all = await database.owner.query.organisations.findMany()
  const organisationOf = (slug: string): string => all.find((one) => one.slug === slug)?.id ?? ''

  const revoked = await newKey(SLUG, ['issue', 'status'])
  await revokeApiKey(services, administrator, SLUG, revoked.id)
  const SECRETS: Readonly<Record<string, string | null>> = {
    none: null,
    'a word': 'secret',
    'an unknown one': `insignia_${'A'.repeat(43)}`,
    everything: scene.secret,
    'issuing only': (await newKey(SLUG, ['issue'])).secret,
    'status only': (await newKey(SLUG, ['status'])).secret,
    revoked: revoked.secret,
    'of another open issuer': (await newKey(OTHER, ['issue', 'status'])).secret,
    'until tomorrow': (await newKey(SLUG, ['issue', 'status'], TOMORROW)).secret,
  }
  const expected = (kind: string, slug: string, scope: 'issue' | 'status'): number => {
    if (['none', 'a word', 'an unknown one', 'revoked'].includes(kind)) return 401
    const owner = kind === 'of another open issuer' ? OTHER : SLUG
    const mayDo = kind === 'issuing only' ? scope === 'issue' : kind === 'status only' ? scope === 'status' : true
    return slug === owner && mayDo ? 200 : 403
  }
  const dids: Readonly<Record<string, string>> = {
    [SLUG]: did,
    [OTHER]: otherDid,
    'home-awarding': (await services.signing.ensureIssuerKeys(programme.awarding)).publicKeyMultibase,
    'home-partner': (await services.signing.ensureIssuerKeys(programme.partner)).publicKeyMultibase,
    nobody: 'did:example:nobody',
  }
  const issuerOf = (slug: string): string => {
    const known = dids[slug] ?? ''
    return known.startsWith('did:') ? known : `did:key:${known}`
  }

  const issueAt = async (slug: string, secret: string | null | undefined): Promise<unknown> =>
    post(
      `/vc/issuers/${slug}/credentials/issue`,
      JSON.stringify({ credential: minimal(issuerOf(slug), { id: 'urn:uuid:1' }) }),
      secret ?? null,
    )
  await issueAt(SLUG, SECRETS['everything'])
  await issueAt(OTHER, SECRETS['of another open issuer'])

  for (const [kind, secret] of Object.entries(SECRETS))
    for (const slug of Object.keys(dids))
      t.test(`a key of the kind "${kind}" at ${slug}`, async (t) => {
        const credential = JSON.stringify({ credential: minimal(issuerOf(slug), { id: 'urn:uuid:1' }) })
        const issuing = await post(`/vc/issuers/${slug}/credentials/issue`, credential, secret)
        const wanted = expected(kind, slug, 'issue')
        t.equal(issuing.statusCode, wanted === 200 ? 201 : wanted)
        if (wanted !== 200) {
          t.notMatch(issuing.body, /proof/)
          t.match(issuing.json(), { code: wanted === 401 ? 'api-key-required' : 'api-key-not-entitled' })
          t.equal(issuing.headers['www-authenticate'] !== undefined, true, 'says what is wanted')
        }
        const body = JSON.stringify({ credentialId: 'urn:uuid:1', credentialStatus: status, status: false })
        const changing = await post(`/vc/issuers/${slug}/credentials/status`, body, secret)
        t.equal(changing.statusCode, expected(kind, slug, 'status'))
      })

  t.test('no key signs for an organisation of the programme, under whatever address', async (t) => {
    for (const slug of ['home-awarding', 'home-partner'])
      for (const [kind, secret] of Object.entries(SECRETS)) {
        const body = JSON.stringify({ credential: minimal(issuerOf(slug)) })
        const answer = await post(`/vc/issuers/${SLUG}/credentials/issue`, body, secret)
        t.not(answer.statusCode, 201, `${kind}, ${slug}`)
        t.notMatch(answer.body, /proofValue/)
      }
  })

  t.test('no key can be made for an organisation of the programme', async (t) => {
    const key = { name: 'a program', scopes: ['issue'] as const }
    for (const slug of ['home-awarding', 'home-partner', 'nobody'])
      await t.rejects(createApiKey(services, administrator, slug, key), { code: 'not-found' }, slug)
    for (const organisationId of [programme.awarding, programme.partner])
      await t.rejects(
        database.owner.insert(tables.apiKeys).values({
          id: services.randomness.uuid(),
          organisationId,
          name: 'behind its back',
          scopes: ['issue'],
          secretHash: sha256Hex(organisationId),
          createdById: administrator.personId ?? '',
          createdAt: LONG_AGO,
        }),
        { cause: { message: 'forbidden' } },
        'not even by the owner of the database',
      )
  })

  t.test('an open issuer never joins a programme, nor an organisation of one becomes open', async (t) => {
    const open = organisationOf(SLUG)
    const { owner } = database
    await t.rejects(owner.execute(sql`update organisations set kind = 'open' where id = ${programme.partner}`), {
      cause: { message: 'immutable' },
    })
    await t.rejects(owner.execute(sql`update organisations set kind = 'programme' where id = ${open}`), {
      cause: { message: 'immutable' },
    })
    await t.rejects(
      owner.execute(sql`update programmes set awarding_organisation_id = ${open} where id = ${programme.id}`),
      { cause: { message: 'forbidden' } },
    )
    await t.rejects(
      owner
        .insert(tables.programmeOrganisations)
        .values({ programmeId: programme.id, organisationId: open, isAssessing: true, isEndorsing: true }),
      { cause: { message: 'forbidden' } },
    )
  })

  t.test('a key ends at its time, and when it is revoked', async (t) => {
    const body = JSON.stringify({ credential: minimal(did) })
    const ask = async (secret: string): Promise<number> =>
      (await post(`/vc/issuers/${SLUG}/credentials/issue`, body, secret)).statusCode
    const short = await newKey(SLUG, ['issue'], TOMORROW)
    t.equal(await ask(short.secret), 201)
    services.clock.set(TOMORROW)
    t.equal(await ask(short.secret), 401)
    services.clock.set(TEST_NOW)
    await revokeApiKey(services, administrator, SLUG, short.id)
    t.equal(await ask(short.secret), 401)
    await t.rejects(revokeApiKey(services, administrator, SLUG, short.id), { code: 'not-found' }, 'once')
    await t.rejects(revokeApiKey(services, administrator, OTHER, revoked.id), { code: 'not-found' })
  })

  t.test('the secret is kept by nobody', async (t) => {
    const kept = await rows<{ row: string }>(database.owner, sql`select to_jsonb(k)::text as row from api_keys k`)
    t.notOk(kept.some(({ row }) => row.includes('insignia_')))
    const listed = JSON.stringify(await listOpenIssuers(services, administrator))
    t.notMatch(listed, /insignia_|secret|hash/i)
    await t.rejects(
      database.transaction(administrator, TEST_NOW, (tx) => tx.execute(sql`select secret_hash from api_keys`)),
      { code: 'forbidden' },
      'the application role sees no hash',
    )
    const log = await rows<{ row: string }>(database.owner, sql`select to_jsonb(e)::text as row from audit_events e`)
    t.ok(log.some(({ row }) => row.includes('api-key.created')))
    t.notOk(log.some(({ row }) => row.includes('insignia_')))
  })

  t.test('only the administrator makes issuers and keys', async (t) => {
    for (const [name, actor] of Object.entries(programme.people)) {
      if (name === 'administrator') continue
      await t.rejects(createOpenIssuer(services, actor, { slug: 'x', name: 'X school', countryCode: 'FI' }), {
        code: 'forbidden',
      })
      await t.rejects(createApiKey(services, actor, SLUG, { name: 'a program', scopes: ['issue'] }), {
        code: 'forbidden',
      })
      await t.rejects(revokeApiKey(services, actor, SLUG, revoked.id), { code: 'forbidden' })
      await t.rejects(listOpenIssuers(services, actor), { code: 'forbidden' })
    }
  })

  t.test('what an issuer and a key need', async (t) => {
    const issuer = { slug: 'third', name: 'Third', countryCode: 'FI' }
    for (const { change, pointer } of [
      { change: { slug: 'Third School' }, pointer: '/slug' },
      { change: { slug: '-third' }, pointer: '/slug' },
      { change: { slug: SLUG }, pointer: '/slug' },
      { change: { slug: 'home-awarding' }, pointer: '/slug' },
      { change: { name: ' ' }, pointer: '/name' },
      { change: { countryCode: 'Finland' }, pointer: '/countryCode' },
    ])
      await t.rejects(createOpenIssuer(services, administrator, { ...issuer, ...change }), {
        code: 'invalid-input',
        errors: [{ pointer }],
      })
    for (const { key, pointer } of [
      { key: { name: '', scopes: ['issue'] as const }, pointer: '/name' },
      { key: { name: 'a program', scopes: [] }, pointer: '/scopes' },
      { key: { name: 'a program', scopes: ['issue'] as const, expiresAt: LONG_AGO }, pointer: '/expiresAt' },
    ])
      await t.rejects(createApiKey(services, administrator, SLUG, key), {
        code: 'invalid-input',
        errors: [{ pointer }],
      })
  })

  t.test('a session is no key', async (t) => {
    const body = JSON.stringify({ credential: minimal(did) })
    const answer = await post(`/vc/issuers/${SLUG}/credentials/issue`, body, null, {
      'x-test-actor': 'administrator',
    })
    t.equal(answer.statusCode, 401)
  })
})
