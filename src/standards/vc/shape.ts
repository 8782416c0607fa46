import type { FieldProblem } from '../../kernel/domain-error.ts'
import { bundledContextBytes, CONTEXT } from './contexts.ts'
import { matchesMultibase, matchesSri } from './related-resource.ts'
import { instantIn, isUrl } from './syntax.ts'

/*
 * What a credential or a presentation has to look like before anything else is asked of it: the rules of the data model
 * that JSON-LD does not uphold by itself. Each finding points at its place.
 */

export type JsonNode = Readonly<Record<string, unknown>>

const DATE_PAIRS = [
  ['validFrom', 'validUntil'],
  ['issuanceDate', 'expirationDate'],
] as const
const TYPED_MEMBERS = ['credentialStatus', 'credentialSchema', 'refreshService', 'termsOfUse', 'evidence'] as const
const TEXT_MEMBERS = ['name', 'description'] as const

/** Source: VC Data Model 2.0 and 1.1, of a credential whatever it is about. */
export function credentialShapeProblems(document: JsonNode): readonly FieldProblem[] {
  return [
    ...contextProblems(document),
    ...typeProblems(document, 'VerifiableCredential'),
    ...idProblems(document, ''),
    ...partyProblems(document['issuer'], '/issuer'),
    ...subjectProblems(document['credentialSubject']),
    ...DATE_PAIRS.flatMap(([from, until]) => dateProblems(document, from, until)),
    ...TYPED_MEMBERS.flatMap((name) => typedProblems(document, name)),
    ...textProblems(document, ''),
    ...(isNode(document['issuer']) ? textProblems(document['issuer'], '/issuer') : []),
    ...relatedResourceProblems(document['relatedResource']),
  ]
}

/** Source: VC Data Model 2.0, Verifiable Presentations. What the embedded credentials look like is not asked here. */
export function presentationShapeProblems(document: JsonNode): readonly FieldProblem[] {
  const embedded = document['verifiableCredential']
  return [
    ...contextProblems(document),
    ...typeProblems(document, 'VerifiablePresentation'),
    ...idProblems(document, ''),
    ...(document['holder'] === undefined ? [] : partyProblems(document['holder'], '/holder')),
    ...(embedded === undefined ? [] : entriesOf(embedded)).flatMap((entry, index) =>
      unless(isNode(entry), `/verifiableCredential${place(embedded, index)}`, 'must be a credential as an object'),
    ),
  ]
}

function contextProblems({ '@context': context }: JsonNode): FieldProblem[] {
  if (!Array.isArray(context)) return [problem('/@context', 'must be a list')]
  const items = context as readonly unknown[]
  const isBase = items[0] === CONTEXT.credentialsV2 || items[0] === CONTEXT.credentialsV1
  return [
    ...unless(isBase, '/@context', 'must begin with the context of the data model'),
    ...items.flatMap((item, index) =>
      unless(isUrl(item) || isNode(item), `/@context/${String(index)}`, 'must be an address or an object'),
    ),
  ]
}

function typeProblems({ type }: JsonNode, required: string): FieldProblem[] {
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? (type as readonly unknown[]) : []
  if (types.length === 0 || !types.every((one) => typeof one === 'string'))
    return [problem('/type', 'must be a text or a list of texts')]
  return unless(types.includes(required), '/type', `must include ${required}`)
}

function idProblems(node: JsonNode, pointer: string): FieldProblem[] {
  return unless(node['id'] === undefined || isUrl(node['id']), `${pointer}/id`, 'must be one address')
}

/** An issuer or holder: an address, or an object with one as its id. */
function partyProblems(party: unknown, pointer: string): FieldProblem[] {
  if (isNode(party)) return unless(isUrl(party['id']), `${pointer}/id`, 'must be an address')
  return unless(isUrl(party), pointer, 'must be an address, or an object with an id that is one')
}

function subjectProblems(subject: unknown): FieldProblem[] {
  const subjects = entriesOf(subject)
  if (subjects.length === 0) return [problem('/credentialSubject', 'must say something about somebody')]
  return subjects.flatMap((one, index) => {
    const pointer = `/credentialSubject${place(subject, index)}`
    if (!isNode(one) || Object.keys(one).length === 0)
      return [problem(pointer, 'must be an object that says something')]
    return idProblems(one, pointer)
  })
}

function dateProblems(document: JsonNode, from: string, until: string): FieldProblem[] {
  const unreadable = [from, until].filter((name) => document[name] !== undefined && !instantIn(document[name]))
  if (unreadable.length > 0) return unreadable.map((name) => problem(`/${name}`, 'must be an instant with a time zone'))
  const [start, end] = [instantIn(document[from]), instantIn(document[until])]
  return unless(!start || !end || start <= end, `/${until}`, `must not be before ${from}`)
}

function typedProblems(document: JsonNode, name: (typeof TYPED_MEMBERS)[number]): FieldProblem[] {
  const value = document[name]
  if (value === undefined) return []
  return entriesOf(value).flatMap((entry, index) => {
    const pointer = `/${name}${place(value, index)}`
    if (!isNode(entry)) return [problem(pointer, 'must be an object')]
    const types = entriesOf(entry['type'])
    const isTyped = types.length > 0 && types.every((type) => typeof type === 'string')
    return [
      ...unless(isTyped, `${pointer}/type`, 'must be a text or a list of texts'),
      ...idProblems(entry, pointer),
      ...(name === 'credentialSchema' ? unless(isUrl(entry['id']), `${pointer}/id`, 'must be an address') : []),
      ...(types.includes('BitstringStatusListEntry') ? statusEntryProblems(entry, pointer) : []),
    ]
  })
}

/** Source: Bitstring Status List 1.0, BitstringStatusListEntry. */
function statusEntryProblems(entry: JsonNode, pointer: string): FieldProblem[] {
  const { statusPurpose, statusListIndex, statusListCredential } = entry
  const isIndex = typeof statusListIndex === 'string' && /^(0|[1-9]\d{0,14})$/.test(statusListIndex)
  return [
    ...unless(typeof statusPurpose === 'string', `${pointer}/statusPurpose`, 'must be a text'),
    ...unless(isIndex, `${pointer}/statusListIndex`, 'must be a decimal number as a text'),
    ...unless(isUrl(statusListCredential), `${pointer}/statusListCredential`, 'must be an address'),
  ]
}

/** Source: VC Data Model 2.0, Names and Descriptions; Language and Base Direction. */
function textProblems(node: JsonNode, pointer: string): FieldProblem[] {
  return TEXT_MEMBERS.flatMap((name) => {
    const value = node[name]
    const values = value === undefined ? [] : entriesOf(value)
    return values.flatMap((one, index) =>
      unless(isText(one), `${pointer}/${name}${place(value, index)}`, 'must be a text, or a text with its language'),
    )
  })
}

function isText(value: unknown): boolean {
  if (typeof value === 'string') return true
  if (!isNode(value)) return false
  const { '@value': text, '@language': language, '@direction': direction, ...others } = value
  return (
    typeof text === 'string' &&
    (language === undefined || typeof language === 'string') &&
    (direction === undefined || direction === 'ltr' || direction === 'rtl') &&
    Object.keys(others).length === 0
  )
}

/** Source: VC Data Model 2.0, Integrity of Related Resources. */
function relatedResourceProblems(value: unknown): FieldProblem[] {
  const seen = new Set<unknown>()
  return (value === undefined ? [] : entriesOf(value)).flatMap((entry, index) => {
    const pointer = `/relatedResource${place(value, index)}`
    if (!isNode(entry)) return [problem(pointer, 'must be an object')]
    const { id, digestSRI, digestMultibase, mediaType } = entry
    const isRepeated = seen.has(id)
    seen.add(id)
    return [
      ...unless(isUrl(id), `${pointer}/id`, 'must be an address'),
      ...unless(!isRepeated, `${pointer}/id`, 'must not be named twice'),
      ...unless(mediaType === undefined || typeof mediaType === 'string', `${pointer}/mediaType`, 'must be a text'),
      ...digestProblems(id, { digestSRI, digestMultibase }, pointer),
    ]
  })
}

function digestProblems(id: unknown, digests: JsonNode, pointer: string): FieldProblem[] {
  const given = Object.entries(digests).filter(([, digest]) => digest !== undefined)
  if (given.length === 0) return [problem(pointer, 'must have digestSRI or digestMultibase')]
  const held = typeof id === 'string' ? bundledContextBytes(id) : null
  return given.flatMap(([name, digest]) => {
    if (typeof digest !== 'string' || digest === '') return [problem(`${pointer}/${name}`, 'must be a text')]
    const matches = name === 'digestSRI' ? matchesSri : matchesMultibase
    return unless(held === null || matches(digest, held), `${pointer}/${name}`, 'is not the digest of the resource')
  })
}

function isNode(value: unknown): value is JsonNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One value or a list, as a list; null is a value. */
function entriesOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

function place(value: unknown, index: number): string {
  return Array.isArray(value) ? `/${String(index)}` : ''
}

function problem(pointer: string, detail: string): FieldProblem {
  return { pointer, detail }
}

function unless(isRight: boolean, pointer: string, detail: string): FieldProblem[] {
  return isRight ? [] : [problem(pointer, detail)]
}
