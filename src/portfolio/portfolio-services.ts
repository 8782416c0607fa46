import type { Services } from '../services.ts'
import { chooseScanner } from './choose-scanner.ts'
import type { Scanner } from './scanner.ts'

/** What the use cases that touch bytes need. Null for the scanner means that evidence waits in quarantine. */
export interface PortfolioServices extends Pick<Services, 'database' | 'clock' | 'randomness' | 'blobs' | 'config'> {
  readonly scanner?: Scanner | null | undefined
}

export function scannerOf({ scanner, config }: PortfolioServices): Scanner | null {
  return scanner === undefined ? chooseScanner(config) : scanner
}
