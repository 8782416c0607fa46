import { ensureFirstAdministrator } from './access/index.ts'
import { buildApp, openServices, scheduledWork } from './app.ts'
import { BadSetting, readConfig } from './config.ts'
import { requirePinnedAddress } from './credentials/index.ts'
import { DataFolderInUse } from './database/index.ts'
import { PortTaken, requireFreePort } from './free-port.ts'
import { DomainError } from './kernel/domain-error.ts'
import { serveBackups, writeBackup } from './operations/index.ts'
import type { Services } from './services.ts'
import { backupSeal, keyEncryptionKey } from './signing/index.ts'
import { repeat } from './tasks/index.ts'
import { guardedFetcher } from './verification/index.ts'

/** Opens, migrates, creates what is missing, listens; and ends in order when told to. */
async function start(): Promise<void> {
  const config = readConfig(process.env)
  await requireFreePort(config, 'npm start')
  const services = await openServices(config)
  try {
    await serve(services)
  } catch (error) {
    await services.database.close()
    throw error
  }
}

async function serve(services: Services): Promise<void> {
  const { config, database } = services
  await requirePinnedAddress(services)
  const setUpAddress = await ensureFirstAdministrator(services)
  const fetcher = guardedFetcher()
  const app = await buildApp(services, { fetchDocument: fetcher.fetchDocument })
  await app.listen({ host: config.host, port: config.port })
  const work = scheduledWork(services).map(({ everyMs, run }) =>
    repeat(everyMs, run, (error) => {
      app.log.error({ type: typeOf(error) }, 'scheduled work failed')
    }),
  )
  const closeBackups = await backupsForNeighbours(services, (error) =>
    app.log.error({ type: typeOf(error) }, 'backup failed'),
  )
  const stop = async (): Promise<void> => {
    await app.close()
    await closeBackups()
    await Promise.all(work.map((repetition) => repetition.stop()))
    await fetcher.close()
    await database.close()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
  say(`insignia listens on ${config.publicUrl}`)
  if (setUpAddress !== null) say(`first administrator  ${setUpAddress}  (works once, for a day)`)
}

/** The embedded database is this process's alone, so it writes the backups that the command asks for. */
async function backupsForNeighbours(
  services: Services,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { databaseUrl, keyEncryptionKey: configured, dataDir } = services.config
  if (databaseUrl !== null) return () => Promise.resolve()
  const seal = backupSeal(keyEncryptionKey({ configured, dataDir }))
  return serveBackups(dataDir, (destination) => writeBackup(services, seal, destination), onError)
}

function typeOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : 'unknown'
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const FORESEEN = [BadSetting, PortTaken, DataFolderInUse, DomainError]

try {
  await start()
} catch (error) {
  const isForeseen = FORESEEN.some((kind) => error instanceof kind)
  const told = error instanceof Error ? (isForeseen ? error.message : error.stack) : error
  process.stderr.write(`${String(told)}\n`)
  process.exit(1)
}
