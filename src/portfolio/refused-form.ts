import type { FormValues, PageProblem } from '../pages/index.ts'

/** Which of a page's forms was refused: that one alone shows what was sent, and what is wrong with it. */
export interface RefusedForm {
  readonly form: string
  readonly problem: PageProblem
  readonly values: FormValues
}

/** What `Form` is told: the refusal when it was this form's, and otherwise what stands in it at first. */
export function formState(
  refused: RefusedForm | undefined,
  form: string,
  first: FormValues = {},
): { readonly problem: PageProblem | undefined; readonly values: FormValues } {
  return refused?.form === form
    ? { problem: refused.problem, values: refused.values }
    : { problem: undefined, values: first }
}
