import { and, eq, isNull } from 'drizzle-orm'
import { t } from '../support/test.ts'
import {
  createAccount,
  createAccounts,
  endRole,
  grantRole,
  identifyBySession,
  sessionRoutes,
} from '../../src/access/index.ts'
import { tables } from '../../src/database/index.ts'
import { createApp } from '../../src/http/index.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { testServices } from '../support/app.ts'
import { openTestPostgres } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const PASSWORD = 'correct horse battery'

t.test('many at once, on Postgres', async (t) => {
  const database = await openTestPostgres(t)
  const services = testServices(database, { clock: new SettableClock(new Date()), randomness: systemRandomness })
  const home = await createProgramme(database, systemRandomness)
  const { administrator, coordinator, mentor, observer } = home.people
  const idOf = ({ personId }: Actor): string => personId ?? ''

  t.test('fifty sign in', async (t) => {
    const accounts = createAccounts(services)
    const app = await createApp({
      services,
      identify: identifyBySession(accounts),
      formSecret: accounts.formSecret,
      features: [sessionRoutes(accounts)],
    })
    await app.ready()
    t.teardown(() => app.close())
    const people = [administrator, coordinator, mentor, observer, home.people.assessor]
    for (const person of people) await createAccount(services, idOf(person), PASSWORD)
    const emails = ['administrator', 'coordinator', 'mentor', 'observer', 'assessor'].map(
      (one) => `${one}@home.example`,
    )
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        app.inject({
          method: 'POST',
          url: '/api/v1/session',
          remoteAddress: `10.0.${String(index)}.1`,
          payload: { email: emails[index % emails.length] ?? '', password: PASSWORD },
        }),
      ),
    )
    t.strictSame([...new Set(answers.map(({ statusCode }) => statusCode))], [201])
    const sessions = new Set(answers.map((answer) => answer.cookies.find(({ name }) => /session/.test(name))?.value))
    t.equal(sessions.size, 50)
    t.equal((await database.owner.select().from(tables.authSessions)).length, 50)
  })

  t.test('of two administrators who end each other, one is left', async (t) => {
    const roles = () =>
      database.owner
        .select()
        .from(tables.roleAssignments)
        .where(and(eq(tables.roleAssignments.role, 'administrator'), isNull(tables.roleAssignments.validTo)))
    await database.owner.insert(tables.roleAssignments).values({
      id: systemRandomness.uuid(),
      personId: idOf(mentor),
      role: 'administrator',
      validFrom: new Date(0),
    })
    const second = { ...administrator, personId: idOf(mentor) }
    const held = await roles()
    t.equal(held.length, 2)
    const roleOf = (actor: Actor) => held.find(({ personId }) => personId === idOf(actor))?.id ?? ''
    const ended = await Promise.allSettled([
      endRole(services, administrator, roleOf(second)),
      endRole(services, second, roleOf(administrator)),
    ])
    t.strictSame(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const refused = ended.find((one) => one.status === 'rejected')
    t.match(refused?.reason, { code: 'last-administrator' })
    t.equal((await roles()).length, 1)
  })

  t.test('a role that is given many times at once is held once', async (t) => {
    const give = () => grantRole(services, coordinator, home.id, idOf(observer), { role: 'auditor' })
    const given = await Promise.allSettled(Array.from({ length: 10 }, give))
    t.equal(given.filter(({ status }) => status === 'fulfilled').length, 1)
    const held = await database.owner
      .select()
      .from(tables.roleAssignments)
      .where(and(eq(tables.roleAssignments.role, 'auditor'), eq(tables.roleAssignments.personId, idOf(observer))))
    t.equal(held.length, 1)
  })
})
