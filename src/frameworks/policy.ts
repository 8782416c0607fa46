import { hasRole, NotFound, type Actor } from '../access/index.ts'
import { isPublished, type ReviewableState } from './review.ts'

/** Those who write, check and publish drafts; everybody else knows published content only. */
export const DRAFT_READERS = ['author', 'validator', 'coordinator', 'auditor'] as const

export function maySee(
  actor: Actor,
  content: { readonly programmeId: string; readonly state: ReviewableState },
): boolean {
  return isPublished(content.state) || actor.kind === 'system' || hasRole(actor, DRAFT_READERS, content.programmeId)
}

/** Throws NotFound for a draft that is not this reader's business. */
export function requireSeen(
  actor: Actor,
  kind: string,
  content: { readonly id: string; readonly programmeId: string; readonly state: ReviewableState },
): void {
  if (!maySee(actor, content)) throw new NotFound(kind, content.id)
}
