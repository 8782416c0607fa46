import { readFileSync } from 'node:fs'
import { t } from '../support/test.ts'
import { NOT_EVIDENCED } from '../../src/assessment/marks.ts'
import {
  agreement,
  bootstrapInterval,
  cohenKappa,
  gwetAC1,
  krippendorffAlpha,
  type MarkPair,
} from '../../src/assessment/agreement.ts'

interface Fixture {
  readonly agreementFixture: {
    readonly requiredLevel: number
    readonly pairs: readonly (readonly [number | null, number | null])[]
  }
  readonly agreementParadoxFixture: { readonly pairs: readonly (readonly [number, number])[] }
  readonly firstRound: readonly (readonly [number | null, number | null])[]
  readonly requiredLevel: number
  readonly expected: {
    readonly firstRound: Readonly<Record<string, number>>
    readonly agreementFixture: Readonly<Record<string, number>>
    readonly agreementParadoxFixture: Readonly<Record<string, number>>
    readonly krippendorffWorkedExample: Readonly<Record<'nominal' | 'ordinal' | 'interval', number>>
  }
}
const fixture = JSON.parse(readFileSync(new URL('../fixtures/seed/agreement.json', import.meta.url), 'utf8')) as Fixture
const { expected } = fixture

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))
const pairsOf = (pairs: Fixture['firstRound'], requiredLevel: number): MarkPair[] =>
  pairs.map(([a, b]) => ({ a: a ?? NOT_EVIDENCED, b: b ?? NOT_EVIDENCED, requiredLevel }))
const synthetic = pairsOf(fixture.agreementFixture.pairs, fixture.agreementFixture.requiredLevel)

for (const { name, pairs, results } of [
  { name: 'sixty synthetic pairs', pairs: synthetic, results: expected.agreementFixture },
  {
    name: 'the first round of the demonstration programme',
    pairs: pairsOf(fixture.firstRound, fixture.requiredLevel),
    results: expected.firstRound,
  },
]) {
  t.test(name, async (t) => {
    const block = agreement(pairs)
    const found = Object.fromEntries(
      Object.entries<number>({ ...block }).map(([key, value]) => [key, rounded(value, 4)]),
    )
    t.strictSame(found, results)
  })
}

t.test('high agreement under skew: kappa falls below zero, AC1 does not', async (t) => {
  const { pairs } = fixture.agreementParadoxFixture
  t.equal(pairs.filter(([a, b]) => a === b).length / pairs.length, expected.agreementParadoxFixture['exactAgreement'])
  t.equal(rounded(cohenKappa(pairs, 'unweighted'), 4), expected.agreementParadoxFixture['kappaUnweighted'])
  t.equal(rounded(gwetAC1(pairs), 4), expected.agreementParadoxFixture['gwetAC1'])
})

t.test('the published example of four observers with missing values', async (t) => {
  const _: number | null = null
  const observers: readonly (readonly (number | null)[])[] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
  ]
  const units = Array.from({ length: 12 }, (_unused, unit) => observers.map((values) => values[unit] ?? null))
  for (const metric of ['nominal', 'ordinal', 'interval'] as const) {
    t.equal(rounded(krippendorffAlpha(units, metric), 3), expected.krippendorffWorkedExample[metric], metric)
  }
})

t.test('perfect agreement is 1 in every coefficient', async (t) => {
  const pairs = ([1, 2, 3, 4] as const).map((mark) => ({ a: mark, b: mark, requiredLevel: 3 }))
  const block = agreement(pairs)
  for (const name of ['krippendorffAlphaOrdinal', 'kappaQuadratic', 'decisionGwetAC1', 'exactAgreement'] as const) {
    t.equal(block[name], 1, name)
  }
})

t.test('the bootstrap interval holds the statistic', async (t) => {
  let state = 7
  const draw = () => (state = (state * 16807) % 2147483647) / 2147483647
  const alpha = (pairs: readonly MarkPair[]) => agreement(pairs).krippendorffAlphaOrdinal
  const { low, high } = bootstrapInterval(synthetic, alpha, draw, 200)
  t.ok(low < alpha(synthetic) && alpha(synthetic) < high)
})
