import { t, type Test as TestCase } from '../support/test.ts'
import {
  assetPath,
  assets,
  ErrorSummary,
  Form,
  isAuthentic,
  hostOf,
  LocalisedFields,
  navigation,
  noticeOfDone,
  RadioGroup,
  renderDocument,
  safeHref,
  TextArea,
  TextField,
} from '../../src/pages/index.ts'
import { LANGUAGES } from '../../src/kernel/language.ts'
import { translator } from '../../src/texts/index.ts'
import { pageContext, report, samplePages, signedIn, STATES, verificationPage } from './samples.tsx'

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>{name}&lt;`
const ESCAPED = HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

for (const { address, expected } of [
  { address: 'https://a.example/x?y=1#z', expected: 'https://a.example/x?y=1#z' },
  { address: 'http://localhost:3000/', expected: 'http://localhost:3000/' },
  { address: 'mailto:a@b.example', expected: 'mailto:a@b.example' },
  { address: '/path/to', expected: '/path/to' },
  { address: 'below?x=1:2', expected: 'below?x=1:2' },
  { address: '?after=2', expected: '?after=2' },
  { address: '#part', expected: '#part' },
  { address: 'javascript:alert(1)', expected: '#' },
  { address: 'JaVaScRiPt:alert(1)', expected: '#' },
  { address: ' javascript:alert(1)', expected: '#' },
  { address: 'java\nscript:alert(1)', expected: '#' },
  { address: '\u0001javascript:alert(1)', expected: '#' },
  { address: 'data:text/html,<script>', expected: '#' },
  { address: 'vbscript:x', expected: '#' },
  { address: 'blob:https://a.example/1', expected: '#' },
  { address: '//evil.example/x', expected: '#' },
  { address: '/\\evil.example', expected: '#' },
  { address: '\\\\evil.example', expected: '#' },
  { address: '/\t/evil.example', expected: '#' },
  { address: '', expected: '#' },
  { address: null, expected: '#' },
  { address: undefined, expected: '#' },
]) {
  t.test(`address ${JSON.stringify(address)}`, async (t) => t.equal(safeHref(address), expected))
}

for (const language of LANGUAGES) {
  for (const [name, page] of Object.entries(samplePages(language, () => HOSTILE))) {
    t.test(`${name} in ${language} holds a hostile text in every field`, async (t) =>
      holdsNoCode(t, renderDocument(page)),
    )
  }
  for (const state of STATES) {
    t.test(`verification, ${state}, in ${language} holds a hostile text in every field`, async (t) =>
      holdsNoCode(t, renderDocument(verificationPage(language, state, () => HOSTILE))),
    )
  }
}

t.test('no page leads to a script, wherever an address comes from', async (t) => {
  const script = 'javascript:alert(1)'
  const pages = [
    ...Object.values(samplePages('en', () => script)),
    ...STATES.map((s) => verificationPage('en', s, () => script)),
  ]
  for (const page of pages) t.notMatch(renderDocument(page), /(href|action|formaction|src)="\s*javascript:/i)
})

function holdsNoCode(t: TestCase, html: string): void {
  t.notMatch(html, /<script>/, 'no script element but our own')
  t.notMatch(html, /<img/, 'no element of a stranger')
  const ours = html.replaceAll(ESCAPED, '')
  t.not(ours, html, 'the hostile text is there')
  t.notMatch(ours, /alert\(|onerror/, 'nowhere but as text')
  t.notMatch(ours, / (style|on[a-z]+)=/, 'no inline style or handler')
  t.match(html, /^<!DOCTYPE html><html lang="/)
}

t.test('a form carries its token and gives each field its value and its error', async (t) => {
  const context = signedIn('en')
  const html = renderDocument(
    <Form
      context={context}
      action="/x"
      values={{ title: 'Remembered', 'criteria[0][level]': '2' }}
      problem={{ errors: [{ pointer: '/criteria/0/level', detail: 'Too low.' }] }}
    >
      <TextField name="title" label="Title" required />
      <RadioGroup
        name="criteria[0][level]"
        label="Level"
        options={[
          { value: '1', label: 'One' },
          { value: '2', label: 'Two' },
        ]}
        rating
      />
    </Form>,
  )
  t.match(html, '<input type="hidden" name="_csrf" value="token"/>')
  t.match(html, /name="title"[^>]*value="Remembered"/)
  t.match(html, /value="2" checked/)
  t.match(html, /id="field-criteria-0-level-error"/)
  t.match(html, 'data-rating')
})

t.test('a password is never written back', async (t) => {
  const html = renderDocument(
    <Form context={signedIn('en')} action="/x" values={{ password: 'secret' }}>
      <TextField name="password" type="password" label="Password" />
    </Form>,
  )
  t.notMatch(html, 'secret')
})

t.test('a form without a session, and one that only asks, has no token', async (t) => {
  t.notMatch(renderDocument(<Form context={pageContext('en')} action="/verify" />), '_csrf')
  t.notMatch(renderDocument(<Form context={signedIn('en')} action="/x" method="get" />), '_csrf')
})

t.test('a field outside a form is a mistake of the programmer', async (t) => {
  t.throws(() => renderDocument(<TextArea name="x" label="X" />), /outside a Form/)
})

t.test('the summary of a refusal leads to its fields', async (t) => {
  const html = renderDocument(
    <ErrorSummary
      context={pageContext('en')}
      problem={{
        code: 'invalid-input',
        errors: [{ pointer: '/title', detail: 'must NOT have more than 5 characters' }],
      }}
      labels={{ title: 'Title' }}
    />,
  )
  t.match(html, '<a href="#field-title">Title: This is too long.</a>')
})

t.test('the summary calls fields by the labels that they have further down', async (t) => {
  const context = pageContext('en')
  const detail = 'is required'
  const problem = {
    code: 'invalid-input',
    errors: ['/title', '/name/fi', '/kind', '/gone'].map((pointer) => ({ pointer, detail })),
  }
  const html = renderDocument(
    <Form context={context} action="/things" problem={problem}>
      <ErrorSummary context={context} problem={problem} />
      <TextField name="title" label="Heading" />
      <LocalisedFields context={context} name="name" label="Name" base="en" />
      <RadioGroup name="kind" label="Kind" options={[{ value: 'a', label: 'A' }]} />
    </Form>,
  )
  const lines = [...html.matchAll(/<a href="#field-[\w-]+">([^<]*)<\/a>/g)].map(([, line]) => line)
  t.strictSame(
    lines.map((line) => line?.split(': ')[0]),
    ['Heading', 'Name (Finnish)', 'Kind', lines[3]],
    'and one that is not on the page by its message alone',
  )
  t.equal(html.match(/<form/g)?.length, 1, 'the page is sent once')
})

t.test('the menu shows what a role can use and where the reader is', async (t) => {
  const paths = (roles: Parameters<typeof person>[0]): string[] => navigation(person(roles)).map(({ href }) => href)
  const person = (roles: NonNullable<ReturnType<typeof signedIn>['person']>['roles']) =>
    pageContext('en', { path: '/portfolio/1', person: { name: 'A', roles } })
  t.strictSame(paths(['participant']), ['/', '/portfolio', '/awards', '/courses'])
  t.strictSame(paths(['administrator']), [
    ...['/', '/courses', '/organisations', '/programmes', '/people', '/open-issuers', '/recognised-issuers'],
  ])
  t.strictSame(paths(['auditor']), ['/', '/submissions', '/awards', '/courses', '/frameworks'])
  t.strictSame(navigation(pageContext('en')), [])
  t.strictSame(
    navigation(person(['participant']))
      .filter(({ isCurrent }) => isCurrent)
      .map(({ href }) => href),
    ['/portfolio'],
  )
})

t.test('a confirmation is one of ours or none', async (t) => {
  const translate = translator('en')
  for (const forged of ['common.save', 'common.done.no-such', 'x.done.<b>', 7, undefined]) {
    t.equal(noticeOfDone(translate, forged), null)
  }
})

t.test('an asset has an address that changes with its content', async (t) => {
  t.match(assetPath('insignia.css'), /^\/assets\/insignia\.css\?v=[0-9a-f]{12}$/)
  t.ok(assets['insignia.js'].body.split('\n').length <= 150, 'the script stays small')
  t.notMatch(assets['insignia.js'].body, /innerHTML|eval\(/)
  t.notMatch(assets['insignia.css'].body, /url\(|@import/, 'nothing is loaded from elsewhere')
})

t.test('language links of a strange path stay on this site', async (t) => {
  const html = renderDocument(samplePages('en')['problem'] ?? <p />)
  t.match(html, 'href="/?lang=fi"')
})

t.test('what a document says is shown only when proof and issuer passed', async (t) => {
  t.ok(isAuthentic(report('valid')))
  t.notOk(isAuthentic(report('tampered')))
  t.notOk(isAuthentic(report('not-found')))
})

for (const { identifier, expected } of [
  { identifier: 'did:web:a.example', expected: 'a.example' },
  { identifier: 'did:web:localhost%3A3000:issuers:x', expected: 'localhost:3000' },
  { identifier: 'did:web:%', expected: '%' },
  { identifier: 'did:key:z6Mk', expected: 'did:key:z6Mk' },
  { identifier: 'https://a.example/issuer', expected: 'a.example' },
  { identifier: 'nothing', expected: 'nothing' },
]) {
  t.test(`host of ${identifier}`, async (t) => t.equal(hostOf(identifier), expected))
}
