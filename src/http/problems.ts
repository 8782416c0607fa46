import Type from 'typebox'
import type { DatabaseRefusalCode } from '../database/index.ts'
import type { DomainError, FieldProblem } from '../kernel/domain-error.ts'
import { hasText, translator } from '../texts/index.ts'

/** The codes of every error class that a module exports. */
type CodesOf<Module> = {
  [Name in keyof Module]: Module[Name] extends abstract new (...given: never) => { readonly code: infer Code }
    ? Code
    : never
}[keyof Module]

/**
 * Every code that a client can meet. A feature adds one line here; from then on each error class in its `errors.ts`
 * needs a row in `STATUSES`, or nothing compiles. Types alone look up to the features here; no code does.
 */
export type ProblemCode =
  | DatabaseRefusalCode
  | CodesOf<typeof import('./errors.ts')>
  | CodesOf<typeof import('../kernel/access-errors.ts')>
  | CodesOf<typeof import('../access/errors.ts')>
  | CodesOf<typeof import('../access/people-file.ts')>
  | CodesOf<typeof import('../frameworks/errors.ts')>
  | CodesOf<typeof import('../programme-file/errors.ts')>
  | CodesOf<typeof import('../certificates/errors.ts')>
  | CodesOf<typeof import('../verification/errors.ts')>
  | CodesOf<typeof import('../signing/errors.ts')>
  | CodesOf<typeof import('../credentials/errors.ts')>
  | CodesOf<typeof import('../public/errors.ts')>
  | CodesOf<typeof import('../assessment/errors.ts')>
  | CodesOf<typeof import('../portfolio/errors.ts')>

const STATUSES = {
  // the edge
  'body-too-large': 413,
  'cross-site-request': 403,
  'form-expired': 403,
  'idempotency-key-reused': 409,
  'idempotent-request-in-progress': 409,
  'invalid-idempotency-key': 400,
  'malformed-input': 400,
  'malformed-json': 400,
  'malformed-request': 400,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'too-many-requests': 429,
  'unknown-address': 404,
  'unsupported-media-type': 415,
  // access
  'role-already-held': 409,
  'unreadable-people-file': 422,
  'already-enrolled': 409,
  'another-organisations-people': 403,
  forbidden: 403,
  'invalid-input': 422,
  'known-by-another-name': 409,
  'last-administrator': 409,
  'link-expired': 410,
  'not-found': 404,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  // frameworks and courses
  'content-changed': 409,
  'invalid-programme-file': 422,
  'not-author': 403,
  'not-ready-for-publication': 422,
  'reviewer-without-organisation': 409,
  // certificates
  'badge-does-not-fit': 422,
  'certificate-does-not-fit': 422,
  'certificate-incomplete': 422,
  'unprintable-character': 422,
  // verification
  malformed: 422,
  'too-large': 413,
  // signing
  'active-key-exists': 409,
  'document-not-issuable': 422,
  'example-keys-refused': 409,
  'issuer-mismatch': 422,
  'jwt-needs-did-web': 409,
  'key-cannot-be-opened': 503,
  'compromise-date-impossible': 422,
  'key-not-usable': 409,
  'malformed-key-set': 422,
  'signer-not-entitled': 403,
  'unknown-issuer-key': 404,
  'unusable-key-encryption-key': 503,
  // credentials
  'api-key-not-entitled': 403,
  'api-key-required': 401,
  'award-already-issued': 409,
  'already-recognised': 409,
  'award-moved-on': 409,
  'award-not-approved': 409,
  'award-not-issued': 409,
  'credential-not-in-force': 409,
  'award-on-hold': 409,
  'endorsement-missing': 409,
  'name-already-approved': 409,
  'own-output-rejected': 503,
  'public-address-pinned': 503,
  'some-not-done': 409,
  // assessment
  'already-signed': 409,
  'appeal-already-decided': 409,
  'appeal-cannot-worsen': 422,
  'appeal-stage-over': 409,
  'appeal-window-closed': 409,
  'assessor-role-missing': 409,
  'calibration-required': 422,
  'conversation-required': 422,
  'criterion-not-open': 409,
  'decision-not-released': 409,
  'insufficient-is-not-evidenced': 422,
  'judgement-not-open': 409,
  'judgement-sealed': 403,
  'language-support-required': 422,
  'language-not-read': 422,
  'reconciliation-time-left': 409,
  // public
  'address-unreachable': 422,
  'nothing-to-check': 422,
  'unknown-badge-type': 415,
  // portfolio
  'attempts-exhausted': 409,
  'consent-incomplete': 422,
  'consent-withdrawn': 403,
  'criterion-carried-forward': 409,
  'evidence-deleted': 410,
  'evidence-in-use': 409,
  'evidence-infected': 403,
  'evidence-is-a-link': 409,
  'media-type-mismatch': 422,
  'media-type-refused': 415,
  'not-enrolled': 409,
  'quota-exceeded': 409,
  'submission-incomplete': 422,
  'unreadable-image': 422,
  'version-not-open': 409,
  'window-closed': 409,
  // what the database upholds
  'already-exists': 409,
  'already-judged': 409,
  'appeal-open': 409,
  'author-cannot-validate': 403,
  'award-exists': 409,
  'award-not-replaceable': 409,
  'broken-chain': 503,
  'coi-co-author': 409,
  'coi-declared': 409,
  'coi-family': 409,
  'coi-former-colleague': 409,
  'coi-line-manager': 409,
  'coi-mentor': 409,
  'coi-other': 409,
  'coi-self': 409,
  'consent-missing': 422,
  'decision-inconsistent': 409,
  'decision-not-competent': 409,
  'evidence-not-clean': 409,
  'evidence-not-in-submission': 422,
  'evidence-not-owned': 403,
  'evidence-required': 422,
  'feedback-required': 422,
  immutable: 409,
  'invalid-transition': 409,
  'joint-orgs-required': 409,
  'judgement-incomplete': 422,
  'not-met-cannot-carry': 422,
  'out-of-order': 422,
  'previous-attempt-open': 409,
  'prior-involvement': 409,
  'published-item': 409,
  'qualification-missing': 409,
  'second-person-required': 409,
  'separation-of-duties': 409,
  'signature-missing': 409,
  'slot-taken': 409,
  'submission-open': 409,
  'terminal-state': 409,
  'unknown-level': 422,
  'validation-incomplete': 409,
  'wrong-approving-organisation': 409,
  'wrong-endorsing-organisation': 409,
  'endorsed-at-home': 409,
  'malformed-endorsement-bundle': 422,
  'endorsement-not-accepted': 422,
  'key-set-lacks-key': 422,
} as const satisfies Record<ProblemCode, number>

/** RFC 9457, with a stable `code` and the JSON pointers of what needs attention. */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly instance?: string
  readonly code: string
  readonly errors?: readonly FieldProblem[]
}

/** Open: a problem may carry members of its own. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'An address that explains the problem.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String({ description: 'What to do next.' })),
    instance: Type.Optional(Type.String({ description: 'Names this answer in the log.' })),
    code: Type.String({ description: 'Stable, kebab-case.' }),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }), {
        description: 'JSON pointers (RFC 6901) into the body, or /query/name.',
      }),
    ),
  },
  { $id: 'Problem', additionalProperties: true },
)

/** Spread into a route's `response`: every refusal is a problem document. */
export const problemResponses = {
  '4xx': {
    description: 'The request was refused: RFC 9457 problem with a stable `code`.',
    content: { 'application/problem+json': { schema: Type.Unsafe<ProblemDocument>({ $ref: 'Problem#' }) } },
  },
} as const

/** Null for a code without a row, which the compiler allows only for classes outside the features' `errors.ts`. */
export function problemStatus(code: string): number | null {
  return Object.hasOwn(STATUSES, code) ? STATUSES[code as ProblemCode] : null
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(STATUSES, code)
}

const english = translator('en')

export function problemTitle(code: string): string {
  if (hasText(`problems.${code}.title`)) return english(`problems.${code}.title`)
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function problemOf(error: DomainError, status: number, publicUrl: string, requestId: string): ProblemDocument {
  return {
    type: `${publicUrl}/problems/${error.code}`,
    title: problemTitle(error.code),
    status,
    detail: error.message,
    instance: `urn:uuid:${requestId}`,
    code: error.code,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  }
}

/** All that a client learns of a defect. */
export function internalProblem(requestId: string): ProblemDocument {
  return {
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'Something went wrong on our side. Try again; if it stays, quote the instance when you ask for help.',
    instance: `urn:uuid:${requestId}`,
    code: 'internal-error',
  }
}
