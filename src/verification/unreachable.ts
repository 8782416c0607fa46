import type { FetchedDocument, UnreachableCode } from './ports.ts'

export type Unreachable = Extract<FetchedDocument, { outcome: 'unreachable' }>

const DETAILS: Readonly<Record<UnreachableCode, string>> = {
  'address-refused': 'The address is not one of the public web with https.',
  absent: 'The host answered that there is no such document.',
  redirected: 'The host answered with another address; redirects are not followed.',
  'refused-by-host': 'The host refused to give the document.',
  'timed-out': 'The host did not answer in time.',
  'too-large': 'The document is larger than such documents are.',
  'no-answer': 'The host could not be reached.',
  'not-text': 'The host answered with something that is no text in UTF-8.',
  'network-not-used': 'Documents of others are not fetched here.',
}

/** That there is no document, and why. */
export function unreachable(code: UnreachableCode): Unreachable {
  return { outcome: 'unreachable', code, detail: DETAILS[code] }
}
