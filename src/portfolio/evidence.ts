import type { Actor } from '../kernel/actor.ts'
import { hasRole } from '../kernel/actor.ts'
import { EVIDENCE_TYPES } from '../database/tables/portfolio.ts'

export { EVIDENCE_TYPES }
export type EvidenceType = (typeof EVIDENCE_TYPES)[number]
export const PEOPLE_SHOWN = ['none', 'blurred', 'adults', 'minors'] as const
export type PeopleShown = (typeof PEOPLE_SHOWN)[number]
export const SCAN_STATUSES = ['uploaded', 'scanning', 'clean', 'infected', 'unscannable'] as const
export type ScanStatus = (typeof SCAN_STATUSES)[number]

/** What an item of this type is made of: an address, a text that is written here, or a file. */
export function contentKindOf(type: EvidenceType): 'link' | 'text' | 'file' {
  if (type === 'video_link' || type === 'external_link') return 'link'
  return type === 'text_reflection' ? 'text' : 'file'
}

export const READING_PURPOSES = ['owner', 'assessment', 'formal-check', 'audit', 'mentoring'] as const
export type ReadingPurpose = (typeof READING_PURPOSES)[number]

/** Why this person may read evidence of `ownerId`, as the log names it. */
export function purposeOf(
  actor: Actor,
  evidence: { readonly ownerId: string; readonly programmeId: string; readonly isJudgedByActor: boolean },
): ReadingPurpose {
  if (actor.personId === evidence.ownerId) return 'owner'
  if (evidence.isJudgedByActor) return 'assessment'
  if (hasRole(actor, ['coordinator'], evidence.programmeId)) return 'formal-check'
  return hasRole(actor, ['auditor'], evidence.programmeId) ? 'audit' : 'mentoring'
}

/** Coordinators and auditors are always logged; everybody is where minors can be recognised. */
export function isReadingLogged(purpose: ReadingPurpose, peopleShown: PeopleShown): boolean {
  return peopleShown === 'minors' || purpose === 'formal-check' || purpose === 'audit'
}
