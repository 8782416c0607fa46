import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { achievementDocument, languagesOf, readPublicVersion } from '../courses/index.ts'
import { ownPorts, publishedProfile } from '../credentials/index.ts'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import { EU_CONTEXT_NAME } from '../standards/vc/index.ts'

/** Of an address that others lie below: a file system has no file that is a folder as well. */
const INDEX = 'index.json'

/** What stands at a path below the public address; null where nothing is published. */
interface Published {
  readonly path: string
  readonly text: string | null
}

export type ArchiveCounts = Readonly<Record<'issuers' | 'statusLists' | 'achievements' | 'credentials', number>>

/**
 * Writes what verifiers need into a new folder, at the paths of our public addresses: any web server under the same name
 * then answers for us. Credentials whose holders keep the page off, or that were erased, are not in it.
 */
export async function exportArchive(services: Services, folder: string): Promise<ArchiveCounts> {
  const partial = `${folder}.${process.pid}.partial`
  const counts = { issuers: 0, statusLists: 0, achievements: 0, credentials: 0 }
  try {
    await mkdir(partial)
    for await (const { path, text } of published(services)) {
      if (text === null) continue
      await writeInside(partial, path, text)
      const kind = kindOf(path)
      if (kind) counts[kind] += 1
    }
    await rename(partial, folder)
    return counts
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

function kindOf(path: string): keyof ArchiveCounts | null {
  if (/^issuers\/[^/]+\/index\.json$/.test(path)) return 'issuers'
  if (path.startsWith('status/')) return 'statusLists'
  if (path.startsWith('achievements/')) return 'achievements'
  return path.startsWith('credentials/') ? 'credentials' : null
}

async function writeInside(folder: string, path: string, text: string): Promise<void> {
  const file = resolve(folder, path)
  if (!file.startsWith(resolve(folder) + sep)) throw new Error(`${path} leads out of the archive`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text, { flag: 'wx' })
}

async function* published(services: Services): AsyncGenerator<Published> {
  yield* issuerDocuments(services)
  yield* achievements(services)
  yield* credentials(services)
}

async function* issuerDocuments(services: Services): AsyncGenerator<Published> {
  const { database, config } = services
  const { ownDocuments } = ownPorts(services)
  const own = async (path: string): Promise<Published> => ({
    path,
    text: await ownDocuments.read(`${config.publicUrl}/${path}`),
  })
  yield await own('.well-known/jwks.json')
  yield await own(`contexts/${EU_CONTEXT_NAME}`)
  const { organisations, issuerKeys, statusLists } = tables
  for (const { slug } of await database.owner.select({ slug: organisations.slug }).from(organisations)) {
    const profile = await publishedProfile(services, slug)
    yield { path: `issuers/${slug}/${INDEX}`, text: profile && JSON.stringify(profile) }
    yield await own(`issuers/${slug}/did.json`)
  }
  const keys = await database.owner
    .select({ slug: organisations.slug, kid: issuerKeys.kid })
    .from(issuerKeys)
    .innerJoin(organisations, eq(organisations.id, issuerKeys.organisationId))
  for (const { slug, kid } of keys) yield await own(`issuers/${slug}/keys/${kid}`)
  for (const { id } of await database.owner.select({ id: statusLists.id }).from(statusLists))
    yield await own(`status/${id}`)
}

async function* achievements(services: Services): AsyncGenerator<Published> {
  const { microCourseVersions } = tables
  const { publicUrl } = services.config
  const versions = await services.database.owner
    .select({ microCourseId: microCourseVersions.microCourseId, name: microCourseVersions.version })
    .from(microCourseVersions)
    .where(isNotNull(microCourseVersions.publishedAt))
  for (const { microCourseId, name } of versions) {
    const version = await readPublicVersion(services, microCourseId, name)
    const address = `achievements/${microCourseId}/v/${name}`
    const textIn = (language: typeof version.baseLanguage): string =>
      JSON.stringify(achievementDocument(version, { publicUrl, language }))
    yield { path: `${address}/${INDEX}`, text: textIn(version.baseLanguage) }
    for (const language of languagesOf(version))
      yield { path: `${address}/${language}/${INDEX}`, text: textIn(language) }
  }
}

/** The signed bytes as they are. */
async function* credentials({ database }: Services): AsyncGenerator<Published> {
  const { credentials: records, credentialBytes } = tables
  const open = await database.owner
    .select({ id: records.id })
    .from(records)
    .where(and(eq(records.state, 'signed'), eq(records.visibility, 'link'), isNull(records.erasedAt)))
  for (const { id } of open) {
    const [found] = await database.owner
      .select({ signed: credentialBytes.signed })
      .from(credentialBytes)
      .where(eq(credentialBytes.credentialId, id))
    yield { path: `credentials/${id}`, text: found?.signed ?? null }
  }
}
