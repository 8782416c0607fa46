import { createWriteStream, existsSync } from 'node:fs'
import { link, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { openAsIs, openBlobs } from '../app.ts'
import type { Config } from '../config.ts'
import { DataFolderInUse, type Unmigrated } from '../database/index.ts'
import { systemClock } from '../kernel/clock.ts'
import { BackupRefused, checkBackup, receiveBackup, writeBackup, type Manifest } from '../operations/index.ts'
import { backupSeal, keyEncryptionKey, whereKeyIs } from '../signing/index.ts'
import { EXIT, WrongUsage, type Command } from './command.ts'

export const backup: Command = {
  usage: 'backup FILE',
  summary: 'writes rows, evidence and sealed signing keys into one new file, also while the service runs',
  async run(args, { config, out, err }) {
    const [file, more] = args
    if (file === undefined || more !== undefined) throw new WrongUsage('backup takes the name of one new file')
    const manifest = await writeFileOnce(file, (destination) => writeTo(config, destination))
    for (const line of told(manifest)) out(line)
    out(`written to ${file}, and read back`)
    err(`The key-encryption key is not in it (${whereKeyIs(keyPlace(config))}): keep it apart from this file.`)
    err('Without that key nobody can sign with these keys again. With both, anybody can sign as your organisations.')
    for (const sha256 of manifest.missingEvidence) err(`evidence ${sha256} is named by rows and not in the storage`)
    return manifest.missingEvidence.length > 0 ? EXIT.bad : EXIT.good
  },
}

export function keyPlace({ keyEncryptionKey: configured, dataDir }: Config) {
  return { configured, dataDir }
}

/** What a backup holds, in lines. */
export function told({ createdAt, publicUrl, tables, entries, log }: Manifest): string[] {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
  const evidence = entries.filter(({ name }) => name.startsWith('evidence/')).length
  return [
    `backup of ${publicUrl} at ${createdAt}`,
    `${rows} rows of ${Object.keys(tables).length} tables, ${evidence} pieces of evidence`,
    `log  ${log.length} events  head ${log.headHash}`,
  ]
}

/** Appears under its name once it is whole and was read back. */
async function writeFileOnce(file: string, write: (destination: Writable) => Promise<void>): Promise<Manifest> {
  const taken = `${file} exists and is left as it is`
  if (existsSync(file)) throw new WrongUsage(taken)
  const partial = `${file}.${process.pid}.partial`
  try {
    await write(createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }))
    const manifest = await checkBackup(partial)
    await link(partial, file).catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new WrongUsage(taken) : error
    })
    return manifest
  } finally {
    await rm(partial, { force: true })
  }
}

async function writeTo(config: Config, destination: Writable): Promise<void> {
  const opened = await openOrNull(config)
  if (!opened) {
    await receiveBackup(config.dataDir, destination)
    return
  }
  const { database } = opened
  try {
    const seal = backupSeal(keyEncryptionKey(keyPlace(config)))
    await writeBackup({ config, database, blobs: openBlobs(config), clock: systemClock }, seal, destination)
  } finally {
    await database.close()
  }
}

/** Null while the service runs on the embedded database. */
async function openOrNull(config: Config): Promise<Unmigrated | null> {
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'database')))
    throw new BackupRefused('nothing-to-back-up', `There is no database in ${config.dataDir}.`)
  try {
    return await openAsIs(config)
  } catch (error) {
    if (error instanceof DataFolderInUse) return null
    throw error
  }
}
