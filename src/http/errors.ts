import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

/** The body, or a query parameter, has not the shape that the operation documents. */
export class MalformedInput extends DomainError {
  readonly code = 'malformed-input'

  constructor(errors: readonly FieldProblem[]) {
    super('What was sent does not have the documented shape: see the pointers.', { errors })
  }
}

export class MalformedJson extends DomainError {
  readonly code = 'malformed-json'

  constructor() {
    super('The body is not JSON. Check its encoding and its content type.')
  }
}

export class MalformedRequest extends DomainError {
  readonly code = 'malformed-request'

  constructor() {
    super('The request cannot be read. Check its headers and its encoding.')
  }
}

export class UnknownAddress extends DomainError {
  readonly code = 'unknown-address'

  constructor() {
    super('There is nothing at this address. Check it for typing mistakes.')
  }
}

export class MethodNotAllowed extends DomainError {
  readonly code = 'method-not-allowed'
  readonly allowed: readonly string[]

  constructor(allowed: readonly string[]) {
    super(`This address answers ${allowed.join(', ')} only.`)
    this.allowed = allowed
  }
}

export class NotAcceptable extends DomainError {
  readonly code = 'not-acceptable'

  constructor(offered: readonly string[]) {
    super(`This address answers ${offered.join(', ')}.`, { data: { offered: offered.join(', ') } })
  }
}

export class BodyTooLarge extends DomainError {
  readonly code = 'body-too-large'

  /** `field` names the file that is too large, where it is known. */
  constructor(field?: string) {
    super('What was sent is larger than this operation takes. Send less, or smaller files.', {
      errors: field === undefined ? [] : [{ pointer: `/${field}`, detail: 'is too large' }],
    })
  }
}

export class UnsupportedMediaType extends DomainError {
  readonly code = 'unsupported-media-type'

  constructor() {
    super('This operation does not take that content type. The documentation names those it takes.')
  }
}

export class TooManyRequests extends DomainError {
  readonly code = 'too-many-requests'
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(`Too many requests. Try again in ${String(retryAfterSeconds)} seconds.`, { data: { retryAfterSeconds } })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A form without the token of this session: it is old, or another site sent it. */
export class FormExpired extends DomainError {
  readonly code = 'form-expired'

  constructor() {
    super('This form is too old, or was sent from elsewhere. Go back, reload the page and send it again.')
  }
}

/** A browser sent this on behalf of another site, with the session of the person who reads that site. */
export class CrossSiteRequest extends DomainError {
  readonly code = 'cross-site-request'

  constructor() {
    super('A page of another site cannot act with your session. Use an API key from a program.')
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly code = 'idempotency-key-reused'

  constructor() {
    super('This Idempotency-Key was used for another request. Use a new key for a new request.')
  }
}

/** Also the answer when the process died under the first request: what came of it is then for a person to look up. */
export class IdempotentRequestInProgress extends DomainError {
  readonly code = 'idempotent-request-in-progress'

  constructor() {
    super(
      'The first request with this Idempotency-Key has no answer yet. Look whether it took effect before you repeat it.',
    )
  }
}

export class InvalidIdempotencyKey extends DomainError {
  readonly code = 'invalid-idempotency-key'

  constructor() {
    super('An Idempotency-Key is 1 to 200 printable ASCII characters; a UUID does well.')
  }
}
