import { join } from 'node:path'
import {
  accessHome,
  accountRoutes,
  conflictPages,
  createAccounts,
  forgottenRoutes,
  identifyBySession,
  mailLinks,
  outboxRoutes,
  peopleImportPages,
  peopleImportRoutes,
  peoplePages,
  peopleRoutes,
  sessionRoutes,
  signInLinkRoutes,
  signInPages,
} from './access/index.ts'
import { assessmentHome, assessmentPages, assessmentRoutes, closeDueSubmissions } from './assessment/index.ts'
import { diskBlobs, s3Blobs, type Blobs } from './blobs/index.ts'
import { certificateRoutes, pictureRoutes } from './certificates/index.ts'
import type { Config } from './config.ts'
import { achievementRoutes, courseHome, coursePages, courseRoutes } from './courses/index.ts'
import {
  credentialPages,
  credentialRoutes,
  credentialsHome,
  homeSigningRoutes,
  issuerRoutes,
  openIssuerPages,
  openIssuerRoutes,
  recognisedIssuerPages,
  recognisedIssuerRoutes,
} from './credentials/index.ts'
import {
  openEmbedded,
  openEmbeddedAsIs,
  openPostgres,
  openPostgresAsIs,
  tables,
  type Unmigrated,
} from './database/index.ts'
import { caseRoutes, frameworkPages, frameworkRoutes, frameworksHome } from './frameworks/index.ts'
import {
  createApp,
  homeRoutes,
  type App,
  type AppOptions,
  type FeatureRoutes,
  type HomeContributor,
  type Identify,
} from './http/index.ts'
import { mailErrand, SEND_MAIL, smtpPostman } from './mail/index.ts'
import { systemClock } from './kernel/clock.ts'
import { systemRandomness } from './kernel/ids.ts'
import { programmeFilePages, programmeFileRoutes } from './programme-file/index.ts'
import { programmeRoutes, programmesHome, setUpAndProgrammePages } from './programmes/index.ts'
import { portfolioHome, portfolioPages, portfolioRoutes, scanWaitingEvidence } from './portfolio/index.ts'
import { createVerifier, credentialDocumentRoutes, verifyRoutes } from './public/index.ts'
import type { Services } from './services.ts'
import { createSigning, keyEncryptionKey } from './signing/index.ts'
import { runDueTasks, sweepExpired } from './tasks/index.ts'
import { vcIssueRoutes, vcVerifyRoutes } from './vc-api/index.ts'
import type { FetchDocument } from './verification/index.ts'

/**
 * What the service runs on, as configured; whoever opens it closes the database. `given` replaces parts: the demo's
 * clock, say. Migrates. Throws `DataFolderInUse` when another process holds the data folder.
 */
export async function openServices(config: Config, given: Partial<Services> = {}): Promise<Services> {
  const { databaseUrl, dataDir } = config
  const database =
    given.database ?? (databaseUrl === null ? await openEmbedded(dataDir) : await openPostgres(databaseUrl))
  try {
    const clock = given.clock ?? systemClock
    const signing = createSigning({
      database,
      clock,
      keyEncryptionKey: keyEncryptionKey({ configured: config.keyEncryptionKey, dataDir }),
      publicUrl: config.publicUrl,
      issuerDid: config.issuerDid,
      development: config.environment !== 'production',
    })
    const blobs = openBlobs(config)
    return { config, database, clock, signing, blobs, randomness: systemRandomness, ...given }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The database as it is found, for those who look before they migrate. Throws `DataFolderInUse`. */
export async function openAsIs({ databaseUrl, dataDir }: Config): Promise<Unmigrated> {
  return databaseUrl === null ? openEmbeddedAsIs(dataDir) : openPostgresAsIs(databaseUrl)
}

export function openBlobs({ s3, dataDir }: Config): Blobs {
  return s3 === null ? diskBlobs(join(dataDir, 'evidence')) : s3Blobs(s3)
}

export interface Surroundings {
  /** How documents of strangers are fetched. */
  readonly fetchDocument: FetchDocument
  /** Replaces the session, in tests that act as everybody in turn. */
  readonly identify?: Identify
  readonly onRoute?: AppOptions['onRoute']
}

/** The whole service, wired by hand: every feature's pages and API, in the order of a badge's road. */
export async function buildApp(services: Services, { fetchDocument, identify, onRoute }: Surroundings): Promise<App> {
  const accounts = createAccounts(services)
  const verifier = createVerifier(services, fetchDocument)
  const home: readonly HomeContributor[] = [
    portfolioHome,
    assessmentHome,
    credentialsHome,
    frameworksHome,
    courseHome,
    programmesHome,
    accessHome,
  ]
  const features: readonly FeatureRoutes[] = [
    homeRoutes(home),
    // access
    signInPages(accounts),
    sessionRoutes(accounts),
    signInLinkRoutes(accounts),
    forgottenRoutes,
    accountRoutes(accounts),
    outboxRoutes,
    peoplePages,
    peopleRoutes,
    peopleImportPages,
    peopleImportRoutes,
    conflictPages,
    // programmes
    setUpAndProgrammePages,
    programmeRoutes,
    // frameworks
    frameworkPages,
    frameworkRoutes,
    caseRoutes,
    // courses
    coursePages,
    courseRoutes,
    achievementRoutes,
    // programme file
    programmeFilePages,
    programmeFileRoutes,
    // portfolio
    portfolioPages,
    portfolioRoutes,
    // assessment
    assessmentPages,
    assessmentRoutes,
    // credentials
    credentialPages(verifier.checkOwnOutput, verifier.checkEndorsement),
    credentialRoutes(verifier.checkOwnOutput),
    homeSigningRoutes(verifier.checkEndorsement),
    issuerRoutes,
    openIssuerPages,
    openIssuerRoutes,
    recognisedIssuerPages,
    recognisedIssuerRoutes,
    // certificates
    certificateRoutes,
    pictureRoutes,
    // anyone
    verifyRoutes(verifier),
    credentialDocumentRoutes(verifier),
    vcVerifyRoutes(verifier),
    vcIssueRoutes(verifier),
  ]
  return createApp({
    services,
    features,
    onRoute,
    identify: identify ?? identifyBySession(accounts),
    formSecret: accounts.formSecret,
  })
}

export interface ScheduledWork {
  readonly everyMs: number
  readonly run: () => Promise<unknown>
}

/** What happens without anybody asking. Each is safe to run in several processes at once. */
export function scheduledWork(services: Services): readonly ScheduledWork[] {
  const { database, clock, randomness, config } = services
  const postman = config.mail === null ? null : smtpPostman(config.mail)
  const mail = mailErrand({ database, publicUrl: config.publicUrl, postman, makeLink: mailLinks(services) })
  const handlers = { [SEND_MAIL]: mail }
  const worker = randomness.uuid()
  return [
    { everyMs: 2_000, run: () => runDueTasks({ database, clock, worker, handlers }) },
    { everyMs: 60_000, run: () => scanWaitingEvidence(services) },
    { everyMs: 3_600_000, run: () => inEveryProgramme(services, (id) => closeDueSubmissions(services, id)) },
    { everyMs: 600_000, run: () => sweepExpired(database, clock.now()) },
  ]
}

async function inEveryProgramme(
  { database }: Services,
  work: (programmeId: string) => Promise<unknown>,
): Promise<void> {
  const programmes = await database.owner.select({ id: tables.programmes.id }).from(tables.programmes)
  for (const { id } of programmes) await work(id)
}
