import type { Config } from '../config.ts'
import { builtInScanner } from './built-in-scanner.ts'
import { clamavScanner } from './clamav-scanner.ts'
import type { Scanner } from './scanner.ts'

/**
 * ClamAV where there is one; else, on a single machine, the check of structure; else none, and evidence waits in
 * quarantine until there is one.
 */
export function chooseScanner({ databaseUrl, clamav }: Pick<Config, 'databaseUrl' | 'clamav'>): Scanner | null {
  if (clamav) return clamavScanner(clamav)
  return databaseUrl === null ? builtInScanner : null
}
