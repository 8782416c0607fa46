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
  let length = 0
  let headHash = GENESIS_HASH
  for (const event of events) {
    if (event.seq !== length + 1 || event.prevHash !== headHash || event.hash !== eventHash(event)) {
      return { intact: false, brokenAtSeq: length + 1 }
    }
    length = event.seq
    headHash = event.hash
  }
  return { intact: true, length, headHash }
}
