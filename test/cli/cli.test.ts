import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { openServices } from '../../src/app.ts'
import { appendEvent } from '../../src/audit/index.ts'
import { runCommand } from '../../src/cli/run.ts'
import { readConfig } from '../../src/config.ts'
import { tables } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { prepareCredential } from '../../src/signing/index.ts'
import type { AchievementCredential } from '../../src/standards/ob3/index.ts'
import { fixture } from '../support/fixtures.ts'

const AT = new Date('2026-06-01T12:00:00Z')
const ORGANISATION = 'b8f4b9ec-3b2c-4f39-9d0c-6d3a3d5a7c11'

/** A folder of data with one organisation, two events in its log and a badge that the organisation signed. */
async function installation() {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const dataDir = join(folder, 'data')
  const config = readConfig({ NODE_ENV: 'test', PUBLIC_URL: 'https://badges.example.org', DATA_DIR: dataDir })
  const services = await openServices(config, { clock: new SettableClock(AT) })
  const { database, signing } = services
  await database.owner.insert(tables.organisations).values({
    id: ORGANISATION,
    slug: 'horizonte',
    kind: 'programme',
    legalName: 'Fundación Horizonte',
    displayName: { es: 'Fundación Horizonte' },
    countryCode: 'CL',
    createdAt: AT,
  })
  for (const action of ['key.created', 'key.rotated']) {
    await database.owner.transaction((tx) =>
      appendEvent(tx, AT, {
        programmeId: null,
        actorId: null,
        actorRole: 'system',
        action,
        subjectType: 'organisation',
        subjectId: ORGANISATION,
      }),
    )
  }
  const document = fixture('ob3/valid/micro-credential.json') as AchievementCredential
  Reflect.deleteProperty(document, 'credentialStatus')
  const key = await signing.ensureIssuerKeys(ORGANISATION)
  const signed = await signing.sign(await prepareCredential(document, AT), ORGANISATION, key.id)
  await database.close()
  writeFileSync(join(folder, 'badge.json'), signed)
  return { folder, config }
}

t.test('commands', async (t) => {
  const { folder, config } = await installation()
  const badge = join(folder, 'badge.json')
  const run = async (...argv: string[]) => {
    const out: string[] = []
    const err: string[] = []
    const code = await runCommand(argv, { config, out: (line) => out.push(line), err: (line) => err.push(line) })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }

  t.test('verify: a badge of this service, without network', async (t) => {
    const { code, out } = await run('verify', badge)
    t.equal(code, 0, out)
    t.match(out, /^state {6}valid \(verified\)$/m)
    t.match(out, /^proof +passed/m)
    t.match(out, /^issuer id +did:web:badges\.example\.org:issuers:horizonte$/m)
    t.match(out, /^issued by +\S/m)
  })

  t.test('verify --json: the report as the service answers it', async (t) => {
    const { out } = await run('verify', badge, '--json')
    t.match(JSON.parse(out), { state: 'valid', verified: true })
  })

  t.test('verify: one changed letter', async (t) => {
    const changed = join(folder, 'changed.json')
    writeFileSync(changed, readFileSync(badge, 'utf8').replace('"name":"', '"name":"X'))
    const { code, out } = await run('verify', changed)
    t.equal(code, 1)
    t.match(out, /^state {6}tampered$/m)
  })

  t.test('verify: what is no badge, and control characters in it', async (t) => {
    const nonsense = join(folder, 'nonsense.json')
    writeFileSync(nonsense, '{"type":"\\u001b[2Jvalid"}')
    const { code, out } = await run('verify', nonsense)
    t.equal(code, 3)
    t.notMatch(out, '\u001b')
  })

  t.test('verify: while another process has the records', async (t) => {
    const services = await openServices(config)
    const { code, out, err } = await run('verify', badge)
    await services.database.close()
    t.equal(code, 2)
    t.match(out, /^issuer +unknown/m)
    t.match(err, 'in use by the running service')
  })

  t.test('verify-log: intact, and broken by whoever owns the database', async (t) => {
    t.match(await run('verify-log'), { code: 0, out: /^intact {2}2 events {2}head [0-9a-f]{64}$/ })
    const services = await openServices(config)
    await services.database.owner.execute(sql`alter table audit_events disable trigger all`)
    await services.database.owner.execute(sql`update audit_events set action = 'nothing.happened' where seq = 1`)
    await services.database.close()
    t.match(await run('verify-log'), { code: 1, out: 'broken at event 1' })
  })

  t.test('keys: rotated, exported, imported', async (t) => {
    t.match(await run('keys', 'rotate', 'horizonte'), { code: 0, out: /horizonte signs with z6Mk/ })
    const file = join(folder, 'keys.json')
    t.match(await run('keys', 'export', file), { code: 0, err: 'private keys in the clear' })
    t.equal(statSync(file).mode & 0o777, 0o600)
    t.match(await run('keys', 'export', file), { code: 64, err: 'is left as it is' })
    t.match(await run('keys', 'import', file), { code: 0, out: /^0 keys imported, 2 were here before$/ })
    t.match(await run('verify', badge), { code: 0 }, 'what the earlier key signed keeps verifying')
  })

  t.test('keys: one for the JWT form is made by name', async (t) => {
    t.match(await run('keys', 'rotate', 'horizonte', 'ES256'), { code: 0, out: /horizonte signs with zDna/ })
  })

  t.test('keys: one that others may hold is given up, for good', async (t) => {
    const [proof] = (JSON.parse(readFileSync(badge, 'utf8')) as { proof: { verificationMethod: string }[] }).proof
    const kid = proof?.verificationMethod.split('#')[1] ?? ''
    const since = AT.toISOString()
    for (const { name, argv, said } of [
      {
        name: 'of another name',
        argv: ['horizonte', 'z6Mk'],
        said: /has no key z6Mk; its keys are\n {2}z6Mk\w+ {2}Ed25519/,
      },
      { name: 'without a day', argv: ['horizonte', kid, '--since', 'yesterday'], said: 'yesterday is no date' },
      { name: 'without a key', argv: ['horizonte'], said: 'keys compromise ORGANISATION KEY' },
    ])
      t.match(await run('keys', 'compromise', ...argv), { code: 64, err: said }, name)
    for (const day of ['2020-01-01', '2999-01-01'])
      await t.rejects(run('keys', 'compromise', 'horizonte', kid, '--since', day), {
        code: 'compromise-date-impossible',
      })
    t.match(await run('verify', badge), { code: 0 }, 'nothing happened yet')

    const done = await run('keys', 'compromise', 'horizonte', kid, '--since', since)
    t.match(done, { code: 0, out: `${kid} is compromised since ${since}` })
    t.notMatch(done.out, 'signs with', 'it had retired before')
    t.match(await run('keys', 'compromise', 'horizonte', kid), { code: 0, out: 'was marked as compromised before' })
    const { code, out } = await run('verify', badge)
    t.equal(code, 1)
    t.match(out, /^issuer +failed +The issuer has withdrawn the key that signed\.$/m)
  })

  for (const { argv, code, said } of [
    { argv: ['verify'], code: 64, said: 'one file' },
    { argv: ['verify', '/nowhere'], code: 64, said: '/nowhere is no file' },
    { argv: ['verify', '--loud', 'x'], code: 64, said: '--loud' },
    { argv: ['keys', 'rotate', 'nobody'], code: 64, said: 'no organisation has the short name nobody' },
    { argv: ['keys', 'rotate', 'horizonte', 'HS256'], code: 64, said: 'HS256 is none of' },
    { argv: ['keys', 'eat', 'x'], code: 64, said: 'keys rotate ORGANISATION' },
    { argv: ['verify-log', 'x'], code: 64, said: 'takes no arguments' },
  ]) {
    t.test(`refused: ${argv.join(' ')}`, async (t) => t.match(await run(...argv), { code, err: said }))
  }

  t.test('without a command, or with an unknown one, it says what there is', async (t) => {
    t.match(await run(), { code: 0, out: 'verify FILE' })
    t.match(await run('toString'), { code: 64, out: 'verify-log' })
  })
})

t.test('the executable answers with the exit code', async (t) => {
  const executable = new URL('../../bin/insignia.js', import.meta.url).pathname
  const env = { ...process.env, DATA_DIR: join(tmpdir(), 'no-such-folder'), NODE_OPTIONS: '' }
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [executable, ...args], { env })
  t.match((await run('help')).stdout, 'insignia COMMAND')
  await t.rejects(run('verify', '/nowhere'), { code: 64, stderr: /\/nowhere is no file/ })
  await t.rejects(promisify(execFile)(process.execPath, [executable, 'verify-log'], { env: { ...env, PORT: 'x' } }), {
    code: 1,
    stderr: /^PORT: /,
  })
})
