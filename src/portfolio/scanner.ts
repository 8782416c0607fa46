/** What a scan says about bytes. `reason` is for the log and never holds content. */
export interface ScanVerdict {
  readonly status: 'clean' | 'infected' | 'unscannable'
  readonly reason: string
}

/**
 * Looks at bytes before anybody but their owner may. `scan` rejects when the scanner cannot be asked: the evidence
 * then stays in quarantine and is scanned again later; it never becomes clean by default.
 */
export interface Scanner {
  readonly name: string
  scan(content: Uint8Array, mediaType: string): Promise<ScanVerdict>
}
