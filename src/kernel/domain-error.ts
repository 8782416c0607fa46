/** One problem of a structured input, at an RFC 6901 pointer into it. */
export interface FieldProblem {
  readonly pointer: string
  readonly detail: string
}

/**
 * A refusal that the domain foresees. `code` is stable kebab-case and goes out on the wire; `detail` tells the
 * person what to do next; `data` holds what a message in another language needs. Anything else thrown is a defect.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string
  readonly errors: readonly FieldProblem[]
  readonly data: Readonly<Record<string, string | number>>

  constructor(
    detail: string,
    options: {
      errors?: readonly FieldProblem[]
      data?: Readonly<Record<string, string | number>>
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: options.cause })
    this.name = new.target.name
    this.errors = options.errors ?? []
    this.data = options.data ?? {}
  }
}
