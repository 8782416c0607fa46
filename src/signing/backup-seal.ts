import { createHmac, hkdfSync } from 'node:crypto'

/**
 * What ties a backup to the key-encryption key without holding it: a fingerprint that tells two keys apart, and a seal
 * that only a holder of the key can write under a text.
 */
export function backupSeal(keyEncryptionKey: Uint8Array): {
  readonly keyFingerprint: string
  readonly of: (text: string) => string
} {
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', keyEncryptionKey, '', `insignia backup ${purpose}`, 32))
  return {
    keyFingerprint: derived('fingerprint').toString('hex'),
    of: (text) => createHmac('sha256', derived('seal')).update(text).digest('hex'),
  }
}
