import { existsSync, readdirSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openServices } from '../../src/app.ts'
import { tables } from '../../src/database/index.ts'
import { checkBackup, serveBackups, writeBackup } from '../../src/operations/index.ts'
import { backupSeal, keyEncryptionKey } from '../../src/signing/index.ts'
import { writeDataFolder } from '../support/database.ts'
import { t } from '../support/test.ts'
import { createProgramme } from '../support/programme.ts'
import { insignia, settings, temporaryFolder } from './restored.ts'

const folder = temporaryFolder(t)
const config = settings(temporaryFolder(t), { key: '' })
const place = { configured: null, dataDir: config.dataDir }
await writeDataFolder(config.dataDir)
const services = await openServices(config)
t.teardown(() => services.database.close())
await createProgramme(services.database, services.randomness)

t.test('backup: the service that holds the data folder writes it, whatever else it does', async (t) => {
  const seal = backupSeal(keyEncryptionKey(place))
  const close = await serveBackups(
    config.dataDir,
    (destination) => writeBackup(services, seal, destination),
    (error) => t.error(error),
  )
  t.teardown(close)
  t.equal((await stat(join(config.dataDir, 'backup.socket'))).mode & 0o777, 0o600)
  const file = join(folder, 'running.tar.gz')
  const { owner } = services.database
  const busy = Array.from({ length: 20 }, async (_, index) =>
    owner.insert(tables.settings).values({ key: `busy-${index}`, value: 'yes' }),
  )
  const [told] = await Promise.all([insignia(config, 'backup', file), ...busy])
  t.match(told, { code: 0, out: /rows of \d+ tables/, err: /not in it \(.+\/key-encryption-key\)/ })
  t.equal((await checkBackup(file)).tables['programmes'], 1)
})

t.test('backup: one that breaks off leaves no file', async (t) => {
  const failures: unknown[] = []
  const close = await serveBackups(
    config.dataDir,
    (destination) => {
      destination.write(Buffer.from([0x1f, 0x8b, 8]))
      return Promise.reject(new Error('the disk is gone'))
    },
    (error) => failures.push(error),
  )
  const file = join(folder, 'broken.tar.gz')
  t.match(await insignia(config, 'backup', file), { code: 1, err: /damaged/ })
  t.match(failures, [{ message: 'the disk is gone' }])
  t.notOk(existsSync(file))
  t.strictSame(
    readdirSync(folder).filter((name) => name.endsWith('.partial')),
    [],
  )
  await close()
  t.match(await insignia(config, 'backup', file), { code: 1, err: /does not answer/ }, 'a service that is not there')
})
