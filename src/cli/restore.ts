import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openAsIs, openBlobs } from '../app.ts'
import type { Config } from '../config.ts'
import { BackupRefused, checkBackup, requireSeal, restoreBackup, type Manifest } from '../operations/index.ts'
import { backupSeal, presentKeyEncryptionKey, whereKeyIs } from '../signing/index.ts'
import { keyPlace, told } from './backup.ts'
import { EXIT, WrongUsage, type Command } from './command.ts'

export const restore: Command = {
  usage: 'restore FILE [--without-key]',
  summary:
    'fills an empty database, embedded or Postgres, and the storage of evidence from a backup, or changes nothing',
  async run(args, { config, out, err }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { 'without-key': { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [file, more] = positionals
    if (file === undefined || more !== undefined) throw new WrongUsage('restore takes the name of one backup')
    if (!existsSync(file)) throw new WrongUsage(`${file} cannot be read`)
    const manifest = await checkBackup(file)
    if (!values['without-key']) requireKey(config, manifest)
    const target = await openAsIs(config)
    try {
      await restoreBackup(target, openBlobs(config), file, manifest)
    } finally {
      await target.database.close()
    }
    for (const line of told(manifest)) out(line)
    out(`restored into ${config.databaseUrl === null ? config.dataDir : 'the database of DATABASE_URL'}`)
    for (const line of advice(config, manifest, values['without-key'])) err(line)
    return EXIT.good
  },
}

function requireKey(config: Config, manifest: Manifest): void {
  const place = keyPlace(config)
  const key = presentKeyEncryptionKey(place)
  if (!key) {
    throw new BackupRefused(
      'key-missing',
      `The signing keys of this backup are sealed: put the key-encryption key that they were sealed with into ${whereKeyIs(place)} first, or into KEY_ENCRYPTION_KEY. If it is lost: --without-key.`,
    )
  }
  requireSeal(manifest, backupSeal(key))
}

function advice({ publicUrl }: Config, manifest: Manifest, isWithoutKey: boolean): string[] {
  return [
    ...(isWithoutKey
      ? ['What was signed keeps verifying. To sign again, give every organisation a new key: keys rotate ORGANISATION']
      : []),
    ...(manifest.publicUrl === publicUrl ? [] : [`Start the service with PUBLIC_URL=${manifest.publicUrl}`]),
    ...manifest.missingEvidence.map((sha256) => `evidence ${sha256} was missing when the backup was made`),
  ]
}
