import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Achievement, AchievementCredential, AchievementSubject, Result } from '../standards/ob3/index.ts'
import { CONTEXT, credentialShapeProblems, type CredentialBase, type JsonNode } from '../standards/vc/index.ts'

/** What holds for every document that is signed, whatever it is. */
export function commonProblems(document: CredentialBase): readonly FieldProblem[] {
  const { '@context': context, issuer, proof } = document as Partial<CredentialBase> & { readonly proof?: unknown }
  const id: unknown = typeof issuer === 'string' ? issuer : issuer?.id
  const first: unknown = Array.isArray(context) ? context[0] : undefined
  const isBase = first === CONTEXT.credentialsV2 || first === CONTEXT.credentialsV1
  return [
    ...unless(proof === undefined, '/proof', 'must be absent before signing'),
    ...unless(typeof id === 'string', '/issuer', 'must have an id'),
    ...unless(isBase, '/@context', 'must be a list that begins with the context of the data model'),
  ]
}

/**
 * What holds for whatever an open issuer signs. A member that is null says nothing in JSON-LD, so no signature over the
 * meaning would cover it; a document that comes with a proof is refused rather than given a further one.
 */
export function genericProblems(document: CredentialBase): readonly FieldProblem[] {
  const node = document as unknown as JsonNode
  return [
    ...unless(node['proof'] === undefined, '/proof', 'must be absent before signing'),
    ...credentialShapeProblems(node),
    ...nullProblems(node, ''),
  ]
}

function nullProblems(value: unknown, pointer: string): FieldProblem[] {
  if (value === null) return [{ pointer, detail: 'must not be null' }]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '@context' ? [] : nullProblems(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}

/** What the schemas cannot say and every badge of ours keeps to. The document has passed them. */
export function badgeProblems(document: AchievementCredential): readonly FieldProblem[] {
  const { validFrom, validUntil, credentialSubject: subject, endorsement = [] } = document
  return [
    ...commonProblems(document),
    ...wholeSecondProblems('/validFrom', validFrom),
    ...wholeSecondProblems('/validUntil', validUntil),
    // An endorsement without proof passes the schema, and fails in the public validator of 1EdTech.
    ...endorsement.flatMap((each, index) =>
      unless(each.proof !== undefined, `/endorsement/${String(index)}/proof`, 'must be present'),
    ),
    ...subjectProblems(subject),
    ...(subject.result ?? []).flatMap((result, index) =>
      resultProblems(result, subject.achievement, `/credentialSubject/result/${String(index)}`),
    ),
  ]
}

/** NumericDate of a VC-JWT is compared in whole seconds. Source: Open Badges 3.0, JSON Web Token Claims. */
function wholeSecondProblems(pointer: string, value: string | undefined): FieldProblem[] {
  if (value === undefined) return []
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value)
  return unless(isWhole, pointer, 'must be an instant with a zone and without fractions of a second')
}

function subjectProblems({ id, identifier = [], achievement: { criteria } }: AchievementSubject): FieldProblem[] {
  const isNamed = id !== undefined || identifier.length > 0
  const hasCriteria = criteria.id !== undefined || criteria.narrative !== undefined
  return [
    ...unless(isNamed, '/credentialSubject', 'must have an id or an identifier'),
    ...unless(hasCriteria, '/credentialSubject/achievement/criteria', 'must have an id or a narrative'),
  ]
}

/** A result points into its own achievement. Source: Open Badges 3.0, Result. */
function resultProblems(result: Result, achievement: Achievement, pointer: string): FieldProblem[] {
  const description = achievement.resultDescription?.find(({ id }) => id === result.resultDescription)
  if (!description) return unless(false, `${pointer}/resultDescription`, 'must be one of the achievement')
  const levels = description.rubricCriterionLevel?.map(({ id }) => id) ?? []
  const isOwn = result.achievedLevel === undefined || levels.includes(result.achievedLevel)
  return unless(isOwn, `${pointer}/achievedLevel`, 'must be a level of its result description')
}

function unless(isRight: boolean, pointer: string, detail: string): FieldProblem[] {
  return isRight ? [] : [{ pointer, detail }]
}
