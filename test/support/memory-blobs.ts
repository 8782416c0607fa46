import type { Blobs } from '../../src/blobs/index.ts'

/** Evidence bytes for tests that are not about storage. */
export function memoryBlobs(): Blobs {
  const kept = new Map<string, Uint8Array>()
  return {
    put: (sha256, content) => {
      kept.set(sha256, content)
      return Promise.resolve()
    },
    get: (sha256) => Promise.resolve(kept.get(sha256) ?? null),
    remove: (sha256) => {
      kept.delete(sha256)
      return Promise.resolve()
    },
  }
}
