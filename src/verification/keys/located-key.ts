import type { Finding } from '../facts.ts'
import type { PublicKey } from './public-key.ts'

/**
 * The key a proof names: what the mathematics is done with, and whether it is the issuer's. `key` may be the one the
 * document itself offers (a fragment, a header); such a key can show that nothing was changed since somebody signed,
 * and never who signed: `binding` is then not passed.
 */
export interface LocatedKey {
  readonly id: string
  readonly key: PublicKey | null
  readonly binding: Finding
  /** Of a key of another party than the one expected: whether that party stands behind it. */
  readonly standing?: Finding
}
