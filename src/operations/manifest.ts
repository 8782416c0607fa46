import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { BackupRefused } from './refusals.ts'

export const FORMAT = 'insignia-backup'
export const FORMAT_VERSION = 1
export const MANIFEST_NAME = 'manifest.json'

const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const count = Type.Integer({ minimum: 0 })

const manifestSchema = Type.Object(
  {
    format: Type.Literal(FORMAT),
    formatVersion: Type.Literal(FORMAT_VERSION),
    createdAt: Type.String(),
    /** The address that the service had. */
    publicUrl: Type.String(),
    /** The newest migration of the database that was read. */
    migration: Type.Object({ madeAt: Type.Integer(), hash: sha256 }),
    /** Rows a table. */
    tables: Type.Record(Type.String({ pattern: '^[a-z_]+$' }), count),
    /** Tables whose rows were not read. */
    leftOut: Type.Array(Type.String()),
    /** The judgement log, as `verify-log` prints it. */
    log: Type.Object({ length: count, headHash: sha256 }),
    /** Every other file of the archive, in its order. */
    entries: Type.Array(Type.Object({ name: Type.String(), size: count, sha256 })),
    /** Evidence that the rows name and the storage no longer had. */
    missingEvidence: Type.Array(sha256),
    keyFingerprint: sha256,
    /** Over all of the above, under the key-encryption key. */
    seal: sha256,
  },
  { additionalProperties: false },
)

export type Manifest = Static<typeof manifestSchema>
export type Entry = Manifest['entries'][number]

/** Ties a backup to the key-encryption key, which is not in it. */
export interface BackupSeal {
  /** Tells two key-encryption keys apart, and nothing about either. */
  readonly keyFingerprint: string
  /** What only a holder of the key-encryption key can write under a text. */
  readonly of: (text: string) => string
}

/** What the seal is computed over. */
export function sealedText({ seal: _seal, ...rest }: Omit<Manifest, 'seal'> & { readonly seal?: string }): string {
  return canonicalJson(rest)
}

/** Throws `BackupRefused` for a manifest of a newer format and for one that cannot be read. */
export function parseManifest(text: string): Manifest {
  const found = parsed(text) as { format?: unknown; formatVersion?: unknown } | null
  if (found?.format !== FORMAT) throw new BackupRefused('not-a-backup', 'This file is no backup of Insignia.')
  if (typeof found.formatVersion === 'number' && found.formatVersion > FORMAT_VERSION) {
    throw new BackupRefused(
      'backup-newer',
      `This backup has format ${found.formatVersion}, and this version of Insignia reads up to ${FORMAT_VERSION}: use the version that made it, or a later one.`,
    )
  }
  if (Value.Check(manifestSchema, found)) return found
  throw damaged('its manifest is not complete')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged('its manifest cannot be read')
  }
}

export function damaged(what: string, cause?: unknown): BackupRefused {
  return new BackupRefused('backup-damaged', `This backup is damaged or was altered: ${what}.`, { cause })
}
