import { didWebDocumentUrl } from '../../standards/vc/did.ts'
import type { CheckContext } from '../check-context.ts'
import { failed, notApplicable, passed, unknown, type Finding, type Warning } from '../facts.ts'
import { isObject, type JsonObject } from '../reading/json-text.ts'
import { hasType, idOf, listOf, objectsOf, textOf } from '../reading/members.ts'
import { readEmbedded, readText, type ReadCredential } from '../reading/read-credential.ts'
import { checkFormat } from './format.ts'
import { judgeProofs } from './integrity.ts'
import { checkIssuer } from './issuer.ts'
import { checkProof } from './proof.ts'
import { checkStatus } from './status.ts'
import { checkValidity } from './validity.ts'

const MAX_ENDORSEMENTS = 12

/** One finding for each endorsement of the credential itself, and warnings about the ones further inside. */
export interface EndorsementFindings {
  readonly findings: readonly Finding[]
  readonly warnings: readonly Warning[]
}

/**
 * Verifies endorsements as credentials of their own: an endorsement counts only when its own signature, issuer, status
 * and dates hold and it is about the thing that carries it. Endorsements of an endorsement are not followed.
 * Source: Open Badges 3.0, Verification (endorsements), EndorsementCredential.
 */
export async function checkEndorsements(context: CheckContext, document: JsonObject): Promise<EndorsementFindings> {
  const { own, nested } = endorsementsIn(document)
  if (own.length + nested.length > MAX_ENDORSEMENTS)
    return { findings: [unknown('too-many-endorsements', 'The badge carries too many endorsements.')], warnings: [] }
  const findings = await Promise.all(own.map((endorsement) => checkOne(context, endorsement, document)))
  const inner = await Promise.all(nested.map((endorsement) => checkOne(context, endorsement, document)))
  const detail = 'An endorsement of the achievement or of the issuer could not be confirmed.'
  const warnings = inner.some(({ outcome }) => outcome !== 'passed') ? [{ code: 'inner-endorsement', detail }] : []
  return { findings: findings.length > 0 ? findings : [notApplicable('not-endorsed', 'Nobody endorses it.')], warnings }
}

interface Endorsement {
  readonly value: unknown
  readonly aboutId: string | undefined
}

/** Every `endorsement` and `endorsementJwt` of the document, without looking into endorsements. */
function endorsementsIn(document: JsonObject): { own: Endorsement[]; nested: Endorsement[] } {
  const own = endorsementsOf(document)
  const nested: Endorsement[] = []
  const waiting: unknown[] = Object.entries(document).flatMap(([name, member]) => (isWalked(name) ? [member] : []))
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (Array.isArray(node)) waiting.push(...(node as unknown[]))
    if (!isObject(node)) continue
    nested.push(...endorsementsOf(node))
    for (const [name, member] of Object.entries(node)) if (isWalked(name)) waiting.push(member)
  }
  return { own, nested }
}

function isWalked(member: string): boolean {
  return member !== 'endorsement' && member !== 'endorsementJwt' && member !== '@context' && member !== 'proof'
}

function endorsementsOf(node: JsonObject): Endorsement[] {
  const aboutId = idOf(node)
  return [...listOf(node['endorsement']), ...listOf(node['endorsementJwt'])].map((value) => ({ value, aboutId }))
}

async function checkOne(context: CheckContext, { value, aboutId }: Endorsement, badge: JsonObject): Promise<Finding> {
  const endorsement = read(value)
  if (!endorsement || checkFormat(endorsement).outcome !== 'passed')
    return failed('endorsement-malformed', 'The endorsement cannot be read.')
  const { document } = endorsement
  if (!hasType(document, 'EndorsementCredential')) return failed('endorsement-malformed', 'It is not an endorsement.')
  const subjects = objectsOf(document['credentialSubject'])
  if (aboutId === undefined || subjects.length === 0 || !subjects.every(({ id }) => id === aboutId))
    return failed('about-something-else', 'The endorsement is about something else.')
  const name = isObject(document['issuer']) ? textOf(document['issuer']['name']) : undefined
  const finding = (await problemOf(context, endorsement)) ?? (await confirmedBy(context, document, badge))
  return name === undefined ? finding : { ...finding, byName: name }
}

function read(value: unknown): ReadCredential | null {
  try {
    if (typeof value === 'string') return readText(value)
    return isObject(value) ? readEmbedded(value) : null
  } catch {
    return null
  }
}

async function problemOf(context: CheckContext, endorsement: ReadCredential): Promise<Finding | null> {
  const proofs = await judgeProofs(context, endorsement)
  const needed = [checkProof(proofs), checkIssuer(proofs)]
  const circumstances = [
    await checkStatus(context, endorsement.document),
    checkValidity(endorsement.document, context.now),
  ]
  const all = [...needed, ...circumstances]
  const failure = all.find(({ outcome }) => outcome === 'failed')
  if (failure) return failed(failure.code, `The endorsement does not hold. ${failure.detail}`)
  const open =
    needed.find(({ outcome }) => outcome !== 'passed') ?? circumstances.find(({ outcome }) => outcome === 'unknown')
  return open ? unknown(open.code, `The endorsement could not be confirmed. ${open.detail}`) : null
}

const NO_DOMAIN =
  'The endorsement is signed and unchanged, but no domain answers for its key: who signed is only what it says itself.'

/** Where the endorser's key lives says what the confirmation is worth. */
async function confirmedBy(context: CheckContext, endorsement: JsonObject, badge: JsonObject): Promise<Finding> {
  const by = idOf(endorsement['issuer']) ?? ''
  const host = hostOf(by)
  if (host === null) {
    const isKeptHere = await context.ports.ownDocuments?.keeps(by)
    if (isKeptHere) return { ...passed('kept-here', 'Confirmed with a key kept by this service.'), by }
    return { ...unknown('endorser-not-identified', NO_DOMAIN), by }
  }
  if (context.ports.ownDocuments !== null && host === new URL(context.publicUrl).host)
    return { ...passed('kept-here', 'Confirmed with a key kept by this service.'), by }
  if (host === hostOf(idOf(badge['issuer']) ?? ''))
    return { ...passed('kept-with-issuer', "Confirmed with a key kept on the issuer's domain."), by }
  return { ...passed('own-domain', "Confirmed with a key on the endorser's own domain."), by }
}

/** The host that answers for an id; null for one that names none (did:key). */
function hostOf(id: string): string | null {
  const address = id.startsWith('did:web:') ? didWebDocumentUrl(id) : /^https?:/.test(id) ? id : null
  return address !== null && URL.canParse(address) ? new URL(address).host : null
}
