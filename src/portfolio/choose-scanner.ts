import type { Config } from '../config.ts'
import { builtInScanner } from './built-in-scanner.ts'
import { clamavScanner, type ClamavAddress } from './clamav-scanner.ts'
import type { Scanner } from './scanner.ts'

/**
 * ClamAV where there is one; else, on a single machine, the check of structure; else none, and evidence waits in
 * quarantine until there is one.
 */
export function chooseScanner(config: Pick<Config, 'databaseUrl'>, clamav: ClamavAddress | null): Scanner | null {
  if (clamav) return clamavScanner(clamav)
  return config.databaseUrl === null ? builtInScanner : null
}
