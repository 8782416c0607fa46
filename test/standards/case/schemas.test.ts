import { t } from '../../support/test.ts'
import {
  CASE_OBJECTS,
  CASE_VERSIONS,
  caseSchemas,
  discoveryDocument,
  statusInfo,
} from '../../../src/standards/case/index.ts'
import { caseProblems } from '../../support/case-schemas.ts'
import { fixture } from '../../support/fixtures.ts'

type Members = Record<string, unknown>

interface Package {
  CFDocument: Members
  CFItems: Members[]
  CFAssociations: Members[]
  CFDefinitions: Record<string, Members[]>
  CFRubrics: Members[]
}

/** A package that was made without this code, and found valid by the consortium's own definitions of CASE 1.0. */
const sample = () => fixture('seed/case-package.json') as Package

t.test('a valid package of CASE 1.0 is valid', async (t) => {
  t.strictSame(caseProblems('v1p0', 'CFPackageDType', sample()), [])
})

t.test('it needs its version said, and its status in other words, to be one of CASE 1.1', async (t) => {
  const { CFDocument, ...rest } = sample()
  t.not(caseProblems('v1p1', 'CFPackageDType', { CFDocument, ...rest }).length, 0)
  const newer = { ...CFDocument, caseVersion: '1.1', adoptionStatus: 'Implemented' }
  t.strictSame(caseProblems('v1p1', 'CFPackageDType', { CFDocument: newer, ...rest }), [])
  t.not(caseProblems('v1p0', 'CFPackageDType', { CFDocument: newer, ...rest }).length, 0)
})

const link = { title: 'Marco', identifier: 'a20b79af-ba53-509b-b486-91de011faf2f', uri: 'https://a.example/uri/1' }
const VERSION_7 = '01900000-0000-7000-8000-000000000000'
const first = (list: Members[] | undefined): Members => list?.[0] ?? {}

for (const { name, at, change } of [
  { name: 'a UUID of version 7', at: '/CFDocument', change: { identifier: VERSION_7 } },
  { name: 'an upper-case UUID', at: '/CFDocument', change: { identifier: link.identifier.toUpperCase() } },
  { name: 'no creator', at: '/CFDocument', change: { creator: undefined } },
  { name: 'the package named inside of it', at: '/CFDocument', change: { CFPackageURI: link } },
  { name: 'a day that is none', at: '/CFDocument', change: { statusStartDate: '2026-02-30' } },
  { name: 'an instant without zone', at: '/CFDocument', change: { lastChangeDateTime: '2026-02-16T12:00:00' } },
  { name: 'the document named inside of its package', at: '/CFItems/0', change: { CFDocumentURI: link } },
  { name: 'a null', at: '/CFItems/0', change: { notes: null } },
  { name: 'a line break in a line', at: '/CFItems/0', change: { abbreviatedStatement: 'a\nb' } },
  { name: 'a member of another version', at: '/CFItems/0', change: { extensions: {} } },
  { name: 'an association of its own making', at: '/CFAssociations/0', change: { associationType: 'isBetterThan' } },
  { name: 'a node without a title', at: '/CFAssociations/0', change: { originNodeURI: { ...link, title: undefined } } },
  { name: 'a licence without text', at: '/CFDefinitions/CFLicenses/0', change: { licenseText: undefined } },
  { name: 'a type of items without words', at: '/CFDefinitions/CFItemTypes/0', change: { description: undefined } },
  { name: 'a rubric without an address', at: '/CFRubrics/0', change: { uri: undefined } },
]) {
  t.test(`${name} is found`, async (t) => {
    const sent = sample()
    const parts: Readonly<Record<string, Members>> = {
      '/CFDocument': sent.CFDocument,
      '/CFItems/0': first(sent.CFItems),
      '/CFAssociations/0': first(sent.CFAssociations),
      '/CFDefinitions/CFLicenses/0': first(sent.CFDefinitions['CFLicenses']),
      '/CFDefinitions/CFItemTypes/0': first(sent.CFDefinitions['CFItemTypes']),
      '/CFRubrics/0': first(sent.CFRubrics),
    }
    Object.assign(parts[at] ?? {}, change)
    const damaged: unknown = JSON.parse(JSON.stringify(sent))
    const problems = caseProblems('v1p0', 'CFPackageDType', damaged)
    t.equal(problems.length, 1)
    t.match(problems[0], new RegExp(`^${at}`))
  })
}

for (const version of CASE_VERSIONS) {
  t.test(`refusals of ${version} are such as it knows`, async (t) => {
    for (const minor of [
      'unknownobject',
      'invaliduuid',
      'invalid_selection_field',
      'server_busy',
      'internal_server_error',
    ] as const) {
      t.strictSame(caseProblems(version, 'imsx_StatusInfoDType', statusInfo(version, minor, 'sourcedId', 'x')), [])
    }
  })

  t.test(`the description of ${version} refers to nothing that it does not have`, async (t) => {
    const text = JSON.stringify(discoveryDocument(version, 'https://case.example'))
    const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name)
    const known = Object.keys(caseSchemas(version))
    t.strictSame(
      names.filter((name) => !known.includes(name)),
      [],
    )
    for (const { answer } of Object.values(CASE_OBJECTS)) t.ok(known.includes(answer), answer)
  })
}
