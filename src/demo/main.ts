import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BadSetting, readConfig, type Config } from '../config.ts'
import { systemClock } from '../kernel/clock.ts'
import { PortTaken, requireFreePort } from '../free-port.ts'
import type { Role } from '../kernel/actor.ts'
import {
  certificateAddress,
  checkCertificate,
  checkCredential,
  checkPage,
  checkSignIn,
  type Login,
} from './check-addresses.ts'
import { giveAccounts, openDemo, startService } from './demo-service.ts'
import { versionId } from './history-courses.ts'
import { signIn, UnexpectedAnswer } from './http-person.ts'
import { daysFrom } from './unrecorded.ts'
import { handIn } from './hand-in.ts'
import { revokeAward, walkAward, walkDecision, type Company, type Destination, type WalkedAward } from './walk-award.ts'
import { ADMINISTRATOR, nameOf, PARTNER_SIGNATORY, type World } from './world.ts'

/*
 * `npm run demo`: the fictional programme on a throw-away database, two badges walked down the whole road over HTTP,
 * the second of them revoked, and every address that is printed opened first. `-- --exit` ends after the walk.
 */

/** One person a role, to look round with: somebody for whom there is something to see, and where it can be, to do. */
const LOOK_ROUND: readonly { readonly role: Role; readonly key: string; readonly calledSo?: string }[] = [
  { role: 'participant', key: 'per-troncoso' },
  { role: 'mentor', key: 'per-barrientos' },
  { role: 'assessor', key: 'per-rantasalo' },
  { role: 'adjudicator', key: 'per-kivimaki' },
  { role: 'appeals_panel', key: 'per-zuniga' },
  { role: 'coordinator', key: 'per-larraguibel' },
  { role: 'author', key: 'per-hakkarainen' },
  { role: 'validator', key: 'per-lehtovaara' },
  { role: 'signatory', key: 'per-undurraga' },
  { role: 'signatory', key: PARTNER_SIGNATORY, calledSo: 'partner signatory' },
  { role: 'auditor', key: 'per-contreras' },
  { role: 'administrator', key: ADMINISTRATOR },
]

const WALK = {
  teachers: ['per-troncoso', 'per-sepulveda'],
  /** Left on the way, so that a coordinator, a signatory and one of the partner have something to do. */
  waiting: { submission: 'per-olmedo', approval: 'per-quilodran', endorsement: 'per-rebolledo' },
  assessorA: 'per-villagran',
  assessorB: 'per-lehtovaara',
  coordinator: 'per-larraguibel',
  signatory: 'per-undurraga',
  partnerSignatory: PARTNER_SIGNATORY,
  course: 'mc-m1',
} as const

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function configOf(dataDir: string): Config {
  const { PORT, HOST, PUBLIC_URL, LOG_LEVEL = 'error' } = process.env
  return readConfig({ PORT, HOST, PUBLIC_URL, LOG_LEVEL, DATA_DIR: dataDir })
}

async function demo(dataDir: string, endsAfterWalk: boolean): Promise<void> {
  const config = configOf(dataDir)
  await requireFreePort(config, 'npm run demo')
  say(`A throw-away database in ${dataDir}. The programme, from its beginning:`)
  const { services, world } = await openDemo(config, (event, number, total) => {
    const day = event.at.toISOString().slice(0, 10)
    if (event.what !== null) say(`[${String(number).padStart(3)}/${total}] ${day}  ${event.what}`)
  })
  try {
    const people = [
      ...LOOK_ROUND.map(({ key }) => key),
      ...[...WALK.teachers, ...Object.values(WALK.waiting), WALK.assessorA, WALK.assessorB],
    ]
    const password = await giveAccounts(
      services,
      people.map((key) => world.id(key)),
    )
    const running = await startService(services)
    try {
      await walkAndCheck(config.publicUrl, world, password)
      if (!endsAfterWalk) await untilInterrupted()
    } finally {
      await running.stop()
    }
  } finally {
    await services.database.close()
  }
}

/** Before the service is up there is nothing to end in order; `exit` removes the data folder all the same. */
let onSignal = (): void => process.exit(130)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => onSignal())

function untilInterrupted(): Promise<void> {
  return new Promise((done) => {
    onSignal = done
  })
}

async function walkAndCheck(publicUrl: string, world: World, password: string): Promise<void> {
  const [kept, revoked] = WALK.teachers
  const first = await walk(publicUrl, world, password, kept)
  const second = await walk(publicUrl, world, password, revoked)
  await revokeAward(second.company, second.award, (line) => say(`  ${line}`))
  await leaveWork(publicUrl, world, password)
  say('Every address is opened before it is printed:')
  const logins = LOOK_ROUND.map(({ role, key, calledSo = role.replace('_', ' ') }): Login => {
    return { role, calledSo, email: world.entity('people', key).email, password }
  })
  await checked('the revoked badge is shown, and checked, as revoked', async () => {
    await checkPage(second.award, second.teacherName, 'revoked')
    await checkCredential(publicUrl, second.award, 'revoked')
    await checkCertificate(publicUrl, second.award, 'revoked')
  })
  await checked('verification page', () => checkPage(first.award, first.teacherName, 'valid'))
  await checked('credential', () => checkCredential(publicUrl, first.award, 'valid'))
  await checked('certificate, and the QR on it', () => checkCertificate(publicUrl, first.award, 'valid'))
  await checked('sign-in, in every role', () => checkSignIn(publicUrl, logins))
  sayReady(publicUrl, first.award, logins)
}

async function checked(what: string, check: () => Promise<void>): Promise<void> {
  await check()
  say(`  ${what}: checked`)
}

interface Walked {
  readonly award: WalkedAward
  readonly company: Company
  readonly teacherName: string
}

async function walk(publicUrl: string, world: World, password: string, teacherKey: string): Promise<Walked> {
  const teacherName = nameOf(world.entity('people', teacherKey))
  say(`A badge for ${teacherName}, over HTTP:`)
  const company = await companyOf(publicUrl, world, password, teacherKey)
  const award = await walkAward(company, destinationOf(world, teacherName), publicUrl, (line) => say(`  ${line}`))
  return { award, company, teacherName }
}

/** What is not brought to its end: work for whoever looks round. */
async function leaveWork(publicUrl: string, world: World, password: string): Promise<void> {
  say('Work is left for a look round:')
  const { submission, approval, endorsement } = WALK.waiting
  const of = async (key: string) => {
    const teacherName = nameOf(world.entity('people', key))
    return {
      teacherName,
      company: await companyOf(publicUrl, world, password, key),
      destination: destinationOf(world, teacherName),
    }
  }
  const toAssign = await of(submission)
  await handIn(toAssign.company.teacher, toAssign.destination)
  say(`  ${toAssign.teacherName} hands in, and waits for assessors`)
  for (const [key, isApproved] of [
    [approval, false],
    [endorsement, true],
  ] as const) {
    const { company, destination, teacherName } = await of(key)
    const decisionId = await walkDecision(company, destination)
    const awardId = (await company.coordinator.post('/api/v1/awards', { decisionId })).text('id')
    if (isApproved) await company.signatory.post(`/api/v1/awards/${awardId}/approval`)
    say(`  the award of ${teacherName} waits for ${isApproved ? 'the endorsement of the partner' : 'an approval'}`)
  }
}

async function companyOf(publicUrl: string, world: World, password: string, teacherKey: string): Promise<Company> {
  const signedIn = (key: string) => signIn(publicUrl, world.entity('people', key).email, password)
  return {
    teacher: await signedIn(teacherKey),
    assessorA: await signedIn(WALK.assessorA),
    assessorB: await signedIn(WALK.assessorB),
    coordinator: await signedIn(WALK.coordinator),
    signatory: await signedIn(WALK.signatory),
    partnerSignatory: await signedIn(WALK.partnerSignatory),
  }
}

function destinationOf(world: World, teacherName: string): Destination {
  const { rubricKey } = world.entity('microCourses', WALK.course)
  const [first, second] = world.entity('rubrics', rubricKey).criteria
  return {
    teacherName,
    versionId: versionId(world, WALK.course),
    programmeId: world.programmeId,
    criterionIds: [first?.id ?? '', second?.id ?? ''],
    assessorAId: world.id(WALK.assessorA),
    assessorBId: world.id(WALK.assessorB),
    capturedOn: daysFrom(systemClock.now().toISOString(), -1).toISOString().slice(0, 10),
  }
}

function sayReady(publicUrl: string, award: WalkedAward, logins: readonly Login[]): void {
  say('insignia demo: ready')
  say(`verification page  ${award.verificationAddress}`)
  say(`credential         ${award.credentialAddress}`)
  say(`certificate        ${certificateAddress(award)}`)
  for (const { calledSo, email, password } of logins) {
    say(`sign in            ${publicUrl}/sign-in  (${email}  password ${password})  ${calledSo}`)
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'insignia-demo-'))
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
try {
  await demo(dataDir, process.argv.includes('--exit'))
} catch (error) {
  const isForeseen = error instanceof BadSetting || error instanceof PortTaken || error instanceof UnexpectedAnswer
  const told = isForeseen ? error.message : String(error instanceof Error ? error.stack : error)
  process.stderr.write(`insignia demo: failed\n${told}\n`)
  process.exitCode = 1
}
