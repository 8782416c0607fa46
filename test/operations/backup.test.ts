import { createWriteStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { diskBlobs } from '../../src/blobs/index.ts'
import { openEmbedded, openPostgres, tables, type Database } from '../../src/database/index.ts'
import { checkBackup, writeBackup } from '../../src/operations/index.ts'
import type { Services } from '../../src/services.ts'
import { backupSeal, createSigning } from '../../src/signing/index.ts'
import { played } from '../demo/played.ts'
import { openTestPglite, testPostgresUrl, writeDataFolder } from '../support/database.ts'
import { t } from '../support/test.ts'
import { insignia, KEY, logOf, settings, temporaryFolder, verdicts } from './restored.ts'

const keyEncryptionKey = Uint8Array.from(Buffer.from(KEY, 'hex'))
const folder = temporaryFolder(t)
const embedded = await openTestPglite(t)
const { world } = await played(embedded)
const services: Services = world.services
const fromEmbedded = join(folder, 'from-embedded.tar.gz')
await embedded.owner.insert(tables.rateLimits).values({ key: 'somebody', hits: 3, windowEndsAt: services.clock.now() })
await writeBackup(services, backupSeal(keyEncryptionKey), createWriteStream(fromEmbedded))
const before = { log: await logOf(embedded), verdicts: await verdicts(services) }

/** The same service, on what was restored. */
function on(database: Database, dataDir: string): Services {
  const { config, clock } = services
  const { publicUrl, issuerDid } = config
  const signing = createSigning({ database, clock, publicUrl, issuerDid, keyEncryptionKey, development: true })
  return { ...services, database, signing, blobs: diskBlobs(join(dataDir, 'evidence')) }
}

async function evidenceOf({ database, blobs }: Services): Promise<Readonly<Record<string, number | null>>> {
  const versions = await database.owner.select().from(tables.evidenceVersions)
  const found: Record<string, number | null> = {}
  for (const { sha256, bytesDeletedAt } of versions) {
    if (sha256 !== null && !bytesDeletedAt) found[sha256] = (await blobs.get(sha256))?.byteLength ?? null
  }
  return found
}

t.test('a lived programme goes from the embedded database to Postgres and back', async (t) => {
  const url = await testPostgresUrl()
  const onPostgres = settings(join(folder, 'postgres'), { databaseUrl: url })
  t.ok(before.log.intact && before.log.length > 100, 'the programme has a past')
  t.ok(new Set(Object.values(before.verdicts)).size > 1, 'some badges are valid and some are not')

  t.match(await insignia(onPostgres, 'restore', fromEmbedded), { code: 0, out: /pieces of evidence\nlog  \d+ events/ })
  const postgres = await openPostgres(url)
  t.teardown(() => postgres.close())
  const restored = on(postgres, onPostgres.dataDir)
  t.strictSame(await logOf(postgres), before.log)
  t.strictSame(await verdicts(restored), before.verdicts)
  t.strictSame(await evidenceOf(restored), await evidenceOf(services))
  t.equal(await postgres.owner.$count(tables.rateLimits), 0, 'counters start anew')
  const [organisation] = await postgres.owner.select().from(tables.issuerKeys)
  t.ok(await restored.signing.ensureIssuerKeys(organisation?.organisationId ?? ''), 'the signing keys are there')
  t.equal(await restored.signing.exportKeys(), await services.signing.exportKeys(), 'and open')

  const [award] = await postgres.owner.select().from(tables.awards).where(eq(tables.awards.state, 'issued'))
  await t.rejects(
    postgres.owner.delete(tables.awards).where(eq(tables.awards.id, award?.id ?? '')),
    'guards guard again',
  )
  await t.rejects(postgres.owner.delete(tables.auditEvents))

  const fromPostgres = join(folder, 'from-postgres.tar.gz')
  const backedUp = await insignia(onPostgres, 'backup', fromPostgres)
  t.match(backedUp, { code: 0, err: /key-encryption key is not in it \(the setting KEY_ENCRYPTION_KEY\)/ })
  t.equal((await stat(fromPostgres)).mode & 0o777, 0o600)
  const [first, second] = [await checkBackup(fromEmbedded), await checkBackup(fromPostgres)]
  t.strictSame(second.entries, first.entries, 'not a byte of a row or of evidence differs')
  t.strictSame(second.log, first.log)

  const back = settings(temporaryFolder(t))
  await writeDataFolder(back.dataDir)
  t.match(await insignia(back, 'restore', fromPostgres), { code: 0 })
  t.match(await insignia(back, 'verify-log'), { code: 0, out: `head ${first.log.headHash}` })
  const again = await openEmbedded(back.dataDir)
  t.teardown(() => again.close())
  t.strictSame(await verdicts(on(again, back.dataDir)), before.verdicts)
  t.strictSame(await evidenceOf(on(again, back.dataDir)), await evidenceOf(services))
})

t.test('backup: what is refused leaves no file', async (t) => {
  const taken = join(folder, 'taken.tar.gz')
  await writeFile(taken, 'mine')
  const nowhere = settings(join(folder, 'nowhere'))
  for (const { argv, code, said } of [
    { argv: [], code: 64, said: 'one new file' },
    { argv: [taken], code: 64, said: 'exists and is left as it is' },
    { argv: [join(folder, 'new.tar.gz')], code: 1, said: 'There is no database in' },
  ])
    t.match(await insignia(nowhere, 'backup', ...argv), { code, err: said })
  await t.rejects(stat(join(folder, 'new.tar.gz')), { code: 'ENOENT' })
  await t.rejects(stat(nowhere.dataDir), { code: 'ENOENT' })
})
