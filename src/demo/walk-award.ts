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
  say: Say = () => undefined,
): Promise<WalkedAward> {
  const decisionId = await walkDecision(company, destination, say)
  const awardId = await approveAndEndorse(company, decisionId, say)
  const award = await issue(company, awardId, publicUrl)
  say('the credential is signed, checked and issued')
  return award
}

/** The first half of the road: from the teacher's upload to the released decision. */
export async function walkDecision(
  company: Company,
  destination: Destination,
  say: Say = () => undefined,
): Promise<string> {
  const { coordinator } = company
  const submission = await handIn(company.teacher, destination)
  say(`${destination.teacherName} uploads evidence and hands it in`)
  const judgementIds = await assign(company, destination, submission)
  await judgeAndSeal(company.assessorA, judgementIds.A, destination, submission)
  await judgeAndSeal(company.assessorB, judgementIds.B, destination, submission)
  say('two assessors of two organisations judge it, each blind to the other, and seal')
  const decisionId = await currentDecision(coordinator, submission)
  await coordinator.post(`/api/v1/decisions/${decisionId}/release`)
  say('the coordinator releases the decision: competent')
  return decisionId
}

/** The ids of the two judgements. */
export async function assign(
  { coordinator }: Company,
  { assessorAId, assessorBId }: Destination,
  { submissionId }: HandedIn,
): Promise<{ readonly A: string; readonly B: string }> {
  const path = `/api/v1/submissions/${submissionId}/assignments`
  const assigned = async (slot: 'A' | 'B', assessorId: string): Promise<string> =>
    (await coordinator.post(path, { slot, assessorId })).text('judgementId')
  return { A: await assigned('A', assessorAId), B: await assigned('B', assessorBId) }
}

/** One mark a criterion, in their order. */
export type Marks = readonly [number, number]

export async function judge(
  assessor: HttpPerson,
  judgementId: string,
  { criterionIds }: Destination,
  { evidenceVersionIds }: HandedIn,
  marks: Marks = [3, 3],
): Promise<void> {
  const path = `/api/v1/judgements/${judgementId}`
  await assessor.post(`${path}/acceptance`, { languageSupport: 'assessor_reads_language' })
  for (const [index, criterionId] of criterionIds.entries()) {
    await assessor.put(`${path}/criteria/${criterionId}`, {
      mark: marks[index],
      rationale: { es: `La evidencia corresponde al descriptor del nivel ${marks[index]}.` },
      rulesOfEvidence: { valid: true, authentic: true, current: true, sufficient: true },
      evidenceVersionIds: evidenceVersionIds.slice(index, index + 1),
    })
  }
}

export async function judgeAndSeal(...[assessor, judgementId, ...rest]: Parameters<typeof judge>): Promise<void> {
  await judge(assessor, judgementId, ...rest)
  await assessor.post(`/api/v1/judgements/${judgementId}/seal`, {})
}

export async function currentDecision(coordinator: HttpPerson, { submissionId }: HandedIn): Promise<string> {
  const { json } = await coordinator.get(`/api/v1/submissions/${submissionId}/assessment`)
  const [newest] = (json as { readonly decisions: readonly { readonly id: string }[] }).decisions
  if (!newest) throw new Error('the judgements of this submission have led to no decision')
  return newest.id
}

/** From a released decision to an award that can be issued. */
export async function approveAndEndorse(
  { coordinator, signatory, partnerSignatory }: Company,
  decisionId: string,
  say: Say = () => undefined,
): Promise<string> {
  const awardId = (await coordinator.post('/api/v1/awards', { decisionId })).text('id')
  await signatory.post(`/api/v1/awards/${awardId}/approval`)
  say('a signatory who judged nothing approves the award')
  await partnerSignatory.post(`/api/v1/awards/${awardId}/endorsement`)
  say('a signatory of the partner endorses it')
  return awardId
}

export async function issue({ signatory }: Company, awardId: string, publicUrl: string): Promise<WalkedAward> {
  await signatory.post(`/api/v1/awards/${awardId}/credential`)
  const award = await signatory.get(`/api/v1/awards/${awardId}`)
  const code = award.text('code')
  return {
    awardId,
    code,
    credentialId: award.text('credentialId'),
    credentialAddress: award.text('credentialIri'),
    verificationAddress: `${publicUrl}/v/${code}`,
  }
}

/** Two signatories end a badge: one asks, the other confirms. */
export async function revokeAward(
  { signatory, partnerSignatory }: Company,
  { credentialId }: WalkedAward,
  say: Say = () => undefined,
): Promise<void> {
  const path = `/api/v1/credentials/${credentialId}/revocations`
  const revocationId = (await signatory.post(path, { category: 'administrative_error' })).text('id')
  say('a signatory asks for its revocation')
  await partnerSignatory.post(`/api/v1/revocations/${revocationId}/confirmation`)
  say('a second person confirms it')
}
