import { createHash } from 'node:crypto'
import { bundledContextBytes, CONTEXT } from '../../src/standards/vc/index.ts'
import type { Document } from '../verification/sign-fixture.ts'

/** One way in which a credential is malformed: what to change in a sound one. Undefined takes a member away. */
export interface Malformed {
  readonly name: string
  readonly change: Document
  readonly code?: string
}

const ID = 'did:example:subject'
const NO_LIST: readonly (readonly [string, unknown])[] = [
  ['absent', undefined],
  ['null', null],
  ['a number', 7],
  ['a boolean', true],
]

const rows = (member: string, values: readonly (readonly [string, unknown])[]): Malformed[] =>
  values.map(([name, value]) => ({ name: `${member}: ${name}`, change: { [member]: value } }))

const digestOf = (algorithm: string): string =>
  createHash(algorithm)
    .update(bundledContextBytes(CONTEXT.credentialsV2) ?? '')
    .digest('base64')
const RESOURCE = { id: CONTEXT.credentialsV2, digestSRI: `sha384-${digestOf('sha384')}` }
const STATUS = {
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '7',
  statusListCredential: 'https://status.example/1',
}

/** Every refusal that issuing and verifying share. Source: VC-API behaviour, issuing (refusals) and verifying. */
export const MALFORMED: readonly Malformed[] = [
  ...rows('@context', [
    ...NO_LIST,
    ['a lone address', CONTEXT.credentialsV2],
    ['an object', { '@vocab': 'https://x.example/' }],
    ['empty', []],
    ['another one first', [CONTEXT.ob303, CONTEXT.credentialsV2]],
    ['an inline one first', [{ x: 'https://x.example/' }, CONTEXT.credentialsV2]],
    ['the base one missing', [CONTEXT.ob303]],
    ['a number in it', [CONTEXT.credentialsV2, 7]],
    ['a boolean in it', [CONTEXT.credentialsV2, true]],
    ['null in it', [CONTEXT.credentialsV2, null]],
    ['a list in it', [CONTEXT.credentialsV2, [CONTEXT.ob303]]],
    ['no address', [CONTEXT.credentialsV2, 'not an address']],
    ['a relative address', [CONTEXT.credentialsV2, '/contexts/1']],
  ]),
  {
    name: '@context: one that cannot be loaded',
    change: { '@context': [CONTEXT.credentialsV2, 'https://elsewhere.example/context'] },
    code: 'unbundled-context',
  },
  {
    name: '@context: a protected term redefined',
    change: { '@context': [CONTEXT.credentialsV2, { VerifiableCredential: 'https://x.example/credential' }] },
    code: 'invalid-json-ld',
  },
  {
    name: '@context: a protected term of an inline context redefined by a later one',
    change: {
      '@context': [
        CONTEXT.credentialsV2,
        { '@protected': true, ours: 'https://x.example/ours' },
        { ours: 'https://x.example/theirs' },
      ],
    },
    code: 'invalid-json-ld',
  },
  ...rows('type', [
    ...NO_LIST,
    ['an object', { '@id': 'VerifiableCredential' }],
    ['empty', []],
    ['without VerifiableCredential', ['https://x.example/Other']],
    ['another text', 'https://x.example/Other'],
    ['a number in it', ['VerifiableCredential', 7]],
    ['null in it', ['VerifiableCredential', null]],
    ['an object in it', ['VerifiableCredential', {}]],
  ]),
  {
    name: 'type: one that no context defines',
    change: { type: ['VerifiableCredential', 'UnheardOf'] },
    code: 'undefined-terms',
  },
  {
    name: 'type: one that is defined as something relative',
    change: {
      '@context': [CONTEXT.credentialsV2, { Relative: { '@id': 'relative' } }],
      type: ['VerifiableCredential', 'Relative'],
    },
  },
  ...rows('issuer', [
    ...NO_LIST,
    ['a list', ['did:example:1']],
    ['no address', 'not an address'],
    ['an object without id', { name: 'Nobody' }],
    ['an object with null as id', { id: null }],
    ['an object with a text as id', { id: 'nobody' }],
    ['an object with a list as id', { id: ['did:example:1'] }],
  ]),
  ...rows('credentialSubject', [
    ...NO_LIST,
    ['a text', 'did:example:subject'],
    ['an empty object', {}],
    ['an empty list', []],
    ['a list with an empty object', [{ id: ID }, {}]],
    ['a list with null', [{ id: ID }, null]],
    ['a list with a text', [{ id: ID }, 'did:example:other']],
    ['an id that is none', { id: 'not an address' }],
    ['two ids', { id: [ID, 'did:example:other'] }],
    ['null as id', { id: null }],
  ]),
  ...rows('id', [
    ['null', null],
    ['a list', ['urn:uuid:1', 'urn:uuid:2']],
    ['a number', 7],
    ['blanks', 'urn:uuid:1 2'],
    ['no scheme', 'example.org/1'],
    ['NUL', 'urn:a\u0000b'],
  ]),
  ...['validFrom', 'validUntil'].flatMap((member) =>
    rows(member, [
      ['null', null],
      ['a number', 1_767_225_600],
      ['as people write it', '12 January 2026'],
      ['as mail writes it', 'Mon, 12 Jan 2026 00:00:00 GMT'],
      ['without time zone', '2026-01-12T00:00:00'],
      ['without time', '2026-01-12'],
      ['a day that is none', '2026-02-30T00:00:00Z'],
    ]),
  ),
  {
    name: 'validUntil before validFrom',
    change: { validFrom: '2026-01-12T00:00:00Z', validUntil: '2026-01-11T23:59:59Z' },
  },
  ...['credentialStatus', 'credentialSchema', 'refreshService', 'termsOfUse', 'evidence'].flatMap((member) => {
    const sound = { id: 'https://x.example/1', type: 'https://x.example/Type' }
    return rows(member, [
      ['null', null],
      ['a text', 'https://x.example/1'],
      ['a number', 7],
      ['without type', { id: sound.id }],
      ['null as type', { ...sound, type: null }],
      ['a number as type', { ...sound, type: 7 }],
      ['an object as type', { ...sound, type: {} }],
      ['no type in the list', { ...sound, type: [] }],
      ['a list with a text', [sound, 'https://x.example/2']],
      ['a list with one without type', [sound, { id: sound.id }]],
      ['an id that is none', { ...sound, id: 'not an address' }],
      ['two ids', { ...sound, id: [sound.id, 'https://x.example/2'] }],
    ])
  }),
  { name: 'credentialSchema: without id', change: { credentialSchema: { type: 'JsonSchema' } } },
  ...rows('credentialStatus', [
    ['an index that is a number', { ...STATUS, statusListIndex: 7 }],
    ['an index with leading zero', { ...STATUS, statusListIndex: '07' }],
    ['an index below nought', { ...STATUS, statusListIndex: '-7' }],
    ['no index', { ...STATUS, statusListIndex: undefined }],
    ['a list that is no address', { ...STATUS, statusListCredential: 'list' }],
    ['no list', { ...STATUS, statusListCredential: undefined }],
    ['a purpose that is no text', { ...STATUS, statusPurpose: ['revocation'] }],
    ['no purpose', { ...STATUS, statusPurpose: undefined }],
  ]),
  ...['name', 'description'].flatMap((member) =>
    rows(member, [
      ['a number', 7],
      ['null', null],
      ['a member more', { '@value': 'A', '@language': 'en', url: 'https://x.example' }],
      ['a type', { '@value': 'A', '@type': 'https://x.example/T' }],
      ['no value', { '@language': 'en' }],
      ['a list with one that has a member more', [{ '@value': 'A' }, { '@value': 'B', other: 'x' }]],
    ]),
  ),
  ...rows('relatedResource', [
    ['a text', 'https://x.example/1'],
    ['null', null],
    ['a list with a text', [RESOURCE, 'https://x.example/1']],
    ['no id', { digestSRI: RESOURCE.digestSRI }],
    ['an id that is none', { ...RESOURCE, id: 'x' }],
    ['one named twice', [RESOURCE, RESOURCE]],
    ['no digest', { id: 'https://x.example/1' }],
    ['a digest that is no text', { id: 'https://x.example/1', digestSRI: 7 }],
    ['another digest', { ...RESOURCE, digestSRI: `sha256-${digestOf('sha384')}` }],
    ['one right digest and one wrong', { ...RESOURCE, digestMultibase: 'uEiAAAAAA' }],
  ]),
  { name: 'a term that no context defines', change: { unheardOf: 'x' }, code: 'undefined-terms' },
  {
    name: 'a term that no context defines, inside',
    change: { credentialSubject: { id: ID, unheardOf: { deeper: 'x' } } },
    code: 'undefined-terms',
  },
  {
    name: 'a term that no context defines, in a list inside',
    change: { evidence: [{ type: 'https://x.example/E', unheardOf: 'x' }] },
    code: 'undefined-terms',
  },
]

/** Malformed parts of the issuer object, which keeps the issuer's own id. */
export const MALFORMED_ISSUERS: readonly { readonly name: string; readonly members: Document }[] = [
  { name: 'a number as name', members: { name: 7 } },
  { name: 'a name with a member more', members: { name: { '@value': 'A', url: 'https://x.example' } } },
  { name: 'a description that has no value', members: { description: { '@language': 'en' } } },
  { name: 'an undefined term', members: { unheardOf: 'x' } },
]
