import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import {
  conflictPages,
  createAccounts,
  ensureFirstAdministrator,
  peoplePages,
  peopleRoutes,
  signInPages,
} from '../../src/access/index.ts'
import { tables } from '../../src/database/index.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { buildTestApp, testServices } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const HOSTILE = `"><script>alert(1)</script>&'`

t.test('the pages of access', async (t) => {
  const services = testServices(await openTestPglite(t), { randomness: systemRandomness })
  const home = await createProgramme(services.database, systemRandomness)
  const features = [signInPages(createAccounts(services)), peoplePages, peopleRoutes, conflictPages]
  const { app, get, submit, send } = await buildTestApp(t, services, features, home.people)
  const html = { as: 'coordinator', accept: 'text/html' }
  const programmeId = home.id

  t.test('show hostile texts as texts', async (t) => {
    const person = {
      givenName: HOSTILE,
      familyName: HOSTILE,
      email: 'hostile@example.org',
      locale: 'es',
      role: 'mentor',
      programmeId,
    }
    const unnamed = await submit('/people', person, html)
    t.equal(unnamed.statusCode, 422, 'no name of anybody')
    t.match(unnamed.body, '&lt;script')
    t.notMatch(unnamed.body, '<script>alert')
    const { persons } = tables
    const mentorId = home.people.mentor.personId ?? ''
    const named = { givenName: HOSTILE, familyName: HOSTILE }
    await services.database.owner.update(persons).set(named).where(eq(persons.id, mentorId))
    for (const url of ['/people', `/people/${mentorId}?programmeId=${programmeId}`]) {
      const page = await get(url, html)
      t.equal(page.statusCode, 200)
      t.match(page.body, '&lt;script')
      t.notMatch(page.body, '<script>alert')
    }
    const refused = await submit('/people', { ...person, email: HOSTILE }, html)
    t.equal(refused.statusCode, 400)
    t.match(refused.body, '&lt;script')
    t.notMatch(refused.body, '<script>alert')
  })

  t.test('do what the API does, step by step', async (t) => {
    const personId = home.people.mentor.personId ?? ''
    const participantId = home.people.participant.personId ?? ''
    for (const { url, fields, done } of [
      { url: `/people/${personId}/roles`, fields: { role: 'author', validTo: '2026-12-31' }, done: 'roleGranted' },
      { url: `/people/${personId}/pairings`, fields: { participantId, startsOn: '2026-06-01' }, done: 'paired' },
    ]) {
      const answer = await submit(url, { ...fields, programmeId }, html)
      t.match(answer.headers.location, `done=access.done.${done}`)
    }
    const granted = (await services.database.owner.select().from(tables.roleAssignments)).find(
      ({ personId: whose, role }) => whose === personId && role === 'author',
    )
    t.strictSame(granted?.validTo, new Date('2027-01-01T03:00:00Z'), 'until the end of the day in Santiago')
    const [pairing] = await services.database.owner.select().from(tables.mentorPairings)
    const ends = [
      { url: `/people/${personId}/pairings/${pairing?.id ?? ''}/end`, fields: { endsOn: '2026-06-30' } },
      { url: `/people/${personId}/roles/${granted?.id ?? ''}/end`, fields: {} },
    ]
    for (const { url, fields } of ends) {
      t.equal((await submit(url, { ...fields, programmeId }, html)).statusCode, 303)
    }
    const enrolled = await submit(`/people/${participantId}/enrolments`, { cohortId: home.cohortId, programmeId }, html)
    t.equal(enrolled.statusCode, 409)
    t.match(enrolled.body, 'error-summary')
  })

  t.test('let people declare a conflict', async (t) => {
    const own = { as: 'assessor', accept: 'text/html' }
    const participantId = home.people.participant.personId ?? ''
    const fields = { programmeId, participantId, kind: 'family', startsOn: '2026-01-01' }
    t.equal((await submit('/conflicts', fields, own)).statusCode, 303)
    t.match((await get('/conflicts', own)).body, 'participant home')
    t.equal((await get('/conflicts', { as: 'administrator', accept: 'text/html' })).statusCode, 404)
  })

  t.test('hand out a link that gives an account once', async (t) => {
    const personId = home.people.validator.personId ?? ''
    const page = await submit(`/people/${personId}/invitation`, { programmeId }, html)
    t.equal(page.headers['cache-control'], 'private, no-store')
    const link = /\/welcome\/[\w-]{43}/.exec(page.body)?.[0] ?? ''
    const open = await get(link, { accept: 'text/html' })
    t.equal(open.statusCode, 200)
    const answer = (password: string) => answerForm(open, link, { password })
    t.equal((await answer('short')).statusCode, 400)
    t.equal((await answer('a long password')).headers.location, '/sign-in?done=access.done.accountReady')
    t.equal((await answer('a long password')).statusCode, 410)
    t.equal((await get(link, { accept: 'text/html' })).statusCode, 410)
  })

  t.test('make the first administrator, once, when there is none who can sign in', async (t) => {
    const link = new URL((await ensureFirstAdministrator(services)) ?? '').pathname
    const open = await get(link, { accept: 'text/html' })
    const fields = {
      givenName: 'A',
      familyName: 'B',
      email: 'first@example.org',
      password: 'a long password',
      locale: 'fi',
    }
    const refused = await answerForm(open, link, { ...fields, email: 'no address' })
    t.equal(refused.statusCode, 400)
    t.match(refused.body, 'value="no address"')
    t.notMatch(refused.body, 'a long password')
    t.equal((await answerForm(open, link, fields)).statusCode, 303)
    t.equal((await answerForm(open, link, fields)).statusCode, 410)
    t.equal(await ensureFirstAdministrator(services), null)
  })

  t.test('an API answer tells the address of an invitation to its keeper alone', async (t) => {
    const url = `/api/v1/programmes/${programmeId}/people/${home.people.observer.personId ?? ''}/invitation`
    t.equal((await send('POST', url, undefined, { as: 'coordinator' })).statusCode, 201)
    t.equal((await send('POST', url, undefined, { as: 'mentor' })).statusCode, 403)
  })

  function answerForm(page: Awaited<ReturnType<typeof get>>, url: string, fields: Record<string, string>) {
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    return app.inject({
      method: 'POST',
      url,
      cookies: Object.fromEntries(page.cookies.map(({ name, value }) => [name, value])),
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _csrf: token, ...fields }).toString(),
    })
  }
})
