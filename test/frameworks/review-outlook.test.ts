import { t } from '../support/test.ts'
import type { Actor, Role } from '../../src/access/index.ts'
import { dutyIn, isTurnOf, obstacleTo, stepsFrom, type Outlook } from '../../src/frameworks/review-outlook.ts'
import type { ReviewableState, Step } from '../../src/frameworks/review.ts'
import { PUBLIC_ACTOR } from '../../src/kernel/actor.ts'

const PROGRAMME = 'programme'

function reader(personId: string, roles: readonly Role[], organisationId: string | null = 'north'): Actor {
  const assignments = roles.map((role) => ({ role, programmeId: PROGRAMME, organisationId: null, cohortId: null }))
  return { ...PUBLIC_ACTOR, kind: 'person', personId, organisationId, programmeIds: [PROGRAMME], assignments }
}

const approval = (reviewerId: string, organisationId: string): Outlook['reviews'][number] => ({
  ...{ reviewerId, organisationId, contentHash: 'h', outcome: 'approved', voidedAt: null },
})
const both = [approval('vera', 'north'), approval('veikko', 'south')]

function outlook(state: ReviewableState, change: Partial<Outlook> = {}): Outlook {
  return {
    ...{ programmeId: PROGRAMME, state, contentHash: 'h', authorIds: ['anna'], reviews: [], isIncomplete: false },
    ...change,
  }
}

const anna = reader('anna', ['author', 'validator'])
const otto = reader('otto', ['author'])
const vera = reader('vera', ['validator'])
const carla = reader('carla', ['coordinator'])

const ROWS: readonly (readonly [Step, Actor, Outlook, ReturnType<typeof obstacleTo>])[] = [
  ['edit', anna, outlook('draft'), null],
  ['edit', otto, outlook('draft'), 'not-among-authors'],
  ['edit', vera, outlook('draft'), 'needs-author'],
  ['request-review', anna, outlook('draft'), null],
  ['request-review', anna, outlook('draft', { isIncomplete: true }), 'incomplete'],
  ['review', vera, outlook('in_review'), null],
  ['review', anna, outlook('in_review'), 'own-work'],
  ['review', otto, outlook('in_review', { authorIds: ['otto'] }), 'own-work'],
  ['review', otto, outlook('in_review'), 'needs-validator'],
  ['review', reader('nils', ['validator'], null), outlook('in_review'), 'no-organisation'],
  ['publish', carla, outlook('in_review', { reviews: both }), 'approvals-missing'],
  ['publish', carla, outlook('validated', { reviews: both.slice(1) }), 'approvals-missing'],
  ['publish', carla, outlook('validated', { reviews: both }), null],
  ['publish', carla, outlook('validated', { reviews: both, isIncomplete: true }), 'incomplete'],
  ['publish', vera, outlook('validated', { reviews: both }), 'needs-coordinator'],
  ['deprecate', carla, outlook('published'), null],
  ['retire', vera, outlook('deprecated'), 'needs-coordinator'],
]

for (const [step, who, state, obstacle] of ROWS) {
  t.test(`${step} by ${String(who.personId)} in ${state.state}: ${obstacle ?? 'may'}`, async (t) =>
    t.equal(obstacleTo(step, who, state), obstacle),
  )
}

t.test('a role in another programme opens nothing', async (t) =>
  t.equal(
    obstacleTo('publish', carla, { ...outlook('validated', { reviews: both }), programmeId: 'other' }),
    'needs-coordinator',
  ),
)

t.test('what is out waits for nobody', async (t) => {
  for (const state of ['published', 'deprecated', 'retired'] as const) t.equal(dutyIn(state), null)
  t.strictSame(stepsFrom('retired'), [])
  t.notOk(isTurnOf(carla, outlook('published')))
})

t.test('a turn is over for whoever has reviewed this content', async (t) => {
  t.ok(isTurnOf(vera, outlook('in_review')))
  t.notOk(isTurnOf(vera, outlook('in_review', { reviews: both.slice(0, 1) })))
  t.ok(isTurnOf(vera, outlook('in_review', { contentHash: 'new', reviews: both })))
  t.notOk(isTurnOf(anna, outlook('in_review')))
  t.ok(isTurnOf(anna, outlook('changes_requested')))
  t.ok(isTurnOf(carla, outlook('validated', { reviews: both })))
})
