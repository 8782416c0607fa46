import type { FieldProblem } from '../kernel/domain-error.ts'

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/

/** A name for addresses that never changes again. */
export function slugProblems(slug: string): readonly FieldProblem[] {
  return SLUG.test(slug) ? [] : [{ pointer: '/slug', detail: 'has to be of small letters, digits and hyphens' }]
}
