import { t } from '../support/test.ts'
import { scheduledWork } from '../../src/app.ts'
import { queueMessage } from '../../src/mail/index.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { testServices } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { startMailServer } from '../support/mail-server.ts'
import { createProgramme } from '../support/programme.ts'

t.test('the service sends by itself what waits in the outbox, with a link that works', async (t) => {
  const server = await startMailServer(t)
  const database = await openTestPglite(t)
  const { config } = testServices(database)
  const services = testServices(database, { config: { ...config, mail: server.config }, randomness: systemRandomness })
  const { people } = await createProgramme(database, systemRandomness)
  const at = services.clock.now()
  await database.transaction(people.coordinator, at, (tx) =>
    queueMessage(tx, systemRandomness, at, {
      kind: 'invitation',
      personId: people.mentor.personId ?? '',
      programmeId: null,
    }),
  )
  const [soonest] = [...scheduledWork(services)].sort((a, b) => a.everyMs - b.everyMs)
  await soonest?.run()
  t.match(server.received, [{ to: ['mentor@home.example'] }])
  t.match(server.received[0]?.text, /\/welcome\/[\w-]{43}\?lang=es/)
})
