import type { Blobs } from './blobs/index.ts'
import type { Config } from './config.ts'
import type { Database } from './database/index.ts'
import type { Clock } from './kernel/clock.ts'
import type { Randomness } from './kernel/ids.ts'
import type { Signing } from './signing/index.ts'

/** What use cases are given; a use case asks for the parts it needs by `Pick<Services, …>`. */
export interface Services {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly randomness: Randomness
  readonly blobs: Blobs
  readonly signing: Signing
}
