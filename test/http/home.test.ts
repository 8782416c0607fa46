import { t } from '../support/test.ts'
import { pairMentor } from '../../src/access/index.ts'
import { buildApp } from '../../src/app.ts'
import { assignAssessor } from '../../src/assessment/index.ts'
import { tables } from '../../src/database/index.ts'
import { NOBODY } from '../../src/http/index.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { startSubmission, submit } from '../../src/portfolio/index.ts'
import { createAwardScene } from '../credentials/scene.ts'
import { openTestPostgres } from '../support/database.ts'
import { completeDraft, HANDOVER } from '../support/portfolio.ts'

t.test('the start page shows everybody their own tasks', async (t) => {
  const database = await openTestPostgres(t)
  const scene = await createAwardScene(database)
  const { services, people, programme, course } = scene
  const world = { ...scene, clock: services.clock, requirementIds: [] }

  const actors: Record<string, Actor> = { ...people }
  const app = await buildApp(services, {
    fetchDocument: () => Promise.reject(new Error('the start page fetches nothing')),
    identify: ({ headers }) => {
      const actor = actors[String(headers['x-test-actor'])]
      return Promise.resolve(actor ? { actor, binding: 'a session', place: null } : NOBODY)
    },
  })
  t.teardown(() => app.close())
  const home = async (as: string, lang = 'en'): Promise<string> => {
    const answer = await app.inject({ url: `/?lang=${lang}`, headers: { 'x-test-actor': as, accept: 'text/html' } })
    t.equal(answer.statusCode, 200, as)
    return /<main[\s\S]*<\/main>/.exec(answer.body)?.[0] ?? ''
  }

  await t.test('nothing has happened yet', async (t) => {
    t.equal((await app.inject({ url: '/' })).headers.location, '/verify', 'and a stranger is led to verification')
    t.match(await home('participant'), /No draft and no new result.*No new badge and no name to confirm/s)
    t.match(await home('mentor'), /No draft and no new result among them/)
    t.match(await home('assessor'), /You have no portfolio to judge/)
    t.match(await home('coordinator'), /All consents hold.*the assessors are at work.*No badge waits for you/s)
    t.match(await home('signatory'), /No badge waits for you/)
    t.match(await home('auditor'), /href="\/submissions"/)
    t.match(await home('observer'), /href="\/frameworks"/)
    t.notMatch(await home('observer'), /submissions/)
    t.match(await home('administrator'), /href="\/organisations"[\s\S]*href="\/open-issuers"/)
  })

  await pairMentor(services, people.coordinator, programme.id, {
    mentorId: people.mentor.personId ?? '',
    participantId: people.participant.personId ?? '',
    startsOn: '2026-01-01',
  })
  const draft = await startSubmission(services, people.participant, { versionId: course.versionId, route: 'standard' })
  const path = `/portfolio/submissions/${draft.id}`

  await t.test('a draft lies with its teacher and their mentor', async (t) => {
    t.match(await home('participant'), new RegExp(`href="${path}"[\\s\\S]*4 things are missing`))
    t.match(await home('participant', 'fi'), /Testimikrokurssi[\s\S]*4 asiaa puuttuu/, 'in the language of the page')
    t.match(await home('mentor'), new RegExp(`href="${path}"[\\s\\S]*Draft`))
    t.notMatch(await home('participant2'), path)
  })

  const handedIn = await completeDraft(world, people.participant2)
  await submit(services, people.participant2, handedIn.submission.id, HANDOVER)
  const assessment = `/assessment/submissions/${handedIn.submission.id}`

  await t.test('a submission waits for two assessors, and then with each of them', async (t) => {
    t.match(await home('coordinator'), new RegExp(`href="${assessment}"[\\s\\S]*2 assessors to assign`))
    const { judgementId } = await assignAssessor(services, people.coordinator, {
      ...{ submissionId: handedIn.submission.id, slot: 'A', assessorId: people.assessor.personId ?? '' },
    })
    t.match(await home('coordinator'), new RegExp(`href="${assessment}"[\\s\\S]*1 assessor to assign`))
    t.match(await home('assessor'), `href="/assessment/judgements/${judgementId}"`)
    t.notMatch(await home('assessor2'), judgementId)
  })

  await t.test(
    'a decision waits for its release, for a proposal, for two signatories and for the signature',
    async (t) => {
      const unreleased = await scene.decided({ isReleased: false })
      t.match(await home('coordinator'), new RegExp(`${unreleased.submissionId}"[\\s\\S]*To release`))
      const released = await scene.decided()
      actors['holder'] = released.holder
      t.match(await home('holder'), new RegExp(`href="/portfolio/submissions/${released.submissionId}/result"`))
      for (const as of ['coordinator', 'signatory']) t.match(await home(as), /1 favourable decision without an award/)

      const { awardId } = await scene.proposed()
      const award = `href="/awards/${awardId}"`
      t.match(await home('signatory'), new RegExp(`${award}[\\s\\S]*To approve`))
      t.match(await home('signatory2'), new RegExp(`${award}[\\s\\S]*To confirm`))
      await scene.signedFor(awardId)
      t.match(await home('signatory'), new RegExp(`${award}[\\s\\S]*To sign and issue`))
      t.notMatch(await home('signatory2'), award)
    },
  )

  await t.test('a holder confirms a name, and sees a new badge for thirty days', async (t) => {
    const unnamed = await scene.proposed()
    actors['unnamed'] = unnamed.holder
    await database.owner.update(tables.awards).set({ holdReason: 'name' })
    t.match(await home('unnamed'), new RegExp(`href="/awards#award-${unnamed.awardId}"[\\s\\S]*Confirm your name`))
    await database.owner.update(tables.awards).set({ holdReason: null })

    const issued = await scene.issued()
    actors['issued'] = issued.holder
    t.match(await home('issued'), new RegExp(`href="/awards#award-${issued.awardId}"[\\s\\S]*New`))
    scene.pass(31)
    t.notMatch(await home('issued'), issued.awardId)
  })
})
