import { onBothDatabases } from '../support/database.ts'
import { t } from '../support/test.ts'
import { COMPARISONS } from './comparisons.ts'
import { attemptsThatFail, everyCaseIsTried } from './negative-cases.ts'
import { played } from './played.ts'

t.test('every negative case of the seed is tried, or is named with the reason', everyCaseIsTried)

await onBothDatabases(t, 'the programme lived through its use cases', async (t, database) => {
  const attempts = attemptsThatFail()
  const result = await played(database, { interludes: attempts.interludes })
  await t.test('arrives where it was recorded, whatever was tried in between', async (t) => {
    for (const { name, compare } of COMPARISONS) await t.test(name, (t) => compare(t, result))
  })
  await t.test('what has to fail fails', (t) => attempts.judge(t, result.world))
})
