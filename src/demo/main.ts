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
import { revokeAward, walkAward, type Company, type Destination, type WalkedAward } from './walk-award.ts'
import { ADMINISTRATOR, nameOf, PARTNER_SIGNATORY, type World } from './world.ts'

/*
 * `npm run demo`: the fictional programme on a throw-away database, two badges walked down the whole road over HTTP,
 * the second of them revoked, and every address that is printed opened first. `-- --exit` ends after the walk.
 */

/** One person a role, to look round with. Those of the walk are among them. */
const LOOK_ROUND = {
  participant: 'per-troncoso',
  mentor: 'per-barrientos',
  assessor: 'per-villagran',
  adjudicator: 'per-kivimaki',
  appeals_panel: 'per-zuniga',
  coordinator: 'per-larraguibel',
  author: 'per-hakkarainen',
  validator: 'per-lehtovaara',
  signatory: 'per-undurraga',
  auditor: 'per-contreras',
  administrator: ADMINISTRATOR,
} as const satisfies Partial<Record<Role, string>>

const WALK = {
  teachers: ['per-troncoso', 'per-sepulveda'],
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
    const people = [...Object.values(LOOK_ROUND), ...WALK.teachers, WALK.assessorB, WALK.partnerSignatory]
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
  say('Every address is opened before it is printed:')
  const logins = Object.entries(LOOK_ROUND).map(([role, key]): Login => {
    return { role, email: world.entity('people', key).email, password }
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
  const signedIn = (key: string) => signIn(publicUrl, world.entity('people', key).email, password)
  const company: Company = {
    teacher: await signedIn(teacherKey),
    assessorA: await signedIn(WALK.assessorA),
    assessorB: await signedIn(WALK.assessorB),
    coordinator: await signedIn(WALK.coordinator),
    signatory: await signedIn(WALK.signatory),
    partnerSignatory: await signedIn(WALK.partnerSignatory),
  }
  const award = await walkAward(company, destinationOf(world, teacherName), publicUrl, (line) => say(`  ${line}`))
  return { award, company, teacherName }
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
  for (const { role, email, password } of logins) {
    say(`sign in            ${publicUrl}/sign-in  (${email}  password ${password})  ${role.replace('_', ' ')}`)
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
