import { InvalidInput, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { dayIn } from '../kernel/day.ts'
import { sha256Hex } from '../kernel/hash.ts'
import type { LocalisedText } from '../kernel/language.ts'
import { attachConsents } from './consent-store.ts'
import { QuotaExceeded, TooLarge } from './errors.ts'
import {
  countItems,
  insertItem,
  insertVersion,
  latestVersionNumber,
  lockOwnItem,
  type EvidenceItem,
  type EvidenceVersion,
} from './evidence-store.ts'
import { contentKindOf, type EvidenceType, type PeopleShown } from './evidence.ts'
import { inspectUpload, type Upload } from './inspect-upload.ts'
import { MARKDOWN } from './media-types.ts'
import type { PortfolioServices } from './portfolio-services.ts'
import { timeZoneOf } from './programme-store.ts'
import { scanEvidence } from './scan-evidence.ts'
import { stripLocation } from './strip-location.ts'

export interface NewVersion {
  /** Kept when history is played again; made otherwise. */
  readonly id?: string | undefined
  readonly upload?: Upload | undefined
  readonly text?: string | undefined
  readonly url?: string | undefined
  readonly capturedOn: string
  readonly language: string
  readonly peopleShown: PeopleShown
  readonly consentIds?: readonly string[] | undefined
}

export interface NewEvidence extends NewVersion {
  readonly itemId?: string | undefined
  readonly programmeId: string
  readonly type: EvidenceType
  readonly title: LocalisedText
}

export interface AddedEvidence {
  readonly item: EvidenceItem
  readonly version: EvidenceVersion
}

const MOST_ITEMS = 500
const MOST_VERSIONS = 50

/** Puts a new item with its first version into the portfolio; the version is in quarantine until its scan says clean. */
export async function addEvidence(
  services: PortfolioServices,
  actor: Actor,
  input: NewEvidence,
): Promise<AddedEvidence> {
  const ownerId = personOf(actor)
  requireRole(actor, ['participant'], input.programmeId)
  const at = services.clock.now()
  const item: EvidenceItem = {
    id: input.itemId ?? services.randomness.uuid(),
    programmeId: input.programmeId,
    ownerId,
    type: input.type,
    title: input.title,
    createdAt: at,
  }
  const content = await prepareContent(services, item.type, input)
  const version = await services.database.transaction(actor, at, async (tx) => {
    if ((await countItems(tx, ownerId)) >= MOST_ITEMS) throw new QuotaExceeded('items', MOST_ITEMS)
    await insertItem(tx, item)
    return recordVersion(services, tx, at, { item, number: 1, input, content })
  })
  return { item, version: await scanned(services, version) }
}

/** A changed text, a better picture: always a new version, and what was submitted stays what it was. */
export async function addEvidenceVersion(
  services: PortfolioServices,
  actor: Actor,
  itemId: string,
  input: NewVersion,
): Promise<AddedEvidence> {
  const ownerId = personOf(actor)
  const at = services.clock.now()
  const { type } = await services.database.transaction(actor, at, (tx) => lockOwnItem(tx, itemId, ownerId))
  const content = await prepareContent(services, type, input)
  const added = await services.database.transaction(actor, at, async (tx) => {
    const item = await lockOwnItem(tx, itemId, ownerId)
    const number = (await latestVersionNumber(tx, itemId)) + 1
    if (number > MOST_VERSIONS) throw new QuotaExceeded('versions', MOST_VERSIONS)
    return { item, version: await recordVersion(services, tx, at, { item, number, input, content }) }
  })
  return { item: added.item, version: await scanned(services, added.version) }
}

type Content = Pick<
  EvidenceVersion,
  'integrity' | 'mediaType' | 'byteSize' | 'sha256' | 'fileName' | 'externalUrl' | 'scanStatus'
>

/** Inspects, strips and stores the bytes before any row names them. Bytes that no row names are harmless. */
async function prepareContent(services: PortfolioServices, type: EvidenceType, input: NewVersion): Promise<Content> {
  const kind = contentKindOf(type)
  if (kind === 'link') return linkContent(input.url)
  const file = kind === 'text' ? textContent(input.text) : await fileContent(services, input.upload)
  if (file.content.byteLength > services.config.maxUploadBytes) throw new TooLarge(services.config.maxUploadBytes)
  const sha256 = sha256Hex(file.content)
  await services.blobs.put(sha256, file.content)
  return {
    integrity: 'content_addressed',
    mediaType: file.mediaType,
    byteSize: file.content.byteLength,
    sha256,
    fileName: file.fileName,
    externalUrl: null,
    scanStatus: 'uploaded',
  }
}

interface FileContent {
  readonly content: Uint8Array
  readonly mediaType: string
  readonly fileName: string | null
}

async function fileContent({ config }: PortfolioServices, upload: Upload | undefined): Promise<FileContent> {
  if (!upload) throw missing('/file', 'is required')
  if (upload.content.byteLength === 0) throw missing('/file', 'is an empty file')
  if (upload.content.byteLength > config.maxUploadBytes) throw new TooLarge(config.maxUploadBytes)
  const { content, mediaType } = await inspectUpload(upload)
  return { content: await stripLocation(content, mediaType), mediaType, fileName: tidyFileName(upload.fileName) }
}

function textContent(text: string | undefined): FileContent {
  if (text === undefined || text.trim() === '') throw missing('/text', 'is required')
  return { content: new TextEncoder().encode(text), mediaType: MARKDOWN, fileName: null }
}

function linkContent(address: string | undefined): Content {
  const url = address !== undefined && URL.canParse(address.trim()) ? new URL(address.trim()) : null
  if (url?.protocol !== 'https:' || url.username !== '') {
    throw missing('/url', 'must match format "uri": an address that begins with https://')
  }
  return {
    integrity: 'external_unpinned',
    mediaType: null,
    byteSize: null,
    sha256: null,
    fileName: null,
    externalUrl: url.href,
    scanStatus: 'clean',
  }
}

interface VersionToRecord {
  readonly item: EvidenceItem
  readonly number: number
  readonly input: NewVersion
  readonly content: Content
}

async function recordVersion(
  { randomness }: PortfolioServices,
  tx: Db,
  at: Date,
  { item, number, input, content }: VersionToRecord,
): Promise<EvidenceVersion> {
  const today = dayIn(at, await timeZoneOf(tx, item.programmeId))
  if (input.capturedOn > today) throw missing('/capturedOn', 'must not be in the future')
  const version: EvidenceVersion = {
    ...content,
    id: input.id ?? randomness.uuid(),
    programmeId: item.programmeId,
    itemId: item.id,
    version: number,
    capturedOn: input.capturedOn,
    language: input.language,
    identifiablePeople: input.peopleShown,
    retrievedAt: content.integrity === 'external_unpinned' ? at : null,
    createdAt: at,
    bytesDeletedAt: null,
  }
  await insertVersion(tx, version)
  await attachConsents(tx, { version, ownerId: item.ownerId, consentIds: input.consentIds ?? [] })
  await appendEvent(tx, at, {
    programmeId: item.programmeId,
    actorId: item.ownerId,
    actorRole: 'participant',
    action: 'evidence-version.uploaded',
    subjectType: 'evidence_version',
    subjectId: version.id,
    data: { itemId: item.id, version: number, ...(version.sha256 === null ? {} : { sha256: version.sha256 }) },
  })
  return version
}

async function scanned(services: PortfolioServices, version: EvidenceVersion): Promise<EvidenceVersion> {
  if (version.scanStatus === 'clean') return version
  return { ...version, scanStatus: await scanEvidence(services, version) }
}

/** The last part of a path, on one line: what is offered as name when the file is saved again. */
function tidyFileName(name: string): string | null {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(-120) || null
}

function missing(pointer: string, detail: FieldProblem['detail']): InvalidInput {
  return new InvalidInput({ errors: [{ pointer, detail }] })
}
