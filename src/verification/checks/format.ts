import { failed, passed, type Finding } from '../facts.ts'
import type { ReadCredential } from '../reading/read-credential.ts'
import { isObject, type JsonObject } from '../reading/json-text.ts'
import { hasType, instantIn, isUrl, listOf, objectsOf } from '../reading/members.ts'

export const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'
export const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'
const OPEN_BADGES_CONTEXT =
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d+\.\d+\.json|\.json|\/ob_v3p0\.jsonld)$/
const BADGE_TYPES = ['OpenBadgeCredential', 'AchievementCredential', 'EndorsementCredential']
const TYPED_MEMBERS = ['credentialStatus', 'credentialSchema', 'refreshService', 'termsOfUse', 'evidence']
const DATES = ['validFrom', 'validUntil', 'issuanceDate', 'expirationDate']

type Rule = (document: JsonObject, credential: ReadCredential) => string | false

/**
 * Whether this is a verifiable credential at all, of the shape that everything after it relies on.
 * Sources: VC Data Model 2.0 and 1.1; Open Badges 3.0, Verification (conformance), JSON Web Token Proof Format.
 */
export function checkFormat(credential: ReadCredential): Finding {
  for (const [code, rule] of RULES) {
    const problem = rule(credential.document, credential)
    if (problem) return failed(code, problem)
  }
  const isBadge = hasType(credential.document, ...BADGE_TYPES)
  return passed(isBadge ? 'open-badge' : 'verifiable-credential', `Read as ${credential.carrier}.`)
}

const RULES: readonly (readonly [code: string, rule: Rule])[] = [
  [
    'not-a-credential',
    (document) =>
      (!hasType(document, 'VerifiableCredential') ||
        !listOf(document['type']).every((type) => typeof type === 'string')) &&
      'The document is not of type VerifiableCredential.',
  ],
  [
    'context-malformed',
    ({ '@context': context }) =>
      !(Array.isArray(context) && context.every((item) => isUrl(item) || isObject(item))) &&
      'The @context must be a list of addresses and objects.',
  ],
  [
    'base-context-not-first',
    ({ '@context': context }) =>
      ![CREDENTIALS_V1, CREDENTIALS_V2].includes(String(listOf(context)[0])) &&
      'The first @context must be the one of Verifiable Credentials.',
  ],
  [
    // Only protected terms say for certain what a word means. A context before the Open Badges one could give the words
    // we show another meaning, under a signature that still holds.
    'badge-context-not-second',
    (document) =>
      hasType(document, ...BADGE_TYPES) &&
      !OPEN_BADGES_CONTEXT.test(String(listOf(document['@context'])[1])) &&
      'The second @context must be the one of Open Badges 3.0.',
  ],
  [
    'issuer-malformed',
    ({ issuer }) =>
      !isUrl(isObject(issuer) ? issuer['id'] : issuer) && 'The issuer must have an id that is an address.',
  ],
  [
    'subject-missing',
    ({ credentialSubject }) => {
      const subjects = listOf(credentialSubject)
      const sound = subjects.every(
        (subject) => isObject(subject) && Object.keys(subject).length > 0 && isIdOrAbsent(subject),
      )
      return (subjects.length === 0 || !sound) && 'The credential says nothing about anybody.'
    },
  ],
  [
    'achievement-missing',
    (document) =>
      hasType(document, 'OpenBadgeCredential', 'AchievementCredential') &&
      !objectsOf(document['credentialSubject']).every((subject) => isObject(subject['achievement'])) &&
      'The badge names no achievement.',
  ],
  ['id-malformed', (document) => !isIdOrAbsent(document) && 'The id of the credential must be one address.'],
  [
    'date-malformed',
    (document) =>
      DATES.some((name) => document[name] !== undefined && !instantIn(document[name])) &&
      'A date is not an instant with a time zone.',
  ],
  [
    'typed-member-malformed',
    (document) =>
      TYPED_MEMBERS.some((name) => !listOf(document[name]).every(isTyped)) &&
      'A status, schema, refresh service, term of use or evidence has no type.',
  ],
  [
    'wrong-jwt-form',
    ({ '@context': context }, { jwt }) =>
      jwt !== undefined &&
      isObject(jwt.claims['vc']) === listOf(context).includes(CREDENTIALS_V2) &&
      'The token mixes two versions of the data model.',
  ],
]

function isIdOrAbsent(node: JsonObject): boolean {
  return node['id'] === undefined || isUrl(node['id'])
}

function isTyped(member: unknown): boolean {
  if (!isObject(member) || !isIdOrAbsent(member)) return false
  const types = listOf(member['type'])
  return types.length > 0 && types.every((type) => typeof type === 'string')
}
