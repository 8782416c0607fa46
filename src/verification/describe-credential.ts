import { isObject, type JsonObject } from './reading/json-text.ts'
import { idOf, listOf, objectsOf, textOf } from './reading/members.ts'
import type { ReportedCredential } from './report.ts'

/** What a reader is told about the document. Texts come as they stand: escaping and vetting addresses is the page's. */
export function describeCredential(document: JsonObject): ReportedCredential {
  const [subject = {}] = objectsOf(document['credentialSubject'])
  const achievement = isObject(subject['achievement']) ? subject['achievement'] : undefined
  return {
    ...texts({ id: document['id'], name: document['name'] ?? achievement?.['name'], recipient: recipientOf(subject) }),
    issuer: describeIssuer(document['issuer']),
    ...texts({
      validFrom: document['validFrom'] ?? document['issuanceDate'],
      validUntil: document['validUntil'] ?? document['expirationDate'],
      awardedDate: document['awardedDate'],
    }),
    ...(achievement ? { achievement: describeAchievement(achievement) } : {}),
    results: objectsOf(subject['result']).map((result) => describeResult(result, achievement)),
    evidenceCount: listOf(document['evidence']).length,
  }
}

function describeIssuer(issuer: unknown): ReportedCredential['issuer'] {
  const profile = isObject(issuer) ? issuer : {}
  return { id: idOf(issuer) ?? '', ...texts({ name: profile['name'] }) }
}

function describeAchievement(achievement: JsonObject): NonNullable<ReportedCredential['achievement']> {
  const criteria = isObject(achievement['criteria']) ? achievement['criteria'] : {}
  return texts({
    id: achievement['id'],
    name: achievement['name'],
    description: achievement['description'],
    criteria: criteria['narrative'] ?? criteria['id'],
    achievementType: achievement['achievementType'],
    inLanguage: achievement['inLanguage'],
  })
}

/** A result in the words of the description it refers to: the name of the level reached, or the bare value. */
function describeResult(result: JsonObject, achievement: JsonObject | undefined): { name?: string; value?: string } {
  const description = objectsOf(achievement?.['resultDescription']).find(({ id }) => id === result['resultDescription'])
  const level = objectsOf(description?.['rubricCriterionLevel']).find(({ id }) => id === result['achievedLevel'])
  return texts({ name: description?.['name'], value: level?.['name'] ?? result['value'] ?? result['status'] })
}

/**
 * The name in clear. A hashed identity stays hidden, an e-mail address is not shown.
 * Source: Open Badges 3.0, IdentityObject.
 */
function recipientOf(subject: JsonObject): string | undefined {
  const named = objectsOf(subject['identifier']).find(
    ({ identityType, hashed }) => hashed !== true && (identityType === 'name' || identityType === 'ext:name'),
  )
  return textOf(subject['name']) ?? textOf(named?.['identityHash'])
}

function texts<Name extends string>(members: Readonly<Record<Name, unknown>>): Partial<Record<Name, string>> {
  const present = Object.entries(members).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(present) as Partial<Record<Name, string>>
}
