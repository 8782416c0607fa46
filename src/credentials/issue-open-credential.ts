import { and, eq } from 'drizzle-orm'
import { systemActor } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { IssuerMismatch, prepareGenericCredential, type GenericSuite } from '../signing/index.ts'
import { CONTEXT, type JsonNode } from '../standards/vc/index.ts'
import { statusListIri } from './addresses.ts'
import { wholeSecond } from './credential-document.ts'
import { activeIssuer, type IssuerIdentity } from './issuers.ts'
import { pinPublicAddress } from './pinned-address.ts'
import { reserveStatusIndex } from './status-lists.ts'

export { GENERIC_SUITES as OPEN_SUITES, type GenericSuite as OpenSuite } from '../signing/index.ts'

const { openCredentials, statusLists } = tables

type Needs = Pick<Services, 'database' | 'clock' | 'randomness' | 'signing' | 'config'>

/**
 * Signs any credential for an open issuer, as the signed text. What the caller sent is kept: an id and a status are added
 * where there is none, and to a document of data model 1.1 its date and the context of its proof. Everything that can
 * be refused is refused before a place in a status list is taken. Throws `DocumentNotIssuable`, `IssuerMismatch`,
 * `UndefinedTerms`, `InvalidJsonLd`, `UnbundledContext`.
 */
export async function issueOpenCredential(
  services: Needs,
  organisationId: string,
  document: JsonNode,
  suite: GenericSuite,
): Promise<string> {
  const issuer = await activeIssuer(services, organisationId)
  const at = services.clock.now()
  const completed = completedDocument(document, at, `urn:uuid:${services.randomness.uuid()}`)
  const prepared = await prepareGenericCredential(completed, at, suite)
  const named = issuerIdOf(document['issuer'])
  if (named !== issuer.id) throw new IssuerMismatch(issuer.id, named)
  await pinPublicAddress(services)
  const withStatus = takesStatus(document)
    ? await prepareGenericCredential(
        { ...completed, ...(await status(services, organisationId, issuer, completed)) },
        at,
        suite,
      )
    : prepared
  return services.signing.sign(withStatus, organisationId, issuer.keyId)
}

/** Data model 1.1 knows no status list entry; a status of the caller's own is the caller's affair. */
function takesStatus(document: JsonNode): boolean {
  return contextsOf(document)[0] === CONTEXT.credentialsV2 && document['credentialStatus'] === undefined
}

function completedDocument(document: JsonNode, at: Date, id: string): JsonNode {
  const contexts = contextsOf(document)
  if (contexts[0] === CONTEXT.credentialsV1) {
    const hasProofContext = contexts.includes(CONTEXT.dataIntegrityV2) || contexts.includes(CONTEXT.dataIntegrityV1)
    return {
      ...document,
      '@context': hasProofContext ? contexts : [...contexts, CONTEXT.dataIntegrityV2],
      issuanceDate: document['issuanceDate'] === undefined ? wholeSecond(at) : document['issuanceDate'],
    }
  }
  return takesStatus(document) && document['id'] === undefined ? { ...document, id } : document
}

/** The entry of a credential in a list of its issuer: a place of its own, or the one that its id has had before. */
async function status(
  { database, clock, randomness, config }: Needs,
  organisationId: string,
  { keyId }: IssuerIdentity,
  document: JsonNode,
): Promise<{ credentialStatus: object }> {
  const at = clock.now()
  const credentialIri = String(document['id'])
  const { listId, index } = await database.transaction(systemActor([]), at, async (tx) => {
    const known = await findEntry(tx, organisationId, credentialIri, config.issuerDid === 'key' ? keyId : undefined)
    if (known) return known
    const issuer = { organisationId, keyId, issuerDid: config.issuerDid }
    const reserved = await reserveStatusIndex(tx, randomness, issuer, at)
    await tx.insert(openCredentials).values({
      id: randomness.uuid(),
      organisationId,
      credentialIri,
      statusListId: reserved.listId,
      statusIndex: reserved.index,
      issuedAt: at,
    })
    return reserved
  })
  const statusListCredential = statusListIri(config.publicUrl, listId)
  return {
    credentialStatus: {
      id: `${statusListCredential}#${String(index)}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(index),
      statusListCredential,
    },
  }
}

/** A credential that is issued again is the same one, revoked or not. With did:key a list speaks for one key alone. */
async function findEntry(
  tx: Db,
  organisationId: string,
  credentialIri: string,
  keyId: string | undefined,
): Promise<{ listId: string; index: number } | undefined> {
  const [found] = await tx
    .select({ listId: openCredentials.statusListId, index: openCredentials.statusIndex })
    .from(openCredentials)
    .innerJoin(statusLists, eq(statusLists.id, openCredentials.statusListId))
    .where(
      and(
        eq(openCredentials.organisationId, organisationId),
        eq(openCredentials.credentialIri, credentialIri),
        keyId === undefined ? undefined : eq(statusLists.keyId, keyId),
      ),
    )
    .limit(1)
  return found
}

function contextsOf({ '@context': context }: JsonNode): readonly unknown[] {
  return Array.isArray(context) ? (context as readonly unknown[]) : []
}

function issuerIdOf(issuer: unknown): string {
  return typeof issuer === 'string' ? issuer : String((issuer as { id?: unknown } | undefined)?.id)
}
