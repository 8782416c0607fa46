import { PGlite } from '@electric-sql/pglite'
import { createWriteStream, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { appendEvent } from '../../src/audit/index.ts'
import { embedAsIs, knownMigrations, migrationLevel, openPostgres, rows, tables } from '../../src/database/index.ts'
import { checkBackup, restoreBackup, writeBackup, type Manifest } from '../../src/operations/index.ts'
import { backupSeal } from '../../src/signing/index.ts'
import { testServices } from '../support/app.ts'
import { openTestPglite, testPostgresUrl } from '../support/database.ts'
import { memoryBlobs } from '../support/memory-blobs.ts'
import { createProgramme } from '../support/programme.ts'
import { t } from '../support/test.ts'
import { insignia, KEY, settings, temporaryFolder } from './restored.ts'
import { resealed, rewritten, type Opened } from './rewritten.ts'

const seal = backupSeal(Uint8Array.from(Buffer.from(KEY, 'hex')))
const folder = temporaryFolder(t)
const source = testServices(await openTestPglite(t))
const { id: programmeId } = await createProgramme(source.database, source.randomness)
await source.database.owner.transaction((tx) =>
  appendEvent(tx, source.clock.now(), {
    ...{ programmeId, actorId: null, actorRole: 'system', action: 'programme.created' },
    ...{ subjectType: 'programme', subjectId: programmeId },
  }),
)
const good = join(folder, 'good.tar.gz')
await writeBackup(source, seal, createWriteStream(good))

const url = await testPostgresUrl()
const target = settings(join(folder, 'target'), { databaseUrl: url })
const database = await openPostgres(url)
t.teardown(() => database.close())

let number = 0
const fresh = (): string => join(folder, `altered-${String(number++)}.tar.gz`)
const bytesOf = async (content: Uint8Array | string): Promise<string> => {
  const file = fresh()
  await writeFile(file, content)
  return file
}
const changed = (change: (opened: Opened) => void) => rewritten(good, fresh(), change)
const whole = readFileSync(good)
const firstOf = ({ files }: Opened, table: string): string =>
  [...files.keys()].find((name) => name.startsWith(`rows/${table}/`)) ?? ''

t.test('restore: a file that is not the whole and unchanged backup is refused whole', async (t) => {
  const cases: { name: string; file: Promise<string>; said: RegExp }[] = [
    { name: 'empty', file: bytesOf(''), said: /damaged/ },
    { name: 'no archive', file: bytesOf('{"format":"insignia-backup"}'), said: /no gzipped tar archive/ },
    ...[1, 20, whole.length >> 1, whole.length - 1].map((length) => ({
      name: `cut off after ${String(length)} bytes`,
      file: bytesOf(whole.subarray(0, length)),
      said: /damaged/,
    })),
    ...[20, whole.length >> 2, whole.length >> 1, whole.length - 6].map((at) => ({
      name: `another byte at ${String(at)}`,
      file: bytesOf(whole.map((byte, index) => (index === at ? byte ^ 0x10 : byte))),
      said: /damaged/,
    })),
    {
      name: 'something after its end',
      file: bytesOf(Buffer.concat([whole, Buffer.from('x')])),
      said: /damaged/,
    },
    { name: 'zeros after its end', file: bytesOf(Buffer.concat([whole, Buffer.alloc(1024)])), said: /follows its end/ },
    {
      name: 'a row changed',
      file: changed(({ files }) => {
        for (const [name, content] of files) files.set(name, content.replace('home awarding', 'home awardinG'))
      }),
      said: /rows\/organisations\/000001.jsonl differs/,
    },
    {
      name: 'a file left out',
      file: changed((opened) => opened.files.delete(firstOf(opened, 'persons'))),
      said: /rows\/persons\/000001.jsonl is missing/,
    },
    {
      name: 'a file added',
      file: changed(({ files }) => files.set('rows/persons/000002.jsonl', '{}\n')),
      said: /rows\/persons\/000002.jsonl is not in its manifest/,
    },
    {
      name: 'a count that is another',
      file: changed(({ manifest }) => (manifest.tables['persons'] = 1)),
      said: /persons has another number of rows/,
    },
    {
      name: 'a row that is none, with its hash',
      file: changed((opened) => {
        const name = firstOf(opened, 'organisations')
        opened.files.set(name, `${opened.files.get(name) ?? ''}not a row\n`)
        opened.manifest = resealed(opened, seal)
      }),
      said: /holds something else than rows/,
    },
    {
      name: 'evidence under the hash of other evidence',
      file: changed((opened) => {
        opened.files.set(`evidence/${'0'.repeat(64)}`, 'other bytes')
        opened.manifest = resealed(opened, seal)
      }),
      said: /is not what its name says/,
    },
    {
      name: 'a path out of the archive',
      file: changed((opened) => {
        opened.files.set('../../etc/passwd', 'x')
        opened.manifest = resealed(opened, seal)
      }),
      said: /is not what its name says/,
    },
    {
      name: 'everything changed and hashed anew, without the key',
      file: changed((opened) => (opened.manifest = { ...opened.manifest, createdAt: '2020-01-01T00:00:00Z' })),
      said: /its manifest was rewritten/,
    },
    {
      name: 'a manifest without its parts',
      file: changed((opened) => (opened.manifest = { format: 'insignia-backup', formatVersion: 1 } as Manifest)),
      said: /its manifest is not complete/,
    },
    {
      name: 'another kind of archive',
      file: changed((opened) => (opened.manifest = { format: 'something' } as never)),
      said: /no backup of Insignia/,
    },
    {
      name: 'a newer format',
      file: changed((opened) => (opened.manifest = { format: 'insignia-backup', formatVersion: 2 } as never)),
      said: /has format 2, and this version of Insignia reads up to 1/,
    },
    {
      name: 'a newer database',
      file: changed((opened) => {
        const migration = { madeAt: opened.manifest.migration.madeAt + 1, hash: '0'.repeat(64) }
        opened.manifest = resealed(opened, seal, { migration })
      }),
      said: /of a database that this version of Insignia does not know/,
    },
    {
      name: 'a row that refers to nothing, by somebody with the key',
      file: changed((opened) => {
        const name = firstOf(opened, 'programme_organisations')
        opened.files.set(name, '')
        opened.files.delete(firstOf(opened, 'programmes'))
        opened.files.delete(name)
        const counted = { ...opened.manifest.tables, programmes: 0, programme_organisations: 0 }
        opened.manifest = resealed(opened, seal, { tables: counted })
      }),
      said: /rows refer to others that are not there/,
    },
    {
      name: 'a log with another past, by somebody with the key',
      file: changed((opened) => {
        const name = firstOf(opened, 'audit_events')
        opened.files.set(name, (opened.files.get(name) ?? '').replace('programme.created', 'programme.deleted'))
        opened.manifest = resealed(opened, seal)
      }),
      said: /its judgement log does not end as its manifest says/,
    },
    {
      name: 'a column that the table has not, by somebody with the key',
      file: changed((opened) => {
        const name = firstOf(opened, 'organisations')
        opened.files.set(name, (opened.files.get(name) ?? '').replaceAll('{"id"', '{"more":1,"id"'))
        opened.manifest = resealed(opened, seal)
      }),
      said: /organisations does not read back as it was written/,
    },
  ]
  for (const { name, file, said } of cases) {
    await t.test(name, async (t) => {
      t.match(await insignia(target, 'restore', await file), { code: 1, err: said })
      t.equal(await database.owner.$count(tables.organisations), 0, 'nothing was written')
    })
  }
})

t.test('restore: the key-encryption key has to be there, and be the one', async (t) => {
  const other = settings(target.dataDir, { databaseUrl: url, key: '08'.repeat(32) })
  t.match(await insignia(other, 'restore', good), { code: 1, err: /sealed with another key-encryption key/ })
  const none = settings(join(folder, 'no-key'), { key: '' })
  t.match(await insignia(none, 'restore', good), { code: 1, err: /no-key\/key-encryption-key first/ })
  for (const { argv, said } of [
    { argv: [], said: 'the name of one backup' },
    { argv: [good, good], said: 'the name of one backup' },
    { argv: [join(folder, 'absent')], said: 'cannot be read' },
    { argv: [good, '--force'], said: "Unknown option '--force'" },
  ])
    t.match(await insignia(target, 'restore', ...argv), { code: 64, err: said })
  t.equal(await database.owner.$count(tables.organisations), 0)
})

t.test('restore: an empty database is filled, even after all that was refused, and a filled one is not', async (t) => {
  const anotherUrl = await testPostgresUrl()
  const another = settings(join(folder, 'another'), { databaseUrl: anotherUrl, key: '08'.repeat(32) })
  t.match(await insignia(another, 'restore', good, '--without-key'), { code: 0, err: /keys rotate ORGANISATION/ })
  t.match(await insignia(target, 'restore', good), { code: 0 })
  const organisations = await database.owner.$count(tables.organisations)
  t.ok(organisations > 0)
  t.match(await insignia(target, 'restore', good), { code: 1, err: /is a programme in this database already/ })
  t.equal(await database.owner.$count(tables.organisations), organisations)
})

t.test('a backup of an older version is restored at its level and then migrated', async (t) => {
  const [older, newest] = knownMigrations().slice(-2)
  if (!older || !newest) throw new Error('there are several migrations')
  const old = embedAsIs(await PGlite.create())
  t.teardown(() => old.database.close())
  await old.migrate(older.madeAt)
  t.strictSame(await migrationLevel(old.database.owner), older)
  await old.database.owner.execute(sql`insert into settings (key, value) values ('kept', 'since then')`)
  const file = fresh()
  await writeBackup({ ...source, database: old.database }, seal, createWriteStream(file))
  const manifest = await checkBackup(file)

  const filled = embedAsIs(await PGlite.create())
  t.teardown(() => filled.database.close())
  await restoreBackup(filled, memoryBlobs(), file, manifest)
  t.strictSame(await migrationLevel(filled.database.owner), newest)
  t.strictSame(await rows(filled.database.owner, sql`select value from settings`), [{ value: 'since then' }])

  const ahead = await testPostgresUrl()
  await (await openPostgres(ahead)).close()
  const there = settings(join(folder, 'ahead'), { databaseUrl: ahead })
  t.match(await insignia(there, 'restore', file), { code: 1, err: /set up by a later version than the backup is of/ })
})
