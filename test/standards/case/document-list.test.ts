import { t } from '../../support/test.ts'
import { documentPage, type CFDocument, type ListQuery } from '../../../src/standards/case/index.ts'

function document(title: string, rest: Partial<CFDocument> = {}): CFDocument {
  const identifier = `00000000-0000-4000-8000-${title.padStart(12, '0')}`
  const uri = `https://case.example/uri/${identifier}`
  return { identifier, uri, creator: 'Horizonte', title, lastChangeDateTime: '2026-02-16T12:00:00Z', ...rest }
}

const licence = (title: string) => ({
  title,
  identifier: '91282aa9-be5e-56ea-9654-3c1f2b6d4ea5',
  uri: 'https://l.example',
})
const documents = [
  document('c3', { version: '2', licenseURI: licence('CC BY 4.0') }),
  document('a1', { version: '10', subject: ['Química', 'Docencia'] }),
  document('b2', { creator: 'Pohjantähti', licenseURI: licence('CC0 1.0') }),
]
const page = (query: Partial<ListQuery>) => documentPage(documents, { limit: 100, offset: 0, ...query }, 'v1p0')
const titles = (query: Partial<ListQuery>) => page(query).documents.map(({ title }) => title)

for (const { name, query, expected } of [
  { name: 'nothing asked for', query: {}, expected: ['c3', 'a1', 'b2'] },
  { name: 'sorted', query: { sort: 'title' }, expected: ['a1', 'b2', 'c3'] },
  { name: 'sorted downwards', query: { sort: 'title', orderBy: 'desc' }, expected: ['c3', 'b2', 'a1'] },
  { name: 'sorted by what nothing has', query: { sort: 'splendour' }, expected: ['c3', 'a1', 'b2'] },
  { name: 'sorted by a link', query: { sort: 'licenseURI' }, expected: ['c3', 'a1', 'b2'] },
  { name: 'equal, without regard to case', query: { filter: "creator='POHJANTÄHTI'" }, expected: ['b2'] },
  { name: 'not equal', query: { filter: "creator!='pohjantähti'" }, expected: ['c3', 'a1'] },
  { name: 'not equal, also where there is none', query: { filter: "version!='2'" }, expected: ['a1', 'b2'] },
  { name: 'containing', query: { filter: "title~'2'" }, expected: ['b2'] },
  { name: 'greater', query: { filter: "title>'a1'" }, expected: ['c3', 'b2'] },
  { name: 'at least', query: { filter: "title >= 'b2'" }, expected: ['c3', 'b2'] },
  { name: 'smaller', query: { filter: "title<'b2'" }, expected: ['a1'] },
  { name: 'at most', query: { filter: "title<='b2'" }, expected: ['a1', 'b2'] },
  { name: 'one value of a list', query: { filter: "subject='docencia'" }, expected: ['a1'] },
  { name: 'a part of a link', query: { filter: "licenseURI.title='cc0 1.0'" }, expected: ['b2'] },
  { name: 'both', query: { filter: "creator='horizonte' AND title='a1'" }, expected: ['a1'] },
  { name: 'either', query: { filter: "title='a1' OR title='b2'" }, expected: ['a1', 'b2'] },
  { name: 'a value with the word AND in it', query: { filter: "title='a1 AND b2'" }, expected: [] },
]) {
  t.test(`documents: ${name}`, async (t) => t.strictSame(titles(query), expected))
}

for (const { name, query, parameter } of [
  { name: 'a filter of another form', query: { filter: 'title' }, parameter: 'filter' },
  { name: 'a value without quotes', query: { filter: 'title=a1' }, parameter: 'filter' },
  { name: 'three conditions', query: { filter: "title='a' OR title='b' OR title='c'" }, parameter: 'filter' },
  { name: 'a field that documents have not', query: { filter: "splendour='x'" }, parameter: 'filter' },
  { name: 'a part that links have not', query: { filter: "licenseURI.splendour='x'" }, parameter: 'filter' },
  { name: 'a part of what is no link', query: { filter: "title.uri='x'" }, parameter: 'filter' },
  { name: 'an inherited member', query: { filter: "constructor='x'" }, parameter: 'filter' },
  { name: 'a filter of blanks', query: { filter: ' '.repeat(50_000) }, parameter: 'filter' },
  { name: 'a blank field to select', query: { fields: '' }, parameter: 'fields' },
  { name: 'a blank between two fields', query: { fields: 'title,,uri' }, parameter: 'fields' },
]) {
  t.test(`${name} is refused`, async (t) => {
    t.throws(() => page(query), { name: 'InvalidSelection', parameter })
  })
}

t.test('fields are selected; an unknown one selects all', async (t) => {
  t.strictSame(page({ fields: 'title, version' }).documents, [
    { title: 'c3', version: '2' },
    { title: 'a1', version: '10' },
    { title: 'b2' },
  ])
  t.strictSame(page({ fields: 'title,splendour' }).documents, documents)
  t.strictSame(documentPage(documents, { limit: 9, offset: 0, fields: 'caseVersion' }, 'v1p0').documents, documents)
  t.strictSame(documentPage(documents, { limit: 9, offset: 0, fields: 'caseVersion' }, 'v1p1').documents, [{}, {}, {}])
})

for (const { limit, offset, links, count } of [
  { limit: 2, offset: 0, count: 2, links: { first: 0, next: 2, last: 2 } },
  { limit: 2, offset: 2, count: 1, links: { first: 0, prev: 0, last: 2 } },
  { limit: 1, offset: 1, count: 1, links: { first: 0, prev: 0, next: 2, last: 2 } },
  { limit: 3, offset: 0, count: 3, links: { first: 0, last: 0 } },
  { limit: 2, offset: 9, count: 0, links: { first: 0, prev: 7, last: 2 } },
]) {
  t.test(`${String(limit)} from ${String(offset)} of three`, async (t) => {
    const found = page({ limit, offset })
    t.equal(found.documents.length, count)
    t.equal(found.total, 3)
    t.strictSame(found.links, links)
  })
}

t.test('of nothing there is one page', async (t) => {
  t.strictSame(documentPage([], { limit: 100, offset: 0 }, 'v1p1'), {
    documents: [],
    total: 0,
    links: { first: 0, last: 0 },
  })
})
