import { PUBLIC_ACTOR } from '../access/index.ts'
import { tables } from '../database/index.ts'
import { readPublicCode } from '../kernel/public-code.ts'
import type { Services } from '../services.ts'
import { EU_CONTEXT_NAME, EU_CONTEXT_TEXT } from '../standards/vc/index.ts'
import type { FindByCode, OwnDocuments, OwnRecord, RecognisedIssuers } from '../verification/index.ts'
import { verificationAddress } from './addresses.ts'
import { lookUpPublicly } from './credential-store.ts'
import { didsOf, listPublicKeys, organisationName } from './issuers.ts'
import { didDocumentOf, jwkOf, jwksOf } from './published-keys.ts'
import { findRecognisedIssuer } from './recognised-issuers.ts'
import { publishedStatusList } from './status-lists.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'signing' | 'config'>

/** What verification may ask of this service; each answer is a published document or a note, never a verdict. */
export interface OwnPorts {
  readonly ownDocuments: OwnDocuments
  readonly findByCode: FindByCode
  readonly ownRecord: OwnRecord
  readonly recognisedIssuers: RecognisedIssuers
}

export function ownPorts(services: Needs): OwnPorts {
  return {
    ownDocuments: { read: (url) => readOwn(services, url), keeps: (controller) => keeps(services, controller) },
    findByCode: (code) => findByCode(services, code),
    ownRecord: (credentialId, issuerId) => ownRecord(services, credentialId, issuerId),
    recognisedIssuers: (issuerId) => recognised(services, issuerId),
  }
}

async function readOwn(services: Needs, url: string): Promise<string | null> {
  const own = new URL(services.config.publicUrl)
  const asked = URL.canParse(url) ? new URL(url) : null
  if (asked?.host !== own.host) return null
  const [first, second, third, fourth] = segmentsOf(asked.pathname)
  if (first === 'contexts') return second === EU_CONTEXT_NAME ? EU_CONTEXT_TEXT : null
  if (first === 'status' && second !== undefined) return publishedStatusList(services, second)
  if (first === '.well-known' && second === 'jwks.json') return jsonOrNull(await jwksOf(services))
  if (first !== 'issuers' || second === undefined) return null
  if (third === 'did.json') return jsonOrNull(await didDocumentOf(services, second))
  if (third === 'keys' && fourth !== undefined) return jsonOrNull(await jwkOf(services, second, fourth))
  return null
}

/** None where the path of a stranger's document is no text that we could have published under. */
function segmentsOf(pathname: string): string[] {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent)
  } catch {
    return []
  }
}

function jsonOrNull(document: object | null): string | null {
  return document === null ? null : JSON.stringify(document)
}

async function keeps(services: Needs, controller: string): Promise<boolean> {
  return (await organisationBehind(services, controller)) !== null
}

async function findByCode(services: Needs, typed: string): Promise<string | null> {
  const code = readPublicCode(typed)
  const record = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    lookUpPublicly(tx, { code: code ?? '' }),
  )
  return record?.visibility === 'link' ? record.signed : null
}

const ownRecord = async (services: Needs, credentialId: string, issuerId: string): ReturnType<OwnRecord> => {
  const { database, clock, config } = services
  const record = await database.transaction(PUBLIC_ACTOR, clock.now(), (tx) =>
    lookUpPublicly(tx, { iri: credentialId }),
  )
  if (!record || !(await organisationBehind(services, issuerId))) return null
  return {
    visibility: record.visibility,
    ...(record.successorCode === null
      ? {}
      : { successorAddress: verificationAddress(config.publicUrl, record.successorCode) }),
    ...(record.revokedAt === null ? {} : { revokedAt: record.revokedAt }),
    ...(record.revocationCategory === null ? {} : { revocationCategory: record.revocationCategory }),
    ...(record.erasedAt === null ? {} : { erased: true }),
  }
}

const recognised = async (services: Needs, issuerId: string): ReturnType<RecognisedIssuers> => {
  const organisation = await organisationBehind(services, issuerId)
  if (organisation) return { name: organisation.name }
  const entry = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    findRecognisedIssuer(tx, issuerId),
  )
  return entry && { name: entry.name, ...(entry.note === undefined ? {} : { note: entry.note }) }
}

/** The organisation of a programme that signs under this DID; null for strangers and for open issuers. */
async function organisationBehind(services: Needs, did: string): Promise<{ name: string } | null> {
  const { database, clock, config } = services
  return database.transaction(PUBLIC_ACTOR, clock.now(), async (tx) => {
    const keys = await listPublicKeys(tx)
    const organisations = await tx.select().from(tables.organisations)
    const found = organisations.find((organisation) =>
      didsOf(
        config,
        organisation,
        keys.filter((key) => key.organisationId === organisation.id),
      ).includes(did),
    )
    return found?.kind === 'programme' ? { name: organisationName(found.displayName) } : null
  })
}
