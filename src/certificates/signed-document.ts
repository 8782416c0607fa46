import type { AchievedLevel } from './content.ts'
import type { AchievementCredential } from '../standards/ob3/index.ts'
import type { Proof } from '../standards/vc/index.ts'

/** A credential of ours as it was signed: the schema was checked before the signature, so its members are there. */
export type SignedCredential = AchievementCredential & { readonly proof: readonly Proof[] }

export function parseSigned(text: string): SignedCredential {
  return JSON.parse(text) as SignedCredential
}

/** The name in clear, as it was signed. */
export function nameOf({ credentialSubject }: SignedCredential): string {
  return credentialSubject.identifier?.find(({ identityType }) => identityType === 'name')?.identityHash ?? ''
}

/** `…/achievements/{microCourseId}/v/{version}/{language}` taken apart; null for an address of another form. */
export function achievementAddress(id: string): { microCourseId: string; version: string } | null {
  const found = /\/achievements\/([0-9a-f-]{36})\/v\/([^/]+)(?:\/[a-z]{2})?$/.exec(id)
  return found?.[1] && found[2] ? { microCourseId: found[1], version: decodeURIComponent(found[2]) } : null
}

/** Criterion and level by name, for results that the holder chose to show. */
export function levelsOf({ credentialSubject }: SignedCredential): readonly AchievedLevel[] {
  const descriptions = credentialSubject.achievement.resultDescription ?? []
  return (credentialSubject.result ?? []).flatMap(({ resultDescription, achievedLevel }) => {
    const description = descriptions.find(({ id }) => id === resultDescription)
    const level = description?.rubricCriterionLevel?.find(({ id }) => id === achievedLevel)
    return description && level ? [{ criterion: description.name, level: level.name }] : []
  })
}

/** The multibase key that the first proof names. */
export function keyOf({ proof }: SignedCredential): string {
  return proof[0]?.verificationMethod.split('#')[1] ?? ''
}
