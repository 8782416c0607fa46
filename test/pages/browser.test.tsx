import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { VNode } from 'preact'
import { chromium, type Browser, type Page } from 'playwright-core'
import { t } from '../support/test.ts'
import {
  assets,
  Button,
  CONTENT_SECURITY_POLICY,
  ErrorSummary,
  Form,
  Layout,
  PageHeader,
  renderDocument,
  TextArea,
} from '../../src/pages/index.ts'
import { CHROMIUM_ARGUMENTS, findChromium, NO_CHROMIUM } from '../support/chromium.ts'
import { samplePages, signedIn, STATES, verificationPage } from './samples.tsx'

const ORIGIN = 'http://pages.test'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Their colours are those of another state, so once is enough. */
const SAME_TONES = new Set([
  'not-yet-valid',
  'not-found',
  'malformed',
  'could-not-check',
  'issuer-unrecognised',
  'tampered',
])

const pages: Readonly<Record<string, VNode>> = {
  ...samplePages('es'),
  ...Object.fromEntries(STATES.map((state, index) => [state, verificationPage(index % 2 ? 'en' : 'fi', state)])),
  hidden: verificationPage('es', 'revoked', undefined, { visibility: 'hidden' }),
  unconfirmed: verificationPage('es', 'valid', undefined, { facts: openFacts() }),
}

function openFacts() {
  const fact = { code: 'x', detail: 'x', outcome: 'passed' as const }
  return [
    { ...fact, check: 'proof' as const },
    { ...fact, check: 'issuer' as const },
    { ...fact, check: 'endorsement' as const, outcome: 'unknown' as const },
  ]
}

/** What the browser said about the content security policy. */
const complaints = new WeakMap<Page, string[]>()

const program = findChromium()
if (program === null) {
  console.error(NO_CHROMIUM)
  t.test('pages in a browser', { skip: NO_CHROMIUM }, () => undefined)
} else {
  const browser = await chromium.launch({ executablePath: program, args: CHROMIUM_ARGUMENTS })
  t.teardown(() => browser.close())

  for (const { colorScheme, width } of [
    { colorScheme: 'light', width: 320 },
    { colorScheme: 'dark', width: 1280 },
  ] as const) {
    t.test(`every page, ${colorScheme}, ${String(width)} px wide`, async (t) => {
      const page = await open(browser, { width, height: 800 }, colorScheme)
      for (const name of Object.keys(pages).filter((one) => colorScheme === 'light' || !SAME_TONES.has(one))) {
        await page.goto(`${ORIGIN}/${name}`)
        t.strictSame(await accessibilityProblems(page), [], `${name}: no WCAG 2.2 AA problem`)
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, `${name}: no sideways scrolling`)
      }
      t.strictSame(complaints.get(page), [], 'nothing breaks the content security policy')
      await page.context().close()
    })
  }

  t.test('verdict, person and joint line fit one phone screen', async (t) => {
    const page = await open(browser, { width: 390, height: 844 }, 'light')
    for (const state of ['valid', 'expired', 'issuer-unrecognised', 'superseded'] as const) {
      await page.goto(`${ORIGIN}/${state}`)
      const last = page.locator('.joint, .identity').last()
      const box = await last.boundingBox()
      t.ok(box && box.y + box.height <= 844, `${state}: ends at ${String(box && box.y + box.height)}`)
    }
    await page.context().close()
  })

  t.test('what is touched is at least 24 px high, and buttons and fields 44', async (t) => {
    const page = await open(browser, { width: 390, height: 844 }, 'light')
    for (const name of ['assessment', 'verify-form', 'home', 'valid']) {
      await page.goto(`${ORIGIN}/${name}`)
      const small = await page.evaluate(`[...document.querySelectorAll(
        'button, .button, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox]), .choice label, nav a'
      )].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML)`)
      t.strictSame(small, [], name)
    }
    await page.context().close()
  })

  t.test('a number key rates the criterion that has the focus', async (t) => {
    const page = await open(browser, { width: 1280, height: 900 }, 'light')
    await page.goto(`${ORIGIN}/assessment`)
    await page.locator('input[name="criteria.0.level"][value="3"]').focus()
    await page.keyboard.press('1')
    t.ok(await page.locator('input[name="criteria.0.level"][value="1"]').isChecked())
    await page.keyboard.press('9')
    await page.keyboard.press('0')
    t.ok(await page.locator('input[name="criteria.0.level"][value="1"]').isChecked(), 'no such level, no change')
    await page.locator('textarea').focus()
    await page.keyboard.press('4')
    t.ok(await page.locator('input[name="criteria.0.level"][value="1"]').isChecked(), 'a text is not a rating')
    await page.context().close()
  })

  t.test('a text survives a lost connection, and is forgotten once it was taken', async (t) => {
    const page = await open(browser, { width: 390, height: 844 }, 'light')
    page.on('dialog', (dialog) => void dialog.accept())
    const text = page.locator('textarea[data-keep]')
    await page.goto(`${ORIGIN}/write`)
    await text.fill('Tres semanas de trabajo')
    await page.locator('.draft-hint:not(:empty)').waitFor()
    await page.goto(`${ORIGIN}/write`)
    t.equal(await text.inputValue(), 'Tres semanas de trabajo', 'back after leaving')
    await Promise.all([page.waitForURL(`${ORIGIN}/refused`), page.locator('button[value=refused]').click()])
    t.equal(await text.inputValue(), 'Tres semanas de trabajo', 'still there after a refusal')
    await Promise.all([page.waitForURL(`${ORIGIN}/problem`), page.locator('button[value=expired]').click()])
    await page.goto(`${ORIGIN}/write`)
    t.equal(await text.inputValue(), 'Tres semanas de trabajo', 'and after a page about a problem')
    await Promise.all([page.waitForURL(`${ORIGIN}/taken`), page.locator('button[value=taken]').click()])
    await page.goto(`${ORIGIN}/write`)
    t.equal(await text.inputValue(), '', 'gone after it was taken')
    await page.context().close()
  })

  t.test('without script nothing is missing but conveniences', async (t) => {
    const page = await open(browser, { width: 390, height: 844 }, 'light', false)
    await page.goto(`${ORIGIN}/valid`)
    t.ok(await page.locator('h1').isVisible())
    t.notOk(await page.locator('[data-print]').isVisible(), 'no button that does nothing')
    await page.context().close()
  })
}

async function open(
  browser: Browser,
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark',
  javaScriptEnabled = true,
): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled })
  const page = await context.newPage()
  const heard: string[] = []
  complaints.set(page, heard)
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) heard.push(message.text())
  })
  await page.route(`${ORIGIN}/**`, (route) => {
    const path = new URL(route.request().url()).pathname
    const asset = Object.values(assets).find((one) => one.path.startsWith(`${path}?`))
    if (asset) return route.fulfill({ body: asset.body, contentType: asset.mediaType })
    const body = renderDocument(pages[path.slice(1)] ?? writingPage(path))
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_SECURITY_POLICY }
    return route.fulfill({ body, headers })
  })
  return page
}

/** axe runs through the debugger, which the page's own policy does not bind. */
async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const found = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
  }>(`axe.run({ runOnly: ${JSON.stringify(RULES)} })`)
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** A form whose buttons lead to an answer that refuses or takes the text; a refusal shows what was sent. */
function writingPage(path: string): VNode {
  const context = signedIn('en')
  const isRefused = path === '/refused'
  return (
    <Layout context={context} title="Write">
      <PageHeader title="Write" />
      <ErrorSummary context={context} problem={isRefused ? { code: 'invalid-input' } : null} />
      {path === '/taken' ? null : (
        <Form context={context} action="/taken" values={{ text: isRefused ? 'Tres semanas de trabajo' : '' }}>
          <TextArea name="text" label="Text" keep="one" />
          <Button value="refused" formaction="/refused">
            Refused
          </Button>
          <Button value="expired" formaction="/problem">
            Expired
          </Button>
          <Button value="taken">Taken</Button>
        </Form>
      )}
    </Layout>
  )
}
