import type { CheckContext } from './check-context.ts'
import { checkEndorsements } from './checks/endorsement.ts'
import { checkFormat } from './checks/format.ts'
import { judgeProofs } from './checks/integrity.ts'
import { checkIssuer } from './checks/issuer.ts'
import { checkOwnSchemas } from './checks/own-schemas.ts'
import { checkProof } from './checks/proof.ts'
import { checkRecipient, type ExpectedRecipient } from './checks/recipient.ts'
import { checkRecognition } from './checks/recognition.ts'
import { checkSchema } from './checks/schema.ts'
import { checkStatus } from './checks/status.ts'
import { checkValidity } from './checks/validity.ts'
import { fact, type Check, type Fact, type Finding, type Warning } from './facts.ts'
import { idOf } from './reading/members.ts'
import type { ReadCredential } from './reading/read-credential.ts'

export interface GatheredFacts {
  readonly facts: readonly Fact[]
  readonly warnings: readonly Warning[]
}

/**
 * Runs every check on a credential. When its integrity failed the rest is not asked: the answers would be about
 * somebody else's words, and addresses that a forger chose would be fetched.
 */
export async function gatherFacts(
  context: CheckContext,
  credential: ReadCredential,
  expectedRecipient: ExpectedRecipient | undefined,
): Promise<GatheredFacts> {
  const { document } = credential
  const format = checkFormat(credential)
  if (format.outcome !== 'passed') return collected([['format', format]])
  const proofs = await judgeProofs(context, credential)
  const [proof, issuer] = [checkProof(proofs), checkIssuer(proofs)]
  const recognition = await checkRecognition(context, idOf(document['issuer']) ?? '')
  const integrity: NamedFinding[] = [
    ['format', format],
    ['proof', proof],
    ['issuer', issuer],
  ]
  if (proof.outcome === 'failed' || issuer.outcome === 'failed')
    return collected([...integrity, ['recognition', recognition]])

  const [status, published, own, endorsements] = await Promise.all([
    checkStatus(context, document),
    context.signatures.verdict([credential.contentHash, 'schema'], () => checkSchema(document, context.publicUrl)),
    checkOwnSchemas(context, document),
    checkEndorsements(context, document),
  ])
  const schema = own && own.outcome !== 'passed' && published.outcome !== 'failed' ? own : published
  const { facts, warnings } = collected([
    ...integrity,
    ['status', status],
    ['validity', checkValidity(document, context.now)],
    ...endorsements.findings.map((finding): NamedFinding => ['endorsement', finding]),
    ['schema', schema],
    ['recipient', checkRecipient(document, expectedRecipient)],
    ['recognition', recognition],
  ])
  return { facts, warnings: [...warnings, ...endorsements.warnings] }
}

type NamedFinding = readonly [check: Check, finding: Finding]

/** Checks whose failure decides nothing, and is therefore said as a warning. */
const WARNING_CHECKS: readonly Check[] = ['endorsement', 'schema']

function collected(findings: readonly NamedFinding[]): GatheredFacts {
  const warnings = findings.flatMap(([check, { outcome, code, detail, warnings: own = [] }]) =>
    WARNING_CHECKS.includes(check) && (outcome === 'failed' || outcome === 'unknown')
      ? [...own, { code, detail }]
      : own,
  )
  return { facts: findings.map(([check, finding]) => fact(check, finding)), warnings }
}
