import { and, eq } from 'drizzle-orm'
import { t, type Test } from '../support/test.ts'
import { openServices } from '../../src/app.ts'
import { releaseDecision, sealJudgement } from '../../src/assessment/index.ts'
import { readLog, verifyLongChain } from '../../src/audit/index.ts'
import { readConfig } from '../../src/config.ts'
import {
  approveAward,
  confirmRevocation,
  endorseAward,
  issueCredential,
  proposeAward,
  requestRevocation,
} from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { DomainError } from '../../src/kernel/domain-error.ts'
import { builtInScanner } from '../../src/portfolio/index.ts'
import { createVerifier } from '../../src/public/index.ts'
import type { Services } from '../../src/services.ts'
import { unreachable } from '../../src/verification/index.ts'
import { testPostgresUrl } from '../support/database.ts'
import { decisionOn, handedIn, judged, newTeacher, proposedAward, readyAwards } from './ready-awards.ts'
import { readyProgramme, SECRETS, temporaryFolder, type ReadyProgramme } from './scene.ts'

/** Two services on one Postgres, as two processes would be: each with connections of its own. */
interface Two {
  readonly programme: ReadyProgramme
  readonly one: Services
  readonly other: Services
}

/** What each of two attempts at the same time came to: `done`, or the code of its refusal. */
async function atOnce({ one, other }: Two, act: (services: Services) => Promise<unknown>): Promise<string[]> {
  const outcomes = await Promise.allSettled([act(one), act(other)])
  return outcomes
    .map((outcome) => {
      if (outcome.status === 'fulfilled') return 'done'
      if (outcome.reason instanceof DomainError) return outcome.reason.code
      throw outcome.reason
    })
    .sort((a, b) => Number(b === 'done') - Number(a === 'done'))
}

async function toldOf({ one }: Two, action: string, subjectId: string): Promise<number> {
  const { auditEvents } = tables
  const told = await one.database.owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.action, action), eq(auditEvents.subjectId, subjectId)))
  return told.length
}

t.test('two processes at once', async (t) => {
  const two = await openTwo(t)
  await seals(t, two)
  await acts(t, two)
  await issues(t, two)
  t.match(await verifyLongChain(readLog(two.one.database.owner)), { intact: true }, 'the log has one order')
})

async function openTwo(t: Test): Promise<Two> {
  const DATABASE_URL = await testPostgresUrl()
  const DATA_DIR = temporaryFolder(t)
  const open = async (): Promise<Services> => {
    const config = readConfig({ ...SECRETS, DATABASE_URL, DATA_DIR, DATA_DIR_IS_SHARED: 'yes' })
    const services = await openServices(config)
    t.teardown(() => services.database.close())
    return services
  }
  const one = await open()
  return { one, other: await open(), programme: await readyProgramme(one) }
}

const withScanner = (services: Services) => ({ ...services, scanner: builtInScanner })

async function seals(t: Test, two: Two): Promise<void> {
  const { one, other, programme } = two
  const { assessor, assessor2, coordinator } = programme.people
  const begin = async () => {
    const submission = await handedIn(withScanner(one), programme, await newTeacher(one, programme))
    return { ...submission, ...(await judged(one, programme, submission)) }
  }

  await t.test('a judgement is sealed once', async (t) => {
    const { A } = await begin()
    t.strictSame(await atOnce(two, (services) => sealJudgement(services, assessor, A)), ['done', 'judgement-not-open'])
    t.equal(await toldOf(two, 'judgement.sealed', A), 1)
  })

  for (const round of [1, 2, 3]) {
    await t.test(`two assessors who seal together reveal once and decide once (${round})`, async (t) => {
      const { A, B, submissionId } = await begin()
      const sealed = await Promise.all([sealJudgement(one, assessor, A), sealJudgement(other, assessor2, B)])
      t.strictSame(sealed.map(({ state }) => state).sort(), ['revealed', 'sealed'])
      t.equal(await toldOf(two, 'judgements.revealed', submissionId), 1)
      const decisionId = await decisionOn(one, submissionId)
      t.strictSame(await atOnce(two, (services) => releaseDecision(services, coordinator, decisionId)), [
        'done',
        'immutable',
      ])
      t.strictSame(await atOnce(two, (services) => proposeAward(services, coordinator, { decisionId })), [
        'done',
        'award-exists',
      ])
    })
  }
}

async function acts(t: Test, two: Two): Promise<void> {
  const { one, programme } = two
  const { signatory, signatory2 } = programme.people
  const awardId = await proposedAward(withScanner(one), programme)

  await t.test('an award is approved once', async (t) => {
    t.strictSame(await atOnce(two, (services) => approveAward(services, signatory, awardId)), [
      'done',
      'award-moved-on',
    ])
    t.equal(await toldOf(two, 'award.approved', awardId), 1)
  })

  await t.test('and endorsed once', async (t) => {
    t.strictSame(await atOnce(two, (services) => endorseAward(services, signatory2, awardId)), [
      'done',
      'already-exists',
    ])
    t.equal(await toldOf(two, 'award.endorsed', awardId), 1)
  })
}

async function issues(t: Test, two: Two): Promise<void> {
  const { one, other, programme } = two
  const { signatory, signatory2 } = programme.people
  const [met = '', ...others] = await readyAwards(withScanner(one), programme, 4)
  const issue = (services: Services, awardId: string) => {
    const { checkOwnOutput } = createVerifier(services, () => Promise.resolve(unreachable('no-answer')))
    return issueCredential({ ...services, checkOwnOutput }, signatory, { awardId })
  }
  const credentialsOf = (awardId: string) =>
    one.database.owner.select().from(tables.credentials).where(eq(tables.credentials.awardId, awardId))

  await t.test('two that sign the same award at once end with one credential, and the same bytes', async (t) => {
    const meet = meetingOf(2)
    const issued = await Promise.all([issue(signingAfter(one, meet), met), issue(signingAfter(other, meet), met)])
    t.equal(issued[0].document, issued[1].document)
    const [credential, ...more] = await credentialsOf(met)
    t.equal(more.length, 0)
    for (const action of ['credential.reserved', 'award.issued']) {
      t.equal(await toldOf(two, action, credential?.id ?? ''), 1, action)
    }
  })

  for (const awardId of others) {
    await t.test('whoever comes too late is told so, or gets what the first one got', async (t) => {
      const outcomes = await Promise.allSettled([issue(one, awardId), issue(other, awardId)])
      const documents = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.document] : []))
      t.equal(new Set(documents).size, 1)
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') t.match(outcome.reason, { code: 'award-already-issued' })
      }
      t.equal((await credentialsOf(awardId)).length, 1)
    })
  }

  await t.test('a revocation is confirmed once', async (t) => {
    const [credential] = await credentialsOf(met)
    const credentialId = credential?.id ?? ''
    const id = await requestRevocation(one, signatory, { credentialId, category: 'administrative_error' })
    t.strictSame(await atOnce(two, (services) => confirmRevocation(services, signatory2, id)), [
      'done',
      'award-not-issued',
    ])
    t.equal(await toldOf(two, 'award.revoked', credentialId), 1)
  })
}

/** Resolves for all once `count` have come. */
function meetingOf(count: number): () => Promise<void> {
  let missing = count
  let open: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return () => {
    missing -= 1
    if (missing === 0) open()
    return opened
  }
}

/** The same services, which sign a credential only when the other one is about to do so as well. */
function signingAfter(services: Services, meet: () => Promise<void>): Services {
  const { signing } = services
  return {
    ...services,
    signing: {
      ...signing,
      async sign(prepared, ...rest) {
        if ('kind' in prepared && prepared.kind === 'credential') await meet()
        return signing.sign(prepared, ...rest)
      },
    },
  }
}
