import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { t } from '../../support/test.ts'
import { ContextDiffers, EU_CONTEXT, OFFICIAL_CONTEXTS, readPinned } from '../../../src/standards/vc/context-files.ts'
import {
  assertSafe,
  createDocumentLoader,
  euContextUrl,
  UnbundledContext,
  unbundledContextIn,
} from '../../../src/standards/vc/index.ts'
import { fixture } from '../../support/fixtures.ts'

const OWN = 'https://badges.example.org'

t.test('every pinned context is bundled and loads', async (t) => {
  const load = createDocumentLoader()
  for (const url of Object.keys(OFFICIAL_CONTEXTS)) {
    const { document, tag } = await load(url)
    t.hasProp(document as object, '@context', url)
    t.ok(Object.isFrozen(document), 'and nobody changes it')
    t.equal(tag, 'static')
  }
})

t.test('the README names every file with the hash that is pinned', async (t) => {
  const readme = readFileSync(new URL('../../../contexts/README.md', import.meta.url), 'utf8')
  for (const { file, sha256 } of [...Object.values(OFFICIAL_CONTEXTS), EU_CONTEXT]) {
    t.ok(readme.includes(file) && readme.includes(sha256), file)
  }
})

t.test('a file with other bytes is refused at start', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'contexts-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, EU_CONTEXT.file), '{"@context":{}}')
  t.throws(() => readPinned(pathToFileURL(`${folder}/`), EU_CONTEXT), ContextDiffers)
})

t.test('our own context answers under our own address only', async (t) => {
  const load = createDocumentLoader(OWN)
  t.hasProp((await load(euContextUrl(OWN))).document as object, '@context')
  await t.rejects(load(euContextUrl('https://stranger.example')), { code: 'unbundled-context' })
  await t.rejects(createDocumentLoader()(euContextUrl(OWN)), { code: 'unbundled-context' })
})

t.test('an unbundled context comes out of the JSON-LD library as what it is', async (t) => {
  const document = {
    ...(fixture('ob3/valid/micro-credential.json') as object),
    '@context': 'https://stranger.example/c',
  }
  await t.rejects(assertSafe(document, createDocumentLoader(OWN)), {
    code: 'unbundled-context',
    data: { url: 'https://stranger.example/c' },
  })
  const inner = new UnbundledContext('https://a.example')
  t.equal(unbundledContextIn(new Error('x', { cause: { details: { cause: inner } } })), inner)
  const circle: { cause?: unknown } = {}
  circle.cause = circle
  t.equal(unbundledContextIn(circle), null)
})

t.test('safe mode', async (t) => {
  const load = createDocumentLoader(OWN)
  t.test('a complete micro-credential says nothing undefined', async (t) => {
    await t.resolves(assertSafe(fixture('ob3/valid/micro-credential.json') as object, load))
  })
  for (const { file, term } of [
    { file: 'undefined-term', term: 'ects' },
    { file: 'relative-id', term: 'criteria' },
  ]) {
    t.test(`${file} is refused by name`, async (t) => {
      await t.rejects(assertSafe(fixture(`ob3/invalid/${file}.json`) as object, load), {
        code: 'undefined-terms',
        data: { term },
      })
    })
  }
  t.test('a redefined protected term is no JSON-LD', async (t) => {
    const document = fixture('ob3/valid/micro-credential.json') as { '@context': unknown[] }
    document['@context'].push({ VerifiableCredential: 'https://stranger.example/credential' })
    await t.rejects(assertSafe(document, load), { code: 'invalid-json-ld' })
  })
})
