import fc from 'fast-check'
import { t } from '../support/test.ts'
import {
  isPublished,
  requirePublishable,
  requireReviewable,
  requireStep,
  stateAfterEdit,
  stateAfterReview,
  validationOf,
  type Review,
  type ReviewableState,
  type Step,
} from '../../src/frameworks/review.ts'

const STATES: readonly ReviewableState[] = [
  'draft',
  'in_review',
  'changes_requested',
  'validated',
  'published',
  'deprecated',
  'retired',
]

function review(reviewerId: string, organisationId: string, change: Partial<Review> = {}): Review {
  return { reviewerId, organisationId, contentHash: 'h', outcome: 'approved', voidedAt: null, ...change }
}

const A = review('anna', 'north')
const B = review('bela', 'south')

for (const { name, reviews, complete } of [
  { name: 'no review', reviews: [], complete: false },
  { name: 'one approval', reviews: [A], complete: false },
  { name: 'two approvals from two organisations', reviews: [A, B], complete: true },
  { name: 'two people of the same organisation', reviews: [A, review('ines', 'north')], complete: false },
  { name: 'the same person for two organisations', reviews: [A, review('anna', 'south')], complete: false },
  { name: 'an approval by an author', reviews: [A, review('author', 'south')], complete: false },
  {
    name: 'an approval of other content',
    reviews: [A, review('bela', 'south', { contentHash: 'old' })],
    complete: false,
  },
  { name: 'a voided approval', reviews: [A, review('bela', 'south', { voidedAt: new Date(0) })], complete: false },
  {
    name: 'two approvals and an open request for changes',
    reviews: [A, B, review('carl', 'east', { outcome: 'changes_requested' })],
    complete: false,
  },
  {
    name: 'a request for changes in other content',
    reviews: [A, B, review('carl', 'east', { outcome: 'changes_requested', contentHash: 'old' })],
    complete: true,
  },
  {
    name: 'a request for changes taken back',
    reviews: [A, B, review('carl', 'east', { outcome: 'changes_requested', voidedAt: new Date(0) })],
    complete: true,
  },
]) {
  t.test(`validation: ${name}`, async (t) => {
    const reviewed = { state: 'validated', contentHash: 'h', authorIds: ['author'], reviews } as const
    t.equal(validationOf(reviewed).isComplete, complete)
    if (complete) t.doesNotThrow(() => requirePublishable(reviewed))
    else t.throws(() => requirePublishable(reviewed), { code: 'validation-incomplete' })
  })
}

t.test('steps go from the states of the machine and no others', async (t) => {
  const allowed: Record<Exclude<Step, 'edit'>, readonly ReviewableState[]> = {
    'request-review': ['draft', 'changes_requested'],
    review: ['in_review', 'validated'],
    publish: ['validated'],
    deprecate: ['published'],
    retire: ['deprecated'],
  }
  for (const [step, from] of Object.entries(allowed) as [Exclude<Step, 'edit'>, readonly ReviewableState[]][]) {
    for (const state of STATES) {
      if (from.includes(state)) t.doesNotThrow(() => requireStep(step, state), `${step} from ${state}`)
      else t.throws(() => requireStep(step, state), { code: 'invalid-transition' }, `${step} from ${state}`)
    }
  }
})

for (const state of STATES) {
  t.test(`an edit in the state ${state}`, async (t) => {
    if (isPublished(state)) t.throws(() => stateAfterEdit(state), { code: 'immutable' })
    else t.equal(stateAfterEdit(state), state === 'changes_requested' ? state : 'draft')
  })
}

t.test('an author cannot review', async (t) => {
  const reviewed = { state: 'in_review', contentHash: 'h', authorIds: ['author'], reviews: [] } as const
  t.throws(() => requireReviewable(reviewed, 'author'), { code: 'author-cannot-validate' })
  t.doesNotThrow(() => requireReviewable(reviewed, 'anna'))
})

t.test('the state after a review', async (t) => {
  const reviewed = { state: 'in_review', contentHash: 'h', authorIds: [] } as const
  t.equal(stateAfterReview({ ...reviewed, reviews: [A] }, 'approved'), 'in_review')
  t.equal(stateAfterReview({ ...reviewed, reviews: [A, B] }, 'approved'), 'validated')
  t.equal(stateAfterReview({ ...reviewed, reviews: [A, B] }, 'changes_requested'), 'changes_requested')
})

t.test('what is out already is not published again', async (t) => {
  const reviewed = { state: 'published', contentHash: 'h', authorIds: [], reviews: [A, B] } as const
  t.throws(() => requirePublishable(reviewed), { code: 'invalid-transition' })
})

t.test('no set of reviews by authors and one organisation is ever complete', async () => {
  const anyReview = fc.record({
    reviewerId: fc.constantFrom('author', 'anna', 'bela', 'carl'),
    organisationId: fc.constant('north'),
    contentHash: fc.constantFrom('h', 'old'),
    outcome: fc.constantFrom('approved', 'changes_requested'),
    voidedAt: fc.constantFrom(null, new Date(0)),
  })
  const byAuthor = anyReview.map((one) => ({ ...one, reviewerId: 'author', organisationId: 'south' }))
  fc.assert(
    fc.property(fc.array(fc.oneof(anyReview, byAuthor)), (reviews) => {
      const { isComplete } = validationOf({ contentHash: 'h', authorIds: ['author'], reviews: reviews })
      return !isComplete
    }),
  )
})
