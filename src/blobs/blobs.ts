/** Evidence bytes, addressed by their SHA-256. */
export interface Blobs {
  /** Stores bytes under their own hash; storing the same bytes again changes nothing. */
  put(sha256: string, content: Uint8Array): Promise<void>
  /** Null when there are none; throws when what is stored no longer hashes to `sha256`. */
  get(sha256: string): Promise<Uint8Array | null>
  remove(sha256: string): Promise<void>
}
