import fc from 'fast-check'
import { t } from '../support/test.ts'
import {
  contentHash,
  decide,
  inputHash,
  type DecisionInput,
  type SealedJudgement,
} from '../../src/assessment/decide.ts'
import { difference, isBelow, isMet, type Mark } from '../../src/assessment/marks.ts'

const MARKS: readonly Mark[] = ['NE', 1, 2, 3, 4]
const REQUIRED = 3

const judgement = (assessorId: string, marks: Readonly<Record<string, Mark>>, organisationId = assessorId) =>
  ({
    assessorId,
    organisationId,
    marks: Object.entries(marks).map(([criterionId, mark]) => ({ criterionId, mark })),
  }) satisfies SealedJudgement

const both = ['a', 'b']
const input = (change: Partial<DecisionInput> = {}): DecisionInput => ({
  rubricId: 'rubric',
  criteria: [{ criterionId: 'c', requiredLevel: REQUIRED }],
  carriedForward: [],
  firstRound: { A: judgement('a', { c: 3 }), B: judgement('b', { c: 3 }) },
  reconciliations: [],
  adjudication: null,
  rectifications: [],
  panel: [],
  ...change,
})
const firstRound = (a: Mark, b: Mark) => ({ A: judgement('a', { c: a }), B: judgement('b', { c: b }) })
const signed = (mark: Mark, signedBy = both) => [{ criterionId: 'c', mark, signedBy }]

for (const a of MARKS) {
  for (const b of MARKS) {
    const name = `${String(a)} and ${String(b)}`
    t.test(`${name} alone`, async (t) => {
      const verdict = decide(input({ firstRound: firstRound(a, b) }))
      if (a === b) {
        t.match(verdict, { kind: 'decided', perCriterion: [{ mark: a, basis: 'exact_agreement', isMet: isMet(a, 3) }] })
        t.match(verdict, { outcome: isMet(a, 3) ? 'competent' : 'not_yet_competent', method: 'joint' })
      } else {
        t.strictSame(verdict, { kind: 'open', open: [{ criterionId: 'c', difference: difference(a, b, REQUIRED) }] })
      }
    })

    for (const mark of MARKS) {
      t.test(`${name}, then ${String(mark)}`, async (t) => {
        const settled = (change: Partial<DecisionInput>) => decide(input({ firstRound: firstRound(a, b), ...change }))
        const equal = a === b
        t.match(
          settled({ reconciliations: signed(mark) }),
          { perCriterion: [equal ? { mark: a, basis: 'exact_agreement' } : { mark, basis: 'reconciled' }] },
          'signed by both',
        )
        for (const signatures of [[], ['a'], ['b'], ['a', 'x'], ['x', 'y']]) {
          t.equal(
            settled({ reconciliations: signed(mark, signatures) }).kind,
            equal ? 'decided' : 'open',
            `signed by ${signatures.join(' and ') || 'nobody'}`,
          )
        }
        t.match(
          settled({ adjudication: judgement('d', { c: mark }) }),
          equal
            ? { perCriterion: [{ mark: a, basis: 'exact_agreement' }], method: 'joint' }
            : { perCriterion: [{ mark, basis: 'adjudicated' }], method: 'joint_with_adjudication' },
          'adjudicated',
        )
      })
    }
  }
}

t.test('an appeal can raise a mark and never lower it', async (t) => {
  for (const standing of MARKS) {
    for (const asked of MARKS) {
      const raises = isBelow(standing, asked)
      const name = `${String(standing)} contested with ${String(asked)}`
      const base = { firstRound: firstRound(standing, standing) }
      const kept = { mark: standing, basis: 'exact_agreement' }
      const rectified = decide(input({ ...base, rectifications: signed(asked) }))
      t.match(
        rectified,
        { method: 'appeal', perCriterion: [raises ? { mark: asked, basis: 'reconciled' } : kept] },
        name,
      )
      const panel = [judgement('p', { c: asked }, 'one'), judgement('q', { c: asked }, 'two')]
      const overturned = decide(input({ ...base, panel }))
      t.match(
        overturned,
        { method: 'appeal', perCriterion: [raises ? { mark: asked, basis: 'appeal_panel' } : kept] },
        name,
      )
    }
  }
})

for (const { name, panel } of [
  { name: 'of one organisation', panel: [judgement('p', { c: 4 }, 'one'), judgement('q', { c: 4 }, 'one')] },
  { name: 'of one person', panel: [judgement('p', { c: 4 }, 'one')] },
  { name: 'that is divided', panel: [judgement('p', { c: 4 }, 'one'), judgement('q', { c: 3 }, 'two')] },
  { name: 'whose second member is silent', panel: [judgement('p', { c: 4 }, 'one'), judgement('q', {}, 'two')] },
]) {
  t.test(`a panel ${name} changes nothing`, async (t) => {
    t.match(decide(input({ firstRound: firstRound(2, 2), panel })), {
      perCriterion: [{ mark: 2, basis: 'exact_agreement' }],
    })
  })
}

t.test('a rectification needs both signatures too', async (t) => {
  const verdict = decide(input({ firstRound: firstRound(2, 2), rectifications: signed(4, ['a']) }))
  t.match(verdict, { perCriterion: [{ mark: 2 }] })
})

for (const { name, A, B } of [
  { name: 'nobody', A: null, B: null },
  { name: 'only A', A: judgement('a', { c: 3 }), B: null },
  { name: 'only B', A: null, B: judgement('b', { c: 3 }) },
]) {
  t.test(`with ${name} sealed everything is open, whatever else is there`, async (t) => {
    const early = { reconciliations: signed(3), adjudication: judgement('d', { c: 3 }), rectifications: signed(4) }
    t.strictSame(decide(input({ firstRound: { A, B }, ...early })), {
      kind: 'open',
      open: [{ criterionId: 'c', difference: null }],
    })
  })
}

t.test('every criterion counts: no level makes up for another', async (t) => {
  const criteria = ['c1', 'c2', 'c3'].map((criterionId) => ({ criterionId, requiredLevel: REQUIRED }))
  const of = (marks: Readonly<Record<string, Mark>>) =>
    decide(input({ criteria, firstRound: { A: judgement('a', marks), B: judgement('b', marks) } }))
  t.match(of({ c1: 4, c2: 4, c3: 2 }), { outcome: 'not_yet_competent' })
  t.match(of({ c1: 4, c2: 4, c3: 'NE' }), { outcome: 'not_yet_competent' })
  t.match(of({ c1: 3, c2: 3, c3: 3 }), { outcome: 'competent' })
})

t.test('a carried criterion is met without being judged again', async (t) => {
  const criteria = ['c', 'kept'].map((criterionId) => ({ criterionId, requiredLevel: REQUIRED }))
  const verdict = decide(input({ criteria, carriedForward: [{ criterionId: 'kept', level: 4 }] }))
  t.match(verdict, {
    outcome: 'competent',
    perCriterion: [{ basis: 'exact_agreement' }, { criterionId: 'kept', mark: 4, basis: 'carried_forward' }],
  })
})

for (const { name, change } of [
  { name: 'two reconciliations of one criterion', change: { reconciliations: [...signed(3), ...signed(4)] } },
  { name: 'a mark outside the rubric', change: { adjudication: judgement('d', { other: 3 }) } },
  {
    name: 'one person in both seats',
    change: { firstRound: { A: judgement('a', { c: 3 }), B: judgement('a', { c: 3 }, 'o') } },
  },
  { name: 'an assessor as adjudicator', change: { adjudication: judgement('a', { c: 3 }) } },
  { name: 'an assessor on the panel', change: { panel: [judgement('b', { c: 4 }, 'o')] } },
  {
    name: 'both seats of one organisation',
    change: { firstRound: { A: judgement('a', { c: 3 }, 'o'), B: judgement('b', { c: 3 }, 'o') } },
  },
  { name: 'a rubric without criteria', change: { criteria: [], firstRound: { A: null, B: null } } },
]) {
  t.test(`${name} is a defect, not a decision`, async (t) => {
    t.throws(() => decide(input(change)), TypeError)
  })
}

t.test('the result is one of the marks that somebody gave, in whatever order they are read', async (t) => {
  const mark = fc.constantFrom(...MARKS)
  fc.assert(
    fc.property(mark, mark, mark, (a, b, third) => {
      const swapped = { A: judgement('b', { c: b }), B: judgement('a', { c: a }) }
      const change = { adjudication: judgement('d', { c: third }) }
      const one = decide(input({ firstRound: firstRound(a, b), ...change }))
      const other = decide(input({ firstRound: swapped, ...change }))
      t.strictSame(one, other)
      return one.kind === 'decided' && one.perCriterion.every((result) => result.mark === (a === b ? a : third))
    }),
  )
})

t.test('the hash of the input follows the facts and not the order of rows', async (t) => {
  const criteria = ['c', 'd'].map((criterionId) => ({ criterionId, requiredLevel: REQUIRED }))
  const one = input({ criteria, firstRound: { A: judgement('a', { c: 3, d: 2 }), B: judgement('b', { c: 3, d: 3 }) } })
  const same = input({
    criteria: [...criteria].reverse(),
    firstRound: { A: judgement('a', { d: 2, c: 3 }), B: judgement('b', { d: 3, c: 3 }) },
  })
  t.equal(inputHash(one), inputHash(same))
  t.match(inputHash(one), /^[0-9a-f]{64}$/)
  const raisedOne = { ...one, firstRound: { A: judgement('a', { c: 3, d: 3 }), B: judgement('b', { c: 3, d: 3 }) } }
  t.not(inputHash(one), inputHash(raisedOne))
  t.not(inputHash(one), inputHash({ ...one, reconciliations: [{ criterionId: 'd', mark: 3, signedBy: both }] }))
})

t.test('the content hash names submission, version, time and result', async (t) => {
  const decided = decide(input())
  if (decided.kind !== 'decided') throw new Error('open')
  const content = { submissionId: 's', version: 1, decidedAt: new Date(0), decided, inputHash: 'i' }
  const hash = contentHash(content)
  t.match(hash, /^[0-9a-f]{64}$/)
  t.equal(contentHash({ ...content }), hash)
  for (const change of [{ submissionId: 't' }, { version: 2 }, { decidedAt: new Date(1) }, { inputHash: 'j' }]) {
    t.not(contentHash({ ...content, ...change }), hash)
  }
})
