/** A list was asked for in a way that the binding answers with `invalid_selection_field`. */
export class InvalidSelection extends Error {
  readonly parameter: string

  constructor(parameter: string, description: string) {
    super(description)
    this.name = 'InvalidSelection'
    this.parameter = parameter
  }
}
