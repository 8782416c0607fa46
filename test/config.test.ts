import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { t } from './support/test.ts'
import { readConfig } from '../src/config.ts'

const SHARED = {
  DATABASE_URL: 'postgres://insignia@db/insignia',
  KEY_ENCRYPTION_KEY: 'k'.repeat(64),
  SESSION_SECRET: 's'.repeat(40),
  S3_BUCKET: 'evidence',
  S3_ENDPOINT: 'https://s3.example.org',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
}

t.test('without settings: one machine, trial badges', async (t) => {
  t.match(readConfig({}), {
    environment: 'development',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    databaseUrl: null,
    issuerDid: 'key',
    s3: null,
    clamav: null,
    mail: null,
    maxUploadBytes: 50_000_000,
  })
  t.equal(readConfig({ PORT: '4100' }).publicUrl, 'http://localhost:4100')
})

t.test('https makes did:web issuers, unless told otherwise', async (t) => {
  t.equal(readConfig({ PUBLIC_URL: 'https://badges.example.org/' }).publicUrl, 'https://badges.example.org')
  t.equal(readConfig({ PUBLIC_URL: 'https://badges.example.org' }).issuerDid, 'web')
  t.equal(readConfig({ PUBLIC_URL: 'https://badges.example.org', ISSUER_DID: 'key' }).issuerDid, 'key')
})

t.test('a database server asks for what several processes share', async (t) => {
  t.match(readConfig(SHARED), { databaseUrl: SHARED.DATABASE_URL, s3: { bucket: 'evidence', region: 'us-east-1' } })
  t.ok(readConfig({ ...SHARED, S3_BUCKET: '', DATA_DIR_IS_SHARED: 'yes' }).dataDirIsShared)
})

for (const { value, address } of [
  { value: '/run/clamav/clamd.ctl', address: { path: '/run/clamav/clamd.ctl' } },
  { value: 'clamav:3310', address: { host: 'clamav', port: 3310 } },
  { value: '[::1]:3310', address: { host: '::1', port: 3310 } },
]) {
  t.test(`CLAMAV=${value}`, async (t) => t.strictSame(readConfig({ CLAMAV: value }).clamav, address))
}

const FROM = { MAIL_FROM: 'Insignia <badges@example.org>' }
for (const { name, env, mail } of [
  {
    name: 'with TLS and a sign-in',
    env: { SMTP_URL: 'smtps://user%40example.org:p%25ss@mail.example.org', ...FROM },
    mail: {
      host: 'mail.example.org',
      port: 465,
      isTls: true,
      auth: { user: 'user@example.org', password: 'p%ss' },
      from: { name: 'Insignia', address: 'badges@example.org' },
    },
  },
  {
    name: 'a relay nearby',
    env: { SMTP_URL: 'smtp://[::1]:2525/', MAIL_FROM: 'badges@example.org' },
    mail: { host: '::1', port: 2525, isTls: false, auth: null, from: { name: '', address: 'badges@example.org' } },
  },
  {
    name: 'the port of submission',
    env: { SMTP_URL: 'smtp://mail', ...FROM },
    mail: { host: 'mail', port: 587, isTls: false },
  },
]) {
  t.test(`mail: ${name}`, async (t) => t.match(readConfig(env).mail, mail))
}

for (const { env, said } of [
  { env: { SMTP_URL: 'mail.example.org:25', ...FROM }, said: /^SMTP_URL: has to be smtp:\/\/ or smtps:\/\// },
  { env: { SMTP_URL: 'https://secret@mail.example.org', ...FROM }, said: /^SMTP_URL: (?!.*secret)/ },
  { env: { SMTP_URL: 'smtp://mail/path', ...FROM }, said: /^SMTP_URL: ends with host and port/ },
  { env: { SMTP_URL: 'smtp://mail?tls=no', ...FROM }, said: /^SMTP_URL: ends with host and port/ },
  { env: { SMTP_URL: 'smtp://a:%zz@mail', ...FROM }, said: /^SMTP_URL: has a %/ },
  { env: { SMTP_URL: 'smtp://mail' }, said: /^MAIL_FROM: is required with SMTP_URL/ },
  { env: { SMTP_URL: 'smtp://mail', MAIL_FROM: 'a@b.example, c@d.example' }, said: /^MAIL_FROM: / },
  { env: { SMTP_URL: 'smtp://mail', MAIL_FROM: 'Insignia' }, said: /^MAIL_FROM: / },
  { env: { PORT: '80.5' }, said: /^PORT: has to be a whole number from 1 to 65535, not "80.5"$/ },
  { env: { PORT: '0' }, said: /^PORT: / },
  { env: { PUBLIC_URL: 'badges.example.org' }, said: /^PUBLIC_URL: has to be an address without path/ },
  { env: { PUBLIC_URL: 'https://badges.example.org/app' }, said: /^PUBLIC_URL: / },
  { env: { PUBLIC_URL: 'http://badges.example.org' }, said: /^PUBLIC_URL: has to begin with https/ },
  { env: { NODE_ENV: 'live' }, said: /^NODE_ENV: has to be one of development, production, test, not "live"$/ },
  { env: { ISSUER_DID: 'ion' }, said: /^ISSUER_DID: / },
  { env: { TRUST_PROXY: 'true' }, said: /^TRUST_PROXY: has to be one of yes, no/ },
  { env: { MAX_UPLOAD_MB: '-1' }, said: /^MAX_UPLOAD_MB: / },
  { env: { CLAMAV: 'clamav' }, said: /^CLAMAV: has to be \/path\/of\/socket or host:port, not "clamav"$/ },
  { env: { CLAMAV: 'clamav:99999' }, said: /^CLAMAV: / },
  { env: { S3_BUCKET: 'evidence' }, said: /^S3_ENDPOINT: is required when S3_BUCKET is set$/ },
  { env: { ...SHARED, DATABASE_URL: 'mysql://db' }, said: /^DATABASE_URL: has to begin with postgres/ },
  { env: { ...SHARED, KEY_ENCRYPTION_KEY: '' }, said: /^KEY_ENCRYPTION_KEY: is required with DATABASE_URL/ },
  { env: { ...SHARED, SESSION_SECRET: '' }, said: /^SESSION_SECRET: is required with DATABASE_URL/ },
  { env: { ...SHARED, S3_BUCKET: '' }, said: /^S3_BUCKET: is required with DATABASE_URL, unless DATA_DIR_IS_SHARED/ },
]) {
  t.test(`refused: ${JSON.stringify(env).slice(0, 60)}`, async (t) => {
    t.throws(() => readConfig(env), { name: 'BadSetting', message: said })
  })
}

t.test('a port that another program has is said in one sentence, before anything is opened', async (t) => {
  const other = createServer()
  await new Promise<void>((up) => other.listen(0, '127.0.0.1', up))
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  const main = new URL('../src/main.ts', import.meta.url).pathname
  const dataDir = join(tmpdir(), `insignia-never-opened-${String(port)}`)
  const env = { ...process.env, NODE_OPTIONS: '', PORT: String(port), DATA_DIR: dataDir }
  const start = promisify(execFile)(process.execPath, ['--import', 'tsx', main], { env })
  await t.rejects(start, {
    code: 1,
    stdout: '',
    stderr: /^PORT: \d+ is taken by another program\.[^\n]*PORT=\d+ npm start\n$/,
  })
  t.notOk(existsSync(dataDir))
})

t.test('the service ends with that sentence and exit code 1', async (t) => {
  const main = new URL('../src/main.ts', import.meta.url).pathname
  const env = { ...process.env, NODE_OPTIONS: '', PUBLIC_URL: 'ftp://x' }
  const start = promisify(execFile)(process.execPath, ['--import', 'tsx', main], { env })
  await t.rejects(start, { code: 1, stdout: '', stderr: /^PUBLIC_URL: has to begin with https:\/\/[^\n]*\n$/ })
})
