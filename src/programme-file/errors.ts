import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'

export class InvalidProgrammeFile extends DomainError {
  readonly code = 'invalid-programme-file'

  constructor(errors: readonly FieldProblem[]) {
    super('The programme file cannot be imported as it is, and nothing was changed: see the pointers.', { errors })
  }
}
