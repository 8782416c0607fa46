import type { Finding } from './facts.ts'

const DEFAULT_ENTRIES = 2_000

/**
 * Remembers what follows from the bytes alone and therefore never changes. For a signature the key is the content hash,
 * the proof's place, the key's id and the key's version (the fingerprint of its material); for the schema it is the
 * content hash. Status, dates and trust are asked every time.
 */
export class SignatureCache {
  readonly #entries = new Map<string, Finding>()
  readonly #maxEntries: number

  constructor(maxEntries = DEFAULT_ENTRIES) {
    this.#maxEntries = maxEntries
  }

  /** The remembered finding, else the one `verify` makes. What could not be decided is not remembered. */
  async verdict(parts: readonly string[], verify: () => Promise<Finding>): Promise<Finding> {
    const key = JSON.stringify(parts)
    const finding = this.#entries.get(key) ?? (await verify())
    this.#entries.delete(key)
    if (finding.outcome === 'passed' || finding.outcome === 'failed') this.#entries.set(key, finding)
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined && this.#entries.size > this.#maxEntries) this.#entries.delete(oldest)
    return finding
  }
}
