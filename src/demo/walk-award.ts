import { handIn, type HandedIn } from './hand-in.ts'
import type { HttpPerson } from './http-person.ts'

/** The six people whom one badge needs, each with a session of their own. */
export interface Company {
  readonly teacher: HttpPerson
  readonly assessorA: HttpPerson
  readonly assessorB: HttpPerson
  readonly coordinator: HttpPerson
  readonly signatory: HttpPerson
  readonly partnerSignatory: HttpPerson
}

/** Where the walk leads: ids that the service's own pages would offer to choose from. */
export interface Destination {
  readonly versionId: string
  readonly programmeId: string
  readonly criterionIds: readonly [string, string]
  readonly assessorAId: string
  readonly assessorBId: string
  readonly teacherName: string
  /** The day of the evidence: yesterday, which has begun in every zone. */
  readonly capturedOn: string
}

export interface WalkedAward {
  readonly awardId: string
  readonly credentialId: string
  readonly credentialAddress: string
  readonly verificationAddress: string
  readonly code: string
}

export type Say = (line: string) => void

/** One badge down the whole road: from the teacher's upload to the signed credential. */
export async function walkAward(
  company: Company,
  destination: Destination,
  publicUrl: string,
  say: Say,
): Promise<WalkedAward> {
  const { coordinator, signatory, partnerSignatory } = company
  const submission = await handIn(company.teacher, destination)
  say(`${destination.teacherName} uploads evidence and hands it in`)
  await assess(company, destination, submission)
  say('two assessors of two organisations judge it, each blind to the other, and seal')
  const assessment = await coordinator.get(`/api/v1/submissions/${submission.submissionId}/assessment`)
  const decisionId = currentDecision(assessment.json)
  await coordinator.post(`/api/v1/decisions/${decisionId}/release`)
  say('the coordinator releases the decision: competent')
  const awardId = (await coordinator.post('/api/v1/awards', { decisionId })).text('id')
  await signatory.post(`/api/v1/awards/${awardId}/approval`)
  say('a signatory who judged nothing approves the award')
  await partnerSignatory.post(`/api/v1/awards/${awardId}/endorsement`)
  say('a signatory of the partner endorses it')
  await signatory.post(`/api/v1/awards/${awardId}/credential`)
  const award = await signatory.get(`/api/v1/awards/${awardId}`)
  say('the credential is signed, checked and issued')
  const code = award.text('code')
  return {
    awardId,
    code,
    credentialId: award.text('credentialId'),
    credentialAddress: award.text('credentialIri'),
    verificationAddress: `${publicUrl}/v/${code}`,
  }
}

async function assess(company: Company, destination: Destination, submission: HandedIn): Promise<void> {
  const { submissionId } = submission
  const judges = [
    { slot: 'A', assessorId: destination.assessorAId, assessor: company.assessorA },
    { slot: 'B', assessorId: destination.assessorBId, assessor: company.assessorB },
  ]
  for (const { slot, assessorId, assessor } of judges) {
    const path = `/api/v1/submissions/${submissionId}/assignments`
    const judgementId = (await company.coordinator.post(path, { slot, assessorId })).text('judgementId')
    await judge(assessor, judgementId, destination, submission)
  }
}

async function judge(
  assessor: HttpPerson,
  judgementId: string,
  { criterionIds }: Destination,
  { evidenceVersionIds }: HandedIn,
): Promise<void> {
  const path = `/api/v1/judgements/${judgementId}`
  await assessor.post(`${path}/acceptance`, { languageSupport: 'assessor_reads_language' })
  for (const [index, criterionId] of criterionIds.entries()) {
    await assessor.put(`${path}/criteria/${criterionId}`, {
      mark: 3,
      rationale: { es: 'La evidencia corresponde al descriptor del nivel 3.' },
      rulesOfEvidence: { valid: true, authentic: true, current: true, sufficient: true },
      evidenceVersionIds: evidenceVersionIds.slice(index, index + 1),
    })
  }
  await assessor.post(`${path}/seal`, {})
}

function currentDecision(assessment: unknown): string {
  const { decisions } = assessment as { readonly decisions: readonly { readonly id: string }[] }
  const [newest] = decisions
  if (!newest) throw new Error('two sealed judgements that agree led to no decision')
  return newest.id
}

/** Two signatories end a badge: one asks, the other confirms. */
export async function revokeAward(
  { signatory, partnerSignatory }: Company,
  { credentialId }: WalkedAward,
  say: Say,
): Promise<void> {
  const path = `/api/v1/credentials/${credentialId}/revocations`
  const revocationId = (await signatory.post(path, { category: 'administrative_error' })).text('id')
  say('a signatory asks for its revocation')
  await partnerSignatory.post(`/api/v1/revocations/${revocationId}/confirmation`)
  say('a second person confirms it')
}
