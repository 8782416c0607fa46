export const CHECKS = [
  'format',
  'proof',
  'issuer',
  'status',
  'validity',
  'endorsement',
  'schema',
  'recipient',
  'recognition',
] as const
export type Check = (typeof CHECKS)[number]

export const OUTCOMES = ['passed', 'failed', 'unknown', 'not-applicable'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** One line of a report. `code` is stable kebab-case; `detail` is a sentence that quotes nothing of the document. */
export interface Fact {
  readonly check: Check
  readonly outcome: Outcome
  readonly code: string
  readonly detail: string
  /** Whose key, list or record answered. */
  readonly by?: string
  /** The name that an endorsement gives its issuer: words of the document, which prove nothing without `by`. */
  readonly byName?: string
}

/** What deserves a reader's attention without deciding the state. */
export interface Warning {
  readonly code: string
  readonly detail: string
}

/** Outcome, code and sentence of a check, before it is put under its name. */
export interface Finding {
  readonly outcome: Outcome
  readonly code: string
  readonly detail: string
  readonly by?: string
  readonly byName?: string
  readonly warnings?: readonly Warning[]
}

export const passed = (code: string, detail: string): Finding => ({ outcome: 'passed', code, detail })
export const failed = (code: string, detail: string): Finding => ({ outcome: 'failed', code, detail })
export const unknown = (code: string, detail: string): Finding => ({ outcome: 'unknown', code, detail })
export const notApplicable = (code: string, detail: string): Finding => ({ outcome: 'not-applicable', code, detail })

export function fact(check: Check, { outcome, code, detail, by, byName }: Finding): Fact {
  const whose = { ...(by === undefined ? {} : { by }), ...(byName === undefined ? {} : { byName }) }
  return { check, outcome, code, detail, ...whose }
}

/** Whether the document is its issuer's own word: the format was sound, and signature and key hold. */
export function isProven(facts: readonly Fact[]): boolean {
  return (['format', 'proof', 'issuer'] as const).every((check) =>
    facts.some((known) => known.check === check && known.outcome === 'passed'),
  )
}
