import type { FieldProblem } from '../kernel/domain-error.ts'

const DATA_MODEL = 'https://www.w3.org/TR/vc-data-model#'
const STATUS_LIST = 'https://www.w3.org/ns/credentials/status-list#'

/**
 * A problem in the words of the data model: `type` and `title` are one of a few, `code` is ours, stable and fine.
 * Sources: VC Data Model 2.0, Problem Details; Bitstring Status List 1.0, Processing Errors; VC-API.
 */
export interface ApiProblem {
  readonly type: string
  readonly title: string
  readonly code: string
  readonly detail: string
  readonly pointer?: string
}

const TITLES = {
  PARSING_ERROR: DATA_MODEL,
  MALFORMED_VALUE_ERROR: DATA_MODEL,
  RANGE_ERROR: DATA_MODEL,
  CRYPTOGRAPHIC_SECURITY_ERROR: DATA_MODEL,
  STATUS_VERIFICATION_ERROR: STATUS_LIST,
} as const
export type ProblemTitle = keyof typeof TITLES

export function apiProblem(title: ProblemTitle, code: string, detail: string, pointer?: string): ApiProblem {
  return { type: TITLES[title] + title, title, code, detail, ...(pointer === undefined ? {} : { pointer }) }
}

/** What is wrong with the form of a document; `prefix` is where the document stands in the body. */
export function shapeProblems(problems: readonly FieldProblem[], prefix: string): ApiProblem[] {
  return problems.map(({ pointer, detail }) =>
    apiProblem(
      'MALFORMED_VALUE_ERROR',
      'malformed-value',
      `The value at ${prefix}${pointer} ${detail}.`,
      prefix + pointer,
    ),
  )
}

/** Sentences for what JSON-LD refuses; the errors themselves quote the document. */
export const JSON_LD_DETAILS = {
  'undefined-terms': 'The document holds a term that none of its contexts defines.',
  'unbundled-context': 'The document uses a context that is not kept here, and none is fetched.',
  'invalid-json-ld': 'The document is no valid JSON-LD.',
} as const
