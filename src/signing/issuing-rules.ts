import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Achievement, AchievementSubject, EndorsementCredential } from '../standards/ob3/index.ts'
import { CONTEXT, type CredentialBase } from '../standards/vc/index.ts'

/** Members that the rules look into; the schema has checked their shape where there is one. */
interface Inspected extends CredentialBase {
  readonly proof?: unknown
  readonly endorsement?: readonly EndorsementCredential[]
}

/** What the schemas cannot say and every document of ours keeps to. */
export function ownProblems(document: CredentialBase): readonly FieldProblem[] {
  const {
    proof,
    endorsement = [],
    issuer,
    credentialSubject: subject,
  } = document as Inspected & {
    credentialSubject?: Partial<AchievementSubject>
  }
  return [
    ...unless(proof === undefined, '/proof', 'must be absent before signing'),
    ...unless(isIssuer(issuer), '/issuer', 'must have an id'),
    ...contextProblems(document['@context']),
    ...(['validFrom', 'validUntil'] as const).flatMap((name) => wholeSecondProblems(name, document[name])),
    // Source: Open Badges 3.0; an endorsement without proof fails in the public validator.
    ...endorsement.flatMap((each, index) =>
      unless(each.proof !== undefined, `/endorsement/${String(index)}/proof`, 'must be present'),
    ),
    ...(subject?.achievement ? subjectProblems(subject, subject.achievement) : []),
  ]
}

function isIssuer(issuer: unknown): boolean {
  return typeof issuer === 'string' || typeof (issuer as { id?: unknown } | undefined)?.id === 'string'
}

/** Addresses only, and data model 2.0 first. */
function contextProblems(context: unknown): FieldProblem[] {
  if (!Array.isArray(context)) return [{ pointer: '/@context', detail: 'must be a list' }]
  const [first, ...others] = context as unknown[]
  return [
    ...unless(first === CONTEXT.credentialsV2, '/@context/0', `must be ${CONTEXT.credentialsV2}`),
    ...others.flatMap((each, index) =>
      unless(typeof each === 'string', `/@context/${String(index + 1)}`, 'must be an address'),
    ),
  ]
}

/** NumericDate of a VC-JWT is compared in whole seconds. Source: Open Badges 3.0, JSON Web Token Claims. */
function wholeSecondProblems(name: string, value: string | undefined): FieldProblem[] {
  if (value === undefined) return []
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
  return unless(isWhole, `/${name}`, 'must be an instant with a zone and without fractions of a second')
}

/** A recipient that can be recognised, and results that point into their own achievement. */
function subjectProblems(subject: Partial<AchievementSubject>, achievement: Achievement): FieldProblem[] {
  const isNamed = subject.id !== undefined || (subject.identifier?.length ?? 0) > 0
  const criteria = achievement.criteria as Partial<Achievement['criteria']> | undefined
  return [
    ...unless(isNamed, '/credentialSubject', 'must have an id or an identifier'),
    ...unless(
      criteria?.id !== undefined || criteria?.narrative !== undefined,
      '/credentialSubject/achievement/criteria',
      'must have an id or a narrative',
    ),
    ...(subject.result ?? []).flatMap((result, index) => {
      const pointer = `/credentialSubject/result/${String(index)}`
      const description = achievement.resultDescription?.find(({ id }) => id === result.resultDescription)
      const levels = description?.rubricCriterionLevel?.map(({ id }) => id) ?? []
      return [
        ...unless(description !== undefined, `${pointer}/resultDescription`, 'must be one of the achievement'),
        ...unless(
          result.achievedLevel === undefined || levels.includes(result.achievedLevel),
          `${pointer}/achievedLevel`,
          'must be a level of its result description',
        ),
      ]
    }),
  ]
}

function unless(isRight: boolean, pointer: string, detail: string): FieldProblem[] {
  return isRight ? [] : [{ pointer, detail }]
}
