import { t } from '../support/test.ts'
import { daysUntil, loadSeed, parseSeed, shiftSeed, UnreadableSeed } from '../../src/demo/seed.ts'

const seed = loadSeed()

t.test('dates move by whole days, and nothing else does', async (t) => {
  const moved = shiftSeed(seed, 3)
  t.equal(moved.meta.snapshotAt, '2026-06-15T20:00:00Z')
  t.equal(moved.framework.statusStartDate, '2026-03-05')
  const dates = /"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?"/g
  t.equal(JSON.stringify(moved).replaceAll(dates, '""'), JSON.stringify(seed).replaceAll(dates, '""'))
  t.strictSame(shiftSeed(moved, -3), seed)
})

for (const { name, at, days } of [
  { name: 'the programme’s last day itself', at: '2026-06-12T00:00:01Z', days: 0 },
  { name: 'the next day, whatever the hour', at: '2026-06-13T00:00:00Z', days: 1 },
  { name: 'a day before it', at: '2026-06-11T23:59:59Z', days: -1 },
]) {
  t.test(`the shift to ${name}`, async (t) => t.equal(daysUntil(seed, new Date(at)), days))
}

t.test('a file that is not the programme is refused at the place', async (t) => {
  t.throws(() => parseSeed({ ...seed, meta: { ...seed.meta, snapshotAt: 'yesterday' } }), {
    name: UnreadableSeed.name,
    message: /^programme\.json: \/meta\/snapshotAt /,
  })
})
