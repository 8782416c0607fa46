import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'
import {
  achievementCredentialProblems,
  endorsementCredentialProblems,
  type AchievementCredential,
  type EndorsementCredential,
} from '../standards/ob3/index.ts'
import {
  assertSafe,
  createDocumentLoader,
  decodeStatusList,
  issuerIdOf,
  type CredentialBase,
  type JsonNode,
  type StatusListCredential,
} from '../standards/vc/index.ts'
import { DocumentNotIssuable } from './errors.ts'
import { badgeProblems, commonProblems, genericProblems } from './issuing-rules.ts'

declare const prepared: unique symbol

/** A document that was checked, in the very bytes that were checked. Made by the functions of this file alone. */
interface PreparedDocument<Kind extends string> {
  readonly [prepared]: Kind
  readonly kind: Kind
  /** The JSON text of the document without proof: recorded before it is signed, and signed again by a retry. */
  readonly unsignedBytes: string
  readonly document: CredentialBase
  /** The instant that goes into the proofs. */
  readonly created: Date
}

export type PreparedCredential = PreparedDocument<'credential'>
export type PreparedEndorsement = PreparedDocument<'endorsement'>
export type PreparedStatusList = PreparedDocument<'status-list'>
/** The suites that the general interface offers. */
export const GENERIC_SUITES = ['eddsa-rdfc-2022', 'eddsa-jcs-2022'] as const
export type GenericSuite = (typeof GENERIC_SUITES)[number]
/** What the general interface of open issuers signs: any credential of either data model that says nothing undefined. */
export type PreparedGenericCredential = PreparedDocument<'generic-credential'> & { readonly suite: GenericSuite }
export type PreparedProofDocument =
  PreparedCredential | PreparedEndorsement | PreparedStatusList | PreparedGenericCredential

const genuine = new WeakSet<object>()

/** The type alone can be cast; this cannot. */
export function isPrepared(value: object): boolean {
  return genuine.has(value)
}

/** Throws `DocumentNotIssuable`, `UndefinedTerms` or `UnbundledContext`. */
export function prepareCredential(document: AchievementCredential, created: Date): Promise<PreparedCredential> {
  return prepare('credential', JSON.stringify(document), created, credentialProblems)
}

/** The prepared credential of a text that was recorded: a retry signs these bytes, not newly composed ones. */
export function restorePreparedCredential(unsignedBytes: string, created: Date): Promise<PreparedCredential> {
  return prepare('credential', unsignedBytes, created, credentialProblems)
}

export function prepareEndorsement(document: EndorsementCredential, created: Date): Promise<PreparedEndorsement> {
  return prepare('endorsement', JSON.stringify(document), created, endorsementProblems)
}

export function prepareStatusList(document: StatusListCredential, created: Date): Promise<PreparedStatusList> {
  return prepare('status-list', JSON.stringify(document), created, statusListProblems)
}

export function prepareGenericCredential(
  document: JsonNode,
  created: Date,
  suite: GenericSuite = 'eddsa-rdfc-2022',
): Promise<PreparedGenericCredential> {
  return prepare('generic-credential', JSON.stringify(document), created, genericProblems, { suite })
}

async function prepare<Kind extends PreparedProofDocument['kind'], More extends object = object>(
  kind: Kind,
  unsignedBytes: string,
  created: Date,
  problemsOf: (document: CredentialBase) => readonly FieldProblem[],
  more?: More,
): Promise<PreparedDocument<Kind> & More> {
  const document = deepFreeze(JSON.parse(unsignedBytes) as CredentialBase)
  const problems = problemsOf(document)
  if (problems.length > 0) throw new DocumentNotIssuable(kind, problems)
  await assertSafe(document, createDocumentLoader(originOf(document)))
  const parts = { kind, unsignedBytes, document, created: new Date(created), ...more }
  const result = Object.freeze(parts) as unknown as PreparedDocument<Kind> & More
  genuine.add(result)
  return result
}

/** What the schema refuses is not looked into any further. */
function credentialProblems(document: CredentialBase): readonly FieldProblem[] {
  const departures = achievementCredentialProblems(document)
  return departures.length > 0 ? departures : badgeProblems(document as AchievementCredential)
}

function endorsementProblems(document: CredentialBase): readonly FieldProblem[] {
  const departures = endorsementCredentialProblems(document)
  return departures.length > 0 ? departures : commonProblems(document)
}

/** Where a document of ours is published is where its own context is; signing checks that it is our address. */
function originOf({ id }: CredentialBase): string | undefined {
  return id !== undefined && /^https?:/.test(id) && URL.canParse(id) ? new URL(id).origin : undefined
}

/** Source: Bitstring Status List 1.0, BitstringStatusListCredential. */
function statusListProblems(document: CredentialBase): readonly FieldProblem[] {
  const { type, credentialSubject: subject, issuer } = document as StatusListCredential
  const problems: FieldProblem[] = []
  const expect = (isRight: boolean, pointer: string, detail: string): void => {
    if (!isRight) problems.push({ pointer, detail })
  }
  expect(type.includes('BitstringStatusListCredential'), '/type', 'must include BitstringStatusListCredential')
  expect(issuerIdOf(issuer) !== '', '/issuer', 'must name the issuer')
  expect((subject.type as string) === 'BitstringStatusList', '/credentialSubject/type', 'must be BitstringStatusList')
  expect((subject.statusPurpose as string) === 'revocation', '/credentialSubject/statusPurpose', 'must be revocation')
  expect(
    isStatusList(subject.encodedList),
    '/credentialSubject/encodedList',
    'must be a compressed list of full length',
  )
  return problems.length > 0 ? problems : commonProblems(document)
}

function isStatusList(encoded: string): boolean {
  try {
    return decodeStatusList(encoded).length > 0
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
