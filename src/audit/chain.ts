import { canonicalJson } from '../kernel/canonical-json.ts'
import { sha256Hex } from '../kernel/hash.ts'

export const GENESIS_HASH = '0'.repeat(64)

/** What every event of a hash chain has; the rest of its members are hashed as they are. */
export interface Chained {
  readonly seq: number
  readonly prevHash: string
  readonly hash: string
}

/** SHA-256 of the UTF-8 canonical JSON (sorted keys, no white space) of the event without its `hash`. */
export function eventHash(event: object): string {
  return sha256Hex(canonicalJson({ ...event, hash: undefined }))
}

export type ChainVerdict =
  | { readonly intact: true; readonly length: number; readonly headHash: string }
  | { readonly intact: false; readonly brokenAtSeq: number }

/** Checks numbering from 1, links and hashes, in order. */
export function verifyChain(events: Iterable<Chained>): ChainVerdict {
  const walk = new ChainWalk()
  for (const event of events) if (!walk.follows(event)) break
  return walk.verdict()
}

/** The same for a log that is read page by page and never held whole. */
export async function verifyLongChain(events: AsyncIterable<Chained>): Promise<ChainVerdict> {
  const walk = new ChainWalk()
  for await (const event of events) if (!walk.follows(event)) break
  return walk.verdict()
}

class ChainWalk {
  private length = 0
  private headHash = GENESIS_HASH
  private isIntact = true

  follows(event: Chained): boolean {
    this.isIntact = event.seq === this.length + 1 && event.prevHash === this.headHash && event.hash === eventHash(event)
    if (this.isIntact) {
      this.length = event.seq
      this.headHash = event.hash
    }
    return this.isIntact
  }

  verdict(): ChainVerdict {
    return this.isIntact
      ? { intact: true, length: this.length, headHash: this.headHash }
      : { intact: false, brokenAtSeq: this.length + 1 }
  }
}
