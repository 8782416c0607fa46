import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KeyCannotBeOpened, UnusableKeyEncryptionKey } from './errors.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface SealedKey {
  readonly sealed: Uint8Array
  readonly nonce: Uint8Array
}

/** What a sealed key belongs to: moved into another row it does not open. */
export interface KeyOwner {
  readonly organisationId: string
  readonly kid: string
}

export function sealPrivateKey(secret: Uint8Array, owner: KeyOwner, keyEncryptionKey: Uint8Array): SealedKey {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, keyEncryptionKey, nonce).setAAD(associatedData(owner))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return { sealed: Uint8Array.from(sealed), nonce: Uint8Array.from(nonce) }
}

/** Throws `KeyCannotBeOpened` under another key-encryption key, for another owner, and for changed bytes. */
export function openPrivateKey(
  { sealed, nonce }: SealedKey,
  owner: KeyOwner,
  keyEncryptionKey: Uint8Array,
): Uint8Array {
  try {
    const decipher = createDecipheriv(ALGORITHM, keyEncryptionKey, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(associatedData(owner)).setAuthTag(sealed.subarray(-TAG_BYTES))
    return Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]))
  } catch {
    throw new KeyCannotBeOpened(owner.kid)
  }
}

function associatedData({ organisationId, kid }: KeyOwner): Buffer {
  return Buffer.from(`insignia issuer key\n${organisationId}\n${kid}`, 'utf8')
}

const KEY_FILE = 'key-encryption-key'

export interface KeyPlace {
  readonly configured: string | null
  readonly dataDir: string
}

/**
 * The key that private keys are sealed with: as configured, else kept in a file of the data folder that only its owner
 * may read. Processes that start at once agree on one file. Throws `UnusableKeyEncryptionKey`.
 */
export function keyEncryptionKey(place: KeyPlace): Uint8Array {
  const path = join(place.dataDir, KEY_FILE)
  return presentKeyEncryptionKey(place) ?? parseKey(createKeyFile(place.dataDir, path), path)
}

/** The same, and null where it would have to be made. */
export function presentKeyEncryptionKey({ configured, dataDir }: KeyPlace): Uint8Array | null {
  if (configured !== null) return parseKey(configured, 'KEY_ENCRYPTION_KEY')
  const path = join(dataDir, KEY_FILE)
  const text = readKeyFile(path)
  return text === null ? null : parseKey(text, path)
}

/** In words for whoever has to keep it. */
export function whereKeyIs({ configured, dataDir }: KeyPlace): string {
  return configured === null ? join(dataDir, KEY_FILE) : 'the setting KEY_ENCRYPTION_KEY'
}

function readKeyFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Written whole under another name first: a crash leaves no half file, and a second process finds the first one's. */
function createKeyFile(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(path, 'utf8')
}

function parseKey(text: string, origin: string): Uint8Array {
  const value = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(value)
    ? Buffer.from(value, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(value)
      ? Buffer.from(value, 'base64')
      : null
  if (bytes?.length !== 32) throw new UnusableKeyEncryptionKey(origin)
  return Uint8Array.from(bytes)
}
