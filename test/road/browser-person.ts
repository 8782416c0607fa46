import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Language } from '../../src/kernel/language.ts'
import { translator, type Translate } from '../../src/texts/index.ts'

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url))

/** Somebody at their own device: a phone or a laptop, with a session of their own. */
export class BrowserPerson {
  readonly page: Page
  readonly t: Translate
  private readonly context: BrowserContext
  private readonly name: string
  private pictures = 0

  private constructor(name: string, context: BrowserContext, page: Page, language: Language) {
    this.name = name
    this.context = context
    this.page = page
    this.t = translator(language)
  }

  /** `complaints` collects what the browser says about the content security policy and about scripts that fail. */
  static async at(
    browser: Browser,
    address: string,
    name: string,
    complaints: string[],
    { isPhone = false, language = 'es' }: { readonly isPhone?: boolean; readonly language?: Language } = {},
  ): Promise<BrowserPerson> {
    const viewport = isPhone ? { width: 390, height: 844 } : { width: 1280, height: 900 }
    const context = await browser.newContext({ viewport, locale: language, baseURL: address, acceptDownloads: true })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${name}: ${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
    return new BrowserPerson(name, context, page, language)
  }

  async signIn(email: string, password: string): Promise<void> {
    const { page, t } = this
    await page.goto('/sign-in')
    await page.locator('input[name=email]').fill(email)
    await page.locator('input[name=password]').fill(password)
    await this.press(t('access.signIn.submit'))
  }

  /** Follows an entry of the menu. */
  async menu(entry: string): Promise<void> {
    const link = this.page.getByRole('navigation').getByRole('link', { name: this.t(`common.nav.${entry}`) })
    if (!(await link.first().isVisible())) await this.page.locator('summary').first().click()
    await link.first().click()
    await this.page.waitForLoadState()
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name }).first().click()
    await this.page.waitForLoadState()
  }

  /** Presses a button that sends a form, and waits for the page that answers. */
  async press(name: string | RegExp, within = 'body'): Promise<void> {
    const { page } = this
    const button = page.locator(within).getByRole('button', { name }).first()
    await Promise.all([page.waitForEvent('load'), button.click()])
  }

  /** What the step before brought about, as the page tells it. */
  async isTold(key: string): Promise<boolean> {
    return this.page.getByText(this.t(key)).first().isVisible()
  }

  async picture(what: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true })
    this.pictures += 1
    const number = String(this.pictures).padStart(2, '0')
    await this.page.screenshot({ path: `${SCREENSHOTS}${this.name}-${number}-${what}.png`, fullPage: true })
  }

  close(): Promise<void> {
    return this.context.close()
  }
}
