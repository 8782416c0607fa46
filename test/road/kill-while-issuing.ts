import { eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { createAccount, type Actor } from '../../src/access/index.ts'
import { openServices } from '../../src/app.ts'
import { readLog, verifyLongChain } from '../../src/audit/index.ts'
import { readConfig } from '../../src/config.ts'
import { issueCredential } from '../../src/credentials/index.ts'
import { tables } from '../../src/database/index.ts'
import { signIn, type HttpPerson } from '../../src/demo/http-person.ts'
import { builtInScanner } from '../../src/portfolio/index.ts'
import { createVerifier } from '../../src/public/index.ts'
import type { Services } from '../../src/services.ts'
import { unreachable } from '../../src/verification/index.ts'
import { testPostgresUrl, writeDataFolder } from '../support/database.ts'
import { freePort } from '../support/postgres.ts'
import { readyAwards } from './ready-awards.ts'
import { PASSWORD, readyProgramme, SECRETS, temporaryFolder } from './scene.ts'
import { startProcess, type StoppedIssue } from './service-process.ts'
import { recordedOf, type Recorded, type Stop } from './stopping.ts'

/** What a process that is killed there leaves on record. */
const LEAVES: Readonly<Record<Stop, Recorded | null>> = {
  'reserved but not committed': null,
  reserved: 'reserved',
  'endorsement made': 'reserved',
  'endorsed but not committed': 'reserved',
  endorsed: 'endorsed',
  'prepared but not committed': 'endorsed',
  prepared: 'prepared',
  'signature made': 'prepared',
  verifying: 'prepared',
  'signed but not committed': 'prepared',
  signed: 'signed',
}

export type Kind = 'embedded database' | 'Postgres'

const ONE_BY_ONE: readonly Stop[] = [
  'reserved',
  'endorsement made',
  'endorsed',
  'prepared',
  'signature made',
  'verifying',
  'signed',
]

/**
 * One process, and one kill, a row. An open transaction stands last where nothing goes on behind it: the embedded
 * database has one connection, and whoever reserves or signs holds the judgement log.
 */
const KILLS: Readonly<Record<Kind, readonly (readonly Stop[])[]>> = {
  'embedded database': [[...ONE_BY_ONE, 'reserved but not committed'], ['signed but not committed']],
  Postgres: [
    [...ONE_BY_ONE, 'reserved but not committed'],
    ['endorsed but not committed', 'prepared but not committed', 'signed but not committed'],
  ],
}

/** Kills processes of the service while they issue, and looks at what the next one finds. */
export async function killWhileIssuing(t: Test, kind: Kind): Promise<void> {
  const settings = await settingsOf(t, kind)
  const scene = await prepare(settings, KILLS[kind].flat().length)
  const waiting = [...scene.awardIds]
  let service = startProcess(t, settings)
  let session: HttpPerson | undefined
  for (const stops of KILLS[kind]) {
    await service.listen()
    session ??= await signIn(scene.address, SIGNATORY, PASSWORD)
    const issues: StoppedIssue[] = []
    for (const stop of stops) {
      const issue = await service.issueUntil(session, waiting.shift() ?? '', stop)
      await t.test(`stopped at "${stop}" it lets out nothing unrecorded`, (t) => looksRight(t, scene, issue))
      issues.push(issue)
    }
    t.equal(await service.kill(), 'SIGKILL')
    for (const { answer, stop } of issues) t.equal(await answer, 'broken off', `${stop}: nobody got an answer`)
    if (waiting.length > 0) service = startProcess(t, settings)
    await reopened(settings, async (services) => {
      for (const issue of issues) {
        await t.test(`killed at "${issue.stop}"`, (t) => goesOn(t, services, scene.signatory, issue))
      }
      if (waiting.length === 0) await onceEach(t, services, scene.awardIds)
    })
  }
}

interface Scene {
  readonly address: string
  readonly signatory: Actor
  /** Approved and endorsed; one for every stop. */
  readonly awardIds: readonly string[]
}

type Settings = Readonly<Record<string, string>>

const SIGNATORY = 'signatory@home.example'

async function settingsOf(t: Test, kind: Kind): Promise<Settings> {
  const DATA_DIR = temporaryFolder(t)
  const settings = { ...SECRETS, PORT: String(await freePort()), DATA_DIR }
  if (kind === 'Postgres') return { ...settings, DATA_DIR_IS_SHARED: 'yes', DATABASE_URL: await testPostgresUrl() }
  await writeDataFolder(DATA_DIR)
  return settings
}

async function prepare(settings: Settings, awards: number): Promise<Scene> {
  return reopened(settings, async (services) => {
    const programme = await readyProgramme(services)
    const { signatory } = programme.people
    await createAccount(services, signatory.personId ?? '', PASSWORD)
    const awardIds = await readyAwards({ ...services, scanner: builtInScanner }, programme, awards)
    return { address: services.config.publicUrl, signatory, awardIds }
  })
}

/** Opens what a process left, as the next one would. */
async function reopened<T>(settings: Settings, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await openServices(readConfig(settings))
  try {
    return await work(services)
  } finally {
    await services.database.close()
  }
}

/** From outside, while the process stands still: there is a badge, or there is none. */
async function looksRight(t: Test, { address }: Scene, { stop, record }: StoppedIssue): Promise<void> {
  t.equal(record !== undefined, LEAVES[stop] !== null && !stop.endsWith('not committed'))
  for (const path of record ? [`/credentials/${record.id}`, `/v/${record.code}`] : []) {
    const { status } = await fetch(`${address}${path}`, { headers: { accept: 'application/json' } })
    t.equal(status, stop === 'signed' ? 200 : 404, path)
  }
}

/** After the restart: no badge or a whole one, and the same request ends with exactly one. */
async function goesOn(t: Test, services: Services, signatory: Actor, issue: StoppedIssue): Promise<void> {
  const { awardId, stop } = issue
  const verifier = createVerifier(services, () => Promise.resolve(unreachable('no-answer')))
  const issueAgain = () => issueCredential({ ...services, ...verifier }, signatory, { awardId })
  const left = await onRecord(services, awardId)
  t.equal(await recordedOf(services.database.owner, awardId), LEAVES[stop])
  t.equal(left.awardState, stop === 'signed' ? 'issued' : 'approved')
  t.equal(left.signed !== null, stop === 'signed')
  if (stop !== 'signed') {
    if (left.code !== null) t.equal((await verifier.verifyCode(left.code)).state, 'not-found')
    await issueAgain()
  }
  const whole = await onRecord(services, awardId)
  for (const part of ['id', 'code', 'created', 'statusIndex', 'unsigned', 'endorsement'] as const) {
    if (left[part] !== null) t.equal(whole[part], left[part], `${part} is the one that was recorded`)
  }
  signsWhatIsRecorded(t, whole, issue)
  t.equal((await verifier.verifyCode(whole.code ?? '')).state, 'valid')
  await t.rejects(issueAgain(), { code: 'award-already-issued' })
}

/** The document is the recorded one with proofs of the recorded instant, and nothing that was made before is made anew. */
function signsWhatIsRecorded(t: Test, whole: OnRecord, { stop, signed }: StoppedIssue): void {
  const { proof, ...document } = JSON.parse(whole.signed ?? '') as { proof: { created: string }[] }
  t.strictSame(document, JSON.parse(whole.unsigned ?? ''))
  for (const { created } of proof) t.equal(Date.parse(created), Math.floor((whole.created ?? 0) / 1000) * 1000)
  if (stop === 'endorsement made') t.equal(whole.endorsement, signed)
  if (stop === 'signature made') t.equal(whole.signed, signed)
}

interface OnRecord {
  readonly awardState: string | undefined
  readonly id: string | null
  readonly code: string | null
  readonly created: number | null
  readonly statusIndex: number | null
  readonly unsigned: string | null
  readonly signed: string | null
  readonly endorsement: string | null
}

async function onRecord({ database }: Services, awardId: string): Promise<OnRecord> {
  const { awards, credentials, credentialBytes, partnerEndorsements } = tables
  const found = await database.owner
    .select()
    .from(awards)
    .innerJoin(partnerEndorsements, eq(partnerEndorsements.awardId, awards.id))
    .leftJoin(credentials, eq(credentials.awardId, awards.id))
    .leftJoin(credentialBytes, eq(credentialBytes.credentialId, credentials.id))
    .where(eq(awards.id, awardId))
  const [row] = found
  if (!row || found.length > 1) throw new Error(`${found.length} records of one award`)
  const { credentials: credential, credential_bytes: bytes } = row
  return {
    awardState: row.awards.state,
    id: credential?.id ?? null,
    code: credential?.code ?? null,
    created: credential?.proofCreatedAt.getTime() ?? null,
    statusIndex: credential?.statusIndex ?? null,
    unsigned: bytes?.unsigned ?? null,
    signed: bytes?.signed ?? null,
    endorsement: row.partner_endorsements.signed,
  }
}

/** At the end of all: one credential, one place in the status list and one line of the log for every award. */
async function onceEach(t: Test, { database }: Services, awardIds: readonly string[]): Promise<void> {
  const { credentials, statusEntries, auditEvents } = tables
  const all = await database.owner.select().from(credentials)
  t.strictSame(all.map(({ awardId }) => awardId).sort(), [...awardIds].sort())
  t.equal((await database.owner.select().from(statusEntries)).length, awardIds.length)
  for (const action of ['credential.reserved', 'award.issued']) {
    const told = await database.owner.select().from(auditEvents).where(eq(auditEvents.action, action))
    t.strictSame(told.map(({ subjectId }) => subjectId).sort(), all.map(({ id }) => id).sort(), action)
  }
  t.match(await verifyLongChain(readLog(database.owner)), { intact: true })
}
