import { isNewerVersion, isSameCredential, type Comparable } from '../standards/ob3/equality.ts'
import type { CheckContext } from './check-context.ts'
import { checkFormat } from './checks/format.ts'
import { judgeProofs } from './checks/integrity.ts'
import { checkIssuer } from './checks/issuer.ts'
import { checkProof } from './checks/proof.ts'
import { isProven, type Fact, type Warning } from './facts.ts'
import { hasType, idOf, objectsOf, textOf } from './reading/members.ts'
import { readText, type ReadCredential } from './reading/read-credential.ts'

/** What the issuer's refresh service has in place of a credential. */
export interface Refreshed {
  /** Null when the credential is to be judged as it was handed in. */
  readonly newer: ReadCredential | null
  readonly warnings: readonly Warning[]
}

const NOTHING: Refreshed = { newer: null, warnings: [] }

/**
 * Asks the refresh service that a credential names, once and only when its signature holds: the address is then the
 * issuer's own word. The answer takes the credential's place if it is the same credential, valid from a later instant
 * and itself signed by the issuer; anything else leaves the one that was handed in, with a warning.
 * Source: Open Badges 3.0, Verification (refresh), Credential equality and comparison algorithm.
 */
export async function refreshed(
  context: CheckContext,
  credential: ReadCredential,
  facts: readonly Fact[],
): Promise<Refreshed> {
  const [service] = objectsOf(credential.document['refreshService']).filter((one) =>
    hasType(one, '1EdTechCredentialRefresh'),
  )
  const address = textOf(service?.['id'])
  if (address === undefined || !isProven(facts)) return NOTHING
  const answer = await context.documents.read(address)
  const found = answer.outcome === 'read' ? readOrNull(answer.text) : null
  if (found && found.contentHash === credential.contentHash) return NOTHING
  const [now, before] = [found && comparable(found), comparable(credential)]
  if (!found || !now || !before || !isSameCredential(now, before) || !(await isIntact(context, found)))
    return { newer: null, warnings: [{ code: 'refresh-failed', detail: NO_ANSWER }] }
  if (!isNewerVersion(now, before)) return NOTHING
  return { newer: found, warnings: [{ code: 'refreshed', detail: NEWER }] }
}

const NO_ANSWER =
  'Whether the issuer has a newer version of it could not be found out; it is judged as it was handed in.'
const NEWER = 'The issuer has a newer version of it. This report is about that version.'

async function isIntact(context: CheckContext, found: ReadCredential): Promise<boolean> {
  if (checkFormat(found).outcome !== 'passed') return false
  const proofs = await judgeProofs(context, found)
  return checkProof(proofs).outcome === 'passed' && checkIssuer(proofs).outcome === 'passed'
}

function comparable({ document }: ReadCredential): Comparable | null {
  const [id, issuer] = [textOf(document['id']), idOf(document['issuer'])]
  const validFrom = textOf(document['validFrom'] ?? document['issuanceDate'])
  return id !== undefined && issuer !== undefined && validFrom !== undefined ? { id, issuer, validFrom } : null
}

function readOrNull(text: string): ReadCredential | null {
  try {
    return readText(text)
  } catch {
    return null
  }
}
