import { t } from '../support/test.ts'
import { OUTCOMES, type Check, type Fact, type Outcome } from '../../src/verification/facts.ts'
import { verdictOf } from '../../src/verification/state.ts'

/** Outcomes of the checks that decide, with the codes that split them. A missing fact is a value of its own. */
type Value = Outcome | 'suspended' | 'superseded' | 'expired' | 'missing'
type Row = Readonly<Record<'format' | 'proof' | 'issuer' | 'status' | 'validity' | 'recognition', Value>>

const VALUES: { readonly [Name in keyof Row]: readonly Value[] } = {
  format: [...OUTCOMES, 'missing'],
  proof: [...OUTCOMES, 'missing'],
  issuer: [...OUTCOMES, 'missing'],
  status: [...OUTCOMES, 'suspended', 'superseded', 'missing'],
  validity: [...OUTCOMES, 'expired', 'missing'],
  recognition: [...OUTCOMES, 'missing'],
}

function* rows(): Generator<Row> {
  for (const format of VALUES.format)
    for (const proof of VALUES.proof)
      for (const issuer of VALUES.issuer)
        for (const status of VALUES.status)
          for (const validity of VALUES.validity)
            for (const recognition of VALUES.recognition) yield { format, proof, issuer, status, validity, recognition }
}

function factsOf(row: Row): Fact[] {
  return Object.entries(row).flatMap(([check, value]): Fact[] => {
    if (value === 'missing') return []
    const isCode = value === 'suspended' || value === 'superseded' || value === 'expired'
    return [{ check: check as Check, outcome: isCode ? 'failed' : value, code: value, detail: '' }]
  })
}

/**
 * The same order as a list of states with what keeps each from being chosen, read from the last to the first: written
 * the other way round than the function, so that one mistake is not made twice.
 */
function expectedState(row: Row): string {
  const good = (value: Value): boolean => value === 'passed'
  const open = (value: Value): boolean => value === 'unknown' || value === 'missing'
  let state = good(row.recognition) ? 'valid' : 'issuer-unrecognised'
  if (['failed', 'expired'].includes(row.validity)) state = row.validity === 'expired' ? 'expired' : 'not-yet-valid'
  if (row.status === 'suspended') state = 'suspended'
  if (!good(row.proof) || !good(row.issuer) || open(row.status) || open(row.validity)) state = 'could-not-check'
  if (row.status === 'failed') state = 'revoked'
  if (row.status === 'superseded') state = 'superseded'
  if (row.proof === 'failed' || row.issuer === 'failed') state = 'tampered'
  if (!good(row.format)) state = 'malformed'
  return state
}

t.test('every combination of outcomes has the state that the table gives it', async (t) => {
  let count = 0
  const wrong: unknown[] = []
  for (const row of rows()) {
    count++
    const { state, verified } = verdictOf(factsOf(row))
    const expected = expectedState(row)
    if (state !== expected || verified !== (expected === 'valid' || expected === 'issuer-unrecognised'))
      wrong.push({ row, state, expected })
  }
  t.equal(count, 5 ** 4 * 7 * 6)
  t.same(wrong, [])
})

t.test('only a credential whose every deciding fact is sound is verified', async (t) => {
  const wronglyGreen = [...rows()].filter((row) => {
    const isSound =
      row.format === 'passed' &&
      row.proof === 'passed' &&
      row.issuer === 'passed' &&
      ['passed', 'not-applicable'].includes(row.status) &&
      ['passed', 'not-applicable'].includes(row.validity)
    return verdictOf(factsOf(row)).verified && !isSound
  })
  t.same(wronglyGreen, [])
})

t.test('checks that only inform never change the state', async (t) => {
  const sound = factsOf({
    format: 'passed',
    proof: 'passed',
    issuer: 'passed',
    status: 'passed',
    validity: 'passed',
    recognition: 'passed',
  })
  for (const check of ['endorsement', 'schema', 'recipient'] as const)
    for (const outcome of OUTCOMES)
      t.equal(
        verdictOf([...sound, { check, outcome, code: outcome, detail: '' }]).state,
        'valid',
        `${check} ${outcome}`,
      )
})

t.test('named examples', async (t) => {
  const sound: Row = {
    format: 'passed',
    proof: 'passed',
    issuer: 'passed',
    status: 'passed',
    validity: 'passed',
    recognition: 'passed',
  }
  for (const { name, change, state } of [
    { name: 'nothing is wrong', change: {}, state: 'valid' },
    { name: 'a list that could not be had', change: { status: 'unknown' }, state: 'could-not-check' },
    { name: 'a forged and revoked badge', change: { proof: 'failed', status: 'failed' }, state: 'tampered' },
    {
      name: 'a revoked badge of an issuer out of reach',
      change: { issuer: 'unknown', status: 'failed' },
      state: 'revoked',
    },
    {
      name: 'a superseded badge that has expired',
      change: { status: 'superseded', validity: 'expired' },
      state: 'superseded',
    },
    {
      name: 'a suspended badge of an issuer out of reach',
      change: { issuer: 'unknown', status: 'suspended' },
      state: 'could-not-check',
    },
    {
      name: 'an expired badge of an unknown issuer',
      change: { validity: 'expired', recognition: 'failed' },
      state: 'expired',
    },
    { name: 'a badge from tomorrow', change: { validity: 'failed' }, state: 'not-yet-valid' },
    {
      name: 'a badge without status and period',
      change: { status: 'not-applicable', validity: 'not-applicable' },
      state: 'valid',
    },
  ] as const)
    t.equal(verdictOf(factsOf({ ...sound, ...change })).state, state, name)
})
