import { sha256Hex } from '../kernel/hash.ts'

/** What is stored, or was about to be, is not what its address says. */
export class CorruptBlob extends Error {
  constructor(sha256: string, found: string) {
    super(`the bytes addressed ${sha256} hash to ${found}`)
    this.name = 'CorruptBlob'
  }
}

export function requireIntact(sha256: string, content: Uint8Array): void {
  const found = sha256Hex(content)
  if (found !== sha256) throw new CorruptBlob(sha256, found)
}

/** `ab/cd/abcd…`: no folder grows beyond what a file system likes. Throws TypeError for anything but a SHA-256. */
export function shardedName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('a blob is addressed by 64 lower-case hex digits')
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`
}
