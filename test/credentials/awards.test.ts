import { asc, eq } from 'drizzle-orm'
import { t, type Test } from '../support/test.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { onBothDatabases } from '../support/database.ts'
import { REFUSED_STEPS } from './refused-steps.ts'
import { SQL_ATTEMPTS } from './sql-attempts.ts'
import { setStage, type Stage } from './stage.ts'

async function refused(t: Test, stage: Stage): Promise<void> {
  for (const { name, as, method, path, body, status, code } of REFUSED_STEPS) {
    const answer = await stage.app.send(method, path(stage), body?.(stage), { as })
    t.strictSame([answer.statusCode, answer.json<{ code: string }>().code], [status, code], name)
  }
}

async function refusedBySql(t: Test, stage: Stage): Promise<void> {
  const { database, clock } = stage.scene.services
  for (const { name, as, code, query } of SQL_ATTEMPTS) {
    const actor = stage.people[as]
    if (!actor) throw new Error(`nobody is called ${as}`)
    const attempt = database.transaction(actor, clock.now(), (tx) => tx.execute(query(stage)))
    if (code !== null) await t.rejects(attempt, { code }, name)
    else t.strictSame(touched(await attempt), [], name)
  }
}

/** The rows of a result, which the two drivers return in different shapes. */
function touched(result: unknown): unknown[] {
  return Array.isArray(result) ? [...(result as unknown[])] : (result as { rows: unknown[] }).rows
}

/** Everything that the road writes. */
async function written({ owner }: Database): Promise<unknown> {
  return Promise.all(
    [
      ...[tables.awards, tables.partnerEndorsements, tables.credentials, tables.credentialBytes],
      ...[tables.statusLists, tables.statusEntries, tables.revocations, tables.erasures, tables.settings],
    ].map(async (table) => (await owner.select().from(table)).map((row) => JSON.stringify(row)).sort()),
  )
}

const AWARDS = '/api/v1/awards'

await onBothDatabases(t, 'the road of an award', async (t, database) => {
  const stage = await setStage(t, database)
  const { app, scene, proposed, onHold, cancelled, issued, people } = stage
  const before = await written(database)

  await t.test('steps that are refused', (t) => refused(t, stage))
  await t.test('attempts behind the back of the use cases', (t) => refusedBySql(t, stage))
  await t.test('nothing of all this left a trace', async (t) => t.strictSame(await written(database), before))

  await t.test('the holder corrects the name until it is approved, and it is tidied', async (t) => {
    const path = `${AWARDS}/${proposed.awardId}/name`
    const put = await app.send('PUT', path, { name: ' Juana  \t Ñanco ' }, { as: 'holder' })
    t.match([put.statusCode, put.json()], [200, { nameAsIssued: 'Juana Ñanco', state: 'proposed' }])
  })

  await t.test('confirming the approved name lifts the hold', async (t) => {
    const path = `${AWARDS}/${onHold.awardId}`
    t.match((await app.get(path, { as: 'holderOnHold' })).json(), { flags: ['name-unconfirmed'] })
    const name = 'Juana Arancibia Fuentes'
    const put = await app.send('PUT', `${path}/name`, { name }, { as: 'holderOnHold' })
    t.match([put.statusCode, put.json()], [200, { flags: [], state: 'approved' }])
    const made = await app.send('POST', `${path}/credential`, undefined, { as: 'signatoryB' })
    t.equal(made.statusCode, 201, 'and another signatory of the organisation issues it')
  })

  await t.test('an author who judged nothing may approve', async (t) => {
    const path = `${AWARDS}/${proposed.awardId}/approval`
    t.match((await app.send('POST', path, undefined, { as: 'authorSigning' })).json(), { state: 'approved' })
  })

  await t.test('after a cancellation the decision can be proposed anew', async (t) => {
    const made = await app.send('POST', AWARDS, { decisionId: cancelled.decisionId }, { as: 'signatory' })
    t.equal(made.statusCode, 201)
    t.equal(made.headers.location, `${AWARDS}/${made.json<{ id: string }>().id}`)
    t.match(made.json(), { state: 'proposed', nameAsIssued: 'Juana Arancibia Fuentes', endorsedBy: [] })
  })

  await t.test('the board is for those who answer for it, and of their programme', async (t) => {
    const board = `${AWARDS}?programmeId=${scene.programme.id}`
    for (const as of ['coordinator', 'signatory2', 'auditor']) {
      const { awards } = (await app.get(board, { as })).json<{ awards: { id: string }[] }>()
      t.ok(
        awards.some(({ id }) => id === issued.awardId),
        as,
      )
    }
    for (const { as, status, code } of [
      { as: 'foreignCoordinator', status: 404, code: 'not-found' },
      { as: 'assessor', status: 403, code: 'forbidden' },
      { as: 'holder', status: 403, code: 'forbidden' },
    ]) {
      const answer = await app.get(board, { as })
      t.strictSame([answer.statusCode, answer.json<{ code: string }>().code], [status, code], as)
    }
  })

  await t.test('a holder reads their own award and no other', async (t) => {
    const mine = (await app.get('/api/v1/me/awards', { as: 'holder' })).json<{ id: string }[]>()
    t.strictSame(
      mine.map(({ id }) => id),
      [proposed.awardId],
    )
    t.equal((await app.get(`${AWARDS}/${issued.awardId}`, { as: 'holder' })).statusCode, 404)
  })

  await t.test('the log names who did what, and in which role', async (t) => {
    const { auditEvents } = tables
    const events = await database.owner
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, issued.awardId))
      .orderBy(asc(auditEvents.seq))
    t.strictSame(
      events.map(({ action, actorRole, actorId }) => [action, actorRole, actorId]),
      [
        ['award.proposed', 'coordinator', people['coordinator']?.personId],
        ['award.approved', 'signatory', people['signatory']?.personId],
        ['award.endorsed', 'signatory', people['signatory2']?.personId],
      ],
    )
  })
})
