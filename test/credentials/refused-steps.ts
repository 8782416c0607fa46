import type { Stage } from './stage.ts'

/** A step that somebody tries through the API, and how it is refused. */
export interface RefusedStep {
  readonly name: string
  readonly as: string
  readonly method: 'POST' | 'PUT'
  readonly path: (stage: Stage) => string
  readonly body: ((stage: Stage) => object) | undefined
  readonly status: number
  readonly code: string
}

type Award = 'proposed' | 'ownersOwn' | 'approved' | 'onHold' | 'cancelled' | 'issued'
type Refusal = readonly [status: number, code: string]

const NOBODYS_ID = '00000000-0000-4000-8000-000000000000'

const NOT_FOUND: Refusal = [404, 'not-found']
const FORBIDDEN: Refusal = [403, 'forbidden']
const conflict = (code: string): Refusal => [409, code]

const proposal = (name: string, as: string, body: RefusedStep['body'], [status, code]: Refusal): RefusedStep => ({
  ...{ name: `a proposal ${name}`, as, method: 'POST', path: () => '/api/v1/awards', body, status, code },
})

const stepOf =
  (what: string, path: string) =>
  (name: string, as: string, award: Award | null, [status, code]: Refusal): RefusedStep => ({
    ...{ name: `${what} ${name}`, as, method: 'POST', body: undefined, status, code },
    path: (stage) => `/api/v1/awards/${award === null ? NOBODYS_ID : stage[award].awardId}/${path}`,
  })

const naming = (name: string, as: string, award: Award, typed: string, [status, code]: Refusal): RefusedStep => ({
  ...{ name: `a name ${name}`, as, method: 'PUT', body: () => ({ name: typed }), status, code },
  path: (stage) => `/api/v1/awards/${stage[award].awardId}/name`,
})

const about = (award: Award) => (stage: Stage) => ({ decisionId: stage[award].decisionId })
const replacing = (supersedesId: (stage: Stage) => string) => (stage: Stage) => ({
  decisionId: stage.cancelled.decisionId,
  supersedesId: supersedesId(stage),
})
const under = (nameAsIssued: string) => (stage: Stage) => ({ decisionId: stage.cancelled.decisionId, nameAsIssued })

const approval = stepOf('an approval', 'approval')
const endorsement = stepOf('an endorsement', 'endorsement')
const issue = stepOf('an issue', 'credential')
const cancellation = stepOf('a cancellation', 'cancellation')

const NOT_COMPETENT = conflict('decision-not-competent')
const NOT_REPLACEABLE = conflict('award-not-replaceable')
const WRONG_APPROVER = conflict('wrong-approving-organisation')
const WRONG_ENDORSER = conflict('wrong-endorsing-organisation')
const OWN_WORK = conflict('separation-of-duties')
const MOVED_ON = conflict('award-moved-on')
const BAD_NAME: Refusal = [422, 'invalid-input']
const UNSEEN_SIGNS: Refusal = [400, 'malformed-input']

export const REFUSED_STEPS: readonly RefusedStep[] = [
  proposal('of an unreleased decision', 'coordinator', (s) => ({ decisionId: s.unreleased }), NOT_COMPETENT),
  proposal('of a decision not yet competent', 'coordinator', (s) => ({ decisionId: s.incompetent }), NOT_COMPETENT),
  proposal('for a second award of a decision', 'coordinator', about('proposed'), conflict('award-exists')),
  proposal('for a second award beside an issued one', 'signatory', about('issued'), conflict('award-exists')),
  proposal('by the holder', 'holder', about('proposed'), FORBIDDEN),
  proposal('by a coordinator of another programme', 'foreignCoordinator', about('proposed'), NOT_FOUND),
  proposal('of a decision that nobody made', 'coordinator', () => ({ decisionId: NOBODYS_ID }), NOT_FOUND),
  proposal('without a decision', 'coordinator', () => ({}), [400, 'malformed-input']),
  proposal(
    'in place of another’s valid award',
    'coordinator',
    replacing((s) => s.issued.awardId),
    NOT_REPLACEABLE,
  ),
  proposal(
    'in place of a cancelled award',
    'coordinator',
    replacing((s) => s.cancelled.awardId),
    NOT_REPLACEABLE,
  ),
  proposal(
    'in place of nothing',
    'coordinator',
    replacing(() => NOBODYS_ID),
    NOT_REPLACEABLE,
  ),
  proposal('under a name that turns the rest around', 'coordinator', under('Juana \u202eanauJ'), UNSEEN_SIGNS),
  proposal('under a name of white space', 'coordinator', under('   '), BAD_NAME),

  approval('by an assessor of that submission', 'assessorSigning', 'proposed', OWN_WORK),
  approval('by the holder, who signs for the organisation', 'holderSigning', 'ownersOwn', OWN_WORK),
  approval('by the partner', 'signatory2', 'proposed', WRONG_APPROVER),
  approval('by a coordinator', 'coordinator', 'proposed', FORBIDDEN),
  approval('by a signatory of another programme', 'foreignSignatory', 'proposed', NOT_FOUND),
  approval('a second time', 'signatory', 'approved', MOVED_ON),
  approval('of a cancelled award', 'signatory', 'cancelled', MOVED_ON),
  approval('of an award that there is not', 'signatory', null, NOT_FOUND),

  endorsement('by the awarding organisation', 'signatory', 'approved', WRONG_ENDORSER),
  endorsement('by an assessor of the partner', 'assessor2Signing', 'approved', OWN_WORK),
  endorsement('by the holder, who signs for the partner', 'holderEndorsing', 'approved', OWN_WORK),
  endorsement('by an organisation that has no part in it', 'signatoryElsewhere', 'approved', WRONG_ENDORSER),
  endorsement('by somebody of no organisation', 'signatoryWithoutOrganisation', 'approved', WRONG_ENDORSER),
  endorsement('by a coordinator', 'coordinator', 'approved', FORBIDDEN),
  endorsement('by a signatory of another programme', 'foreignSignatory', 'approved', NOT_FOUND),
  endorsement('a second time', 'signatory2', 'onHold', conflict('already-exists')),
  endorsement('of an issued award', 'signatory2', 'issued', MOVED_ON),

  issue('without approval', 'signatory', 'proposed', conflict('award-not-approved')),
  issue('without endorsement', 'signatory', 'approved', conflict('endorsement-missing')),
  issue('on hold', 'signatory', 'onHold', conflict('award-on-hold')),
  issue('of a cancelled award', 'signatory', 'cancelled', conflict('award-not-approved')),
  issue('a second time', 'signatory', 'issued', conflict('award-already-issued')),
  issue('by the partner', 'signatory2', 'approved', WRONG_APPROVER),
  issue('by a coordinator', 'coordinator', 'approved', FORBIDDEN),
  issue('by a signatory of another programme', 'foreignSignatory', 'approved', NOT_FOUND),

  cancellation('of an issued award', 'signatory', 'issued', MOVED_ON),
  cancellation('a second time', 'signatory', 'cancelled', MOVED_ON),
  cancellation('by the partner', 'signatory2', 'approved', WRONG_APPROVER),
  cancellation('by a coordinator', 'coordinator', 'approved', FORBIDDEN),

  naming('by somebody else', 'participant', 'proposed', 'Otra Persona', NOT_FOUND),
  naming('by a coordinator', 'coordinator', 'proposed', 'Otra Persona', FORBIDDEN),
  naming('other than was approved', 'holderOnHold', 'onHold', 'Otra Persona', conflict('name-already-approved')),
  naming('with markup', 'holder', 'proposed', 'Ana<br>María', BAD_NAME),
  naming('of nothing but signs', 'holder', 'proposed', '—— ··', BAD_NAME),
  naming('too long', 'holder', 'proposed', 'a'.repeat(121), [400, 'malformed-input']),
]
