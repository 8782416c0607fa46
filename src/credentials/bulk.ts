import { InvalidInput, NotFound } from '../access/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { isUuid } from '../kernel/ids.ts'
import { SomeNotDone } from './errors.ts'

type FormValues = Readonly<Record<string, string | readonly string[]>>

/**
 * Does one step for every chosen row, each for itself: a row that is refused keeps none of the others back. Throws
 * `InvalidInput` when none was chosen, the refusal itself when there was one row, and else `SomeNotDone`, which names
 * the rows that were refused.
 */
export async function inBulk(values: FormValues, field: string, act: (id: string) => Promise<unknown>): Promise<void> {
  const ids = [...new Set([values[field] ?? []].flat())]
  if (ids.length === 0) throw new InvalidInput({ errors: [{ pointer: `/${field}`, detail: 'is required' }] })
  const refusals: { readonly id: string; readonly code: string }[] = []
  for (const id of ids) {
    try {
      if (!isUuid(id)) throw new NotFound('row', id)
      await act(id)
    } catch (error) {
      if (!(error instanceof DomainError) || ids.length === 1) throw error
      refusals.push({ id, code: error.code })
    }
  }
  if (refusals.length > 0) throw new SomeNotDone(field, refusals)
}
