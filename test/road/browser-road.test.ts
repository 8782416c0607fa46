import { chromium } from 'playwright-core'
import { t, type Test } from '../support/test.ts'
import { createAccount } from '../../src/access/index.ts'
import { readQr } from '../../src/demo/read-qr.ts'
import { CHROMIUM_ARGUMENTS, findChromium, NO_CHROMIUM } from '../support/chromium.ts'
import { openTestPglite } from '../support/database.ts'
import type { PersonName } from '../support/programme.ts'
import { BrowserPerson } from './browser-person.ts'
import { daysAgo, openRoad, PASSWORD, type Road } from './scene.ts'

/*
 * The road of a badge as its six people walk it, by clicking alone: the teacher on a phone, the others on laptops. The
 * addresses of the pages are not known here, only what stands on them. Every page is kept as a picture in
 * test/screenshots, which git ignores.
 */

const PEOPLE = ['participant', 'assessor', 'assessor2', 'coordinator', 'signatory', 'signatory2'] as const
type Six = Readonly<Record<(typeof PEOPLE)[number], BrowserPerson>>

const PLAN = { name: 'planificacion.md', mimeType: 'text/plain', buffer: Buffer.from('# Tres clases de circuitos\n') }
const REASONS = 'La evidencia corresponde al descriptor del nivel.'
const NAME = 'Juana Arancibia Ñancupil'

const program = findChromium()
if (program === null) {
  t.pass(NO_CHROMIUM)
} else {
  t.test('six people walk the road in a browser', async (t) => {
    const browser = await chromium.launch({ executablePath: program, args: CHROMIUM_ARGUMENTS })
    t.teardown(() => browser.close())
    const road = await openRoad(t, await openTestPglite(t))
    const complaints: string[] = []
    const six = Object.fromEntries(
      await Promise.all(PEOPLE.map(async (name) => [name, await seated(browser, road, name, complaints)] as const)),
    ) as Six

    await t.test('the teacher adds evidence, chooses it and hands it in', (t) => handIn(t, six.participant))
    await t.test('the coordinator assigns two assessors', (t) => assign(t, six.coordinator))
    await t.test('one assessor judges and seals', (t) => judge(t, six.assessor, ['3', '3']))
    await t.test('the other too, and differs by a level', (t) => judge(t, six.assessor2, ['3', '4']))
    await t.test('they agree in writing', (t) => reconcile(t, six))
    await t.test('the coordinator writes feedback, releases and proposes', (t) => release(t, six.coordinator))
    await t.test('a signatory approves, one of the partner endorses, the badge is issued', (t) => issue(t, six))
    const code = await shared(t, six.participant)
    await t.test('anybody looks it up by its number', (t) => verified(t, browser, road, code, complaints))
    await t.test('two signatories revoke it, and its page says so', async (t) => {
      await revoke(t, six)
      const stranger = await BrowserPerson.at(browser, road.address, 'stranger', complaints, { language: 'fi' })
      await stranger.page.goto(`/v/${code}`)
      t.equal(await stranger.page.locator('.verdict').getAttribute('data-state'), 'revoked')
      await stranger.picture('revoked')
      await stranger.close()
    })
    t.strictSame(complaints, [], 'no page broke the content security policy or its script')
  })
}

async function seated(
  browser: Parameters<typeof BrowserPerson.at>[0],
  { services, programme, address }: Road,
  name: PersonName,
  complaints: string[],
): Promise<BrowserPerson> {
  await createAccount(services, programme.people[name].personId ?? '', PASSWORD)
  const person = await BrowserPerson.at(browser, address, name, complaints, { isPhone: name === 'participant' })
  await person.signIn(`${name.toLowerCase()}@home.example`, PASSWORD)
  await person.picture('home')
  return person
}

async function handIn(t: Test, teacher: BrowserPerson): Promise<void> {
  const { page, t: say } = teacher
  await teacher.menu('portfolio')
  await addEvidence(teacher, 'file', 'Planificación', () => page.locator('input[name=file]').setInputFiles(PLAN))
  await addEvidence(teacher, 'text', 'Reflexión', () =>
    page.locator('textarea[name=text]').fill('Cinco de seis equipos.'),
  )
  await teacher.menu('portfolio')
  await teacher.picture('portfolio')
  await teacher.press(say('portfolio.begin'))
  for (const [index, title] of ['Planificación', 'Reflexión'].entries()) {
    await page.getByRole('checkbox', { name: title }).nth(index).check()
  }
  await teacher.picture('draft')
  await teacher.press(say('portfolio.saveAndHandIn'))
  await page.locator('input[name=nameAsPrinted]').fill(NAME)
  await page.locator('input[name=isNameConfirmed]').check()
  await page.locator('input[name=credentialLanguage][value=es]').check()
  await page.locator('input[name=showsLevel]').check()
  await page.locator('input[name=aiUse][value=none]').check()
  await page.locator('input[name=isOwnWork]').check()
  await teacher.picture('hand-in')
  await teacher.press(say('portfolio.handover.now'))
  t.ok(await teacher.isTold('portfolio.done.handedIn'))
  await teacher.picture('handed-in')
}

async function addEvidence(
  teacher: BrowserPerson,
  kind: 'file' | 'text',
  title: string,
  content: () => Promise<void>,
): Promise<void> {
  const { page, t: say } = teacher
  await page.goto('/portfolio')
  await page
    .getByRole('link', { name: say('portfolio.evidence.add') })
    .first()
    .click()
  await page
    .getByRole('link', { name: say(`portfolio.kind.${kind}`) })
    .first()
    .click()
  await page.locator('input[name=title]').fill(title)
  await content()
  await page.locator('input[name=capturedOn]').fill(daysAgo(1).toISOString().slice(0, 10))
  await page.locator('select[name=language]').selectOption('es')
  await page.locator('input[name=peopleShown][value=none]').check()
  await teacher.press(say('portfolio.evidence.save'))
}

async function assign(t: Test, coordinator: BrowserPerson): Promise<void> {
  const { page, t: say } = coordinator
  await coordinator.menu('assessment')
  await coordinator.picture('board')
  await page.getByRole('table').getByRole('link').first().click()
  for (const slot of ['A', 'B']) {
    const choice = page.locator(`select[name="a.${slot}.assessorId"]`)
    const first = choice.locator('option:not([disabled]):not([value=""])').first()
    await choice.selectOption(await first.getAttribute('value'))
    await coordinator.press(say('assessment.assign'), `form:has(select[name="a.${slot}.assessorId"])`)
    t.ok(await coordinator.isTold('assessment.done.assigned'), slot)
  }
  await coordinator.picture('assigned')
}

async function judge(t: Test, assessor: BrowserPerson, marks: readonly string[]): Promise<void> {
  const { page, t: say } = assessor
  await assessor.menu('assessment')
  await assessor.follow(say('assessment.nextStep.assigned'))
  await assessor.picture('assignment')
  await page.locator('select[name=languageSupport]').selectOption('assessor_reads_language')
  await assessor.press(say('assessment.accept'))
  for (const [index, mark] of marks.entries()) {
    const form = page.locator('.workbench-criteria form').nth(index)
    await form.locator(`input[type=radio][value="${mark}"]`).check()
    await form.locator('textarea').fill(REASONS)
    await form.locator('select').selectOption('es')
    await form.locator('input[name$=".evidenceVersionIds"]').nth(index).check()
    await assessor.press(say('assessment.saveCriterion'), `.workbench-criteria form >> nth=${String(index)}`)
    t.ok(await assessor.isTold('assessment.saved'), `criterion ${String(index + 1)}`)
  }
  await assessor.picture('judged')
  await assessor.follow(say('assessment.toSeal', { left: 0 }))
  await page.locator('select[name=languageSupport]').selectOption('assessor_reads_language')
  await assessor.picture('seal')
  await assessor.press(say('assessment.seal'))
  t.ok(await assessor.isTold('assessment.done.sealed'))
  await assessor.picture('sealed')
}

async function reconcile(t: Test, { assessor, assessor2 }: Six): Promise<void> {
  const { page, t: say } = assessor
  await assessor.menu('assessment')
  await assessor.follow(/Microcurso de prueba/)
  await assessor.picture('comparison')
  const form = page.locator('form[action*="/reconciliations/"]').first()
  await form.locator('input[type=radio][value="3"]').check()
  await form.locator('textarea').fill('Revisamos juntos la reflexión: corresponde al nivel 3.')
  await form.locator('select').selectOption('es')
  await assessor.press(say('assessment.propose'))
  t.ok(await assessor.isTold('assessment.done.proposed'))
  await assessor2.menu('assessment')
  await assessor2.follow(/Microcurso de prueba/)
  await assessor2.picture('proposal')
  await assessor2.press(say('assessment.sign'))
  t.ok(await assessor2.isTold('assessment.done.signed'))
}

async function release(t: Test, coordinator: BrowserPerson): Promise<void> {
  const { page, t: say } = coordinator
  await coordinator.menu('assessment')
  await page.getByRole('table').getByRole('link').first().click()
  const feedback = page.locator('form[action*="/feedback/"]').first()
  await feedback.locator('textarea').fill('Muy bien fundamentado; comparta su tabla de consumos con sus colegas.')
  await coordinator.press(say('assessment.saveFeedback'), 'form[action*="/feedback/"]')
  t.ok(await coordinator.isTold('assessment.done.advised'))
  await coordinator.picture('before-release')
  await coordinator.press(say('assessment.release'))
  t.ok(await coordinator.isTold('assessment.done.released'))
  await coordinator.menu('awards')
  await page.locator('input[name=decisionIds]').first().check()
  await coordinator.picture('propose')
  await coordinator.press(say('credentials.board.propose'))
  t.ok(await coordinator.isTold('credentials.done.proposed'))
}

async function issue(t: Test, { signatory, signatory2 }: Six): Promise<void> {
  for (const { person, action, done } of [
    { person: signatory, action: 'approve', done: 'approved' },
    { person: signatory2, action: 'endorse', done: 'endorsed' },
    { person: signatory, action: 'issue', done: 'issued' },
  ]) {
    await person.menu('awards')
    await person.page.getByRole('checkbox', { name: NAME }).first().check()
    await person.picture(action)
    await person.press(person.t(`credentials.board.${action}Action`))
    t.ok(await person.isTold(`credentials.done.${done}`), action)
  }
  await signatory.picture('issued')
}

/** The teacher finds the badge, its paper and its number; answers the number. */
async function shared(t: Test, teacher: BrowserPerson): Promise<string> {
  const { page, t: say } = teacher
  await teacher.menu('awards')
  await teacher.picture('badges')
  const address = (await page.locator('[data-copy]').first().innerText()).trim()
  const link = page.getByRole('link', { name: say('credentials.mine.certificate') })
  const paper = await page.request.get((await link.getAttribute('href')) ?? '')
  t.equal(paper.headers()['content-type'], 'application/pdf')
  t.equal(await readQr(new Uint8Array(await paper.body())), address, 'the paper leads to the page')
  return address.split('/').at(-1) ?? ''
}

async function verified(
  t: Test,
  browser: Parameters<typeof BrowserPerson.at>[0],
  { address }: Road,
  code: string,
  complaints: string[],
): Promise<void> {
  for (const language of ['en', 'es', 'fi'] as const) {
    const employer = await BrowserPerson.at(browser, address, `employer-${language}`, complaints, {
      isPhone: language === 'en',
      language,
    })
    const { page, t: say } = employer
    await page.goto('/verify')
    await page.locator('input[name=code]').fill(code.toLowerCase().replaceAll('-', ' '))
    await employer.press(say('verification.form.codeSubmit'))
    t.equal(await page.locator('.verdict').getAttribute('data-state'), 'valid', language)
    t.ok(await page.getByText(NAME).first().isVisible(), language)
    await employer.picture('valid')
    await employer.close()
  }
}

async function revoke(t: Test, { signatory, signatory2 }: Six): Promise<void> {
  await signatory.menu('awards')
  await signatory.follow(NAME)
  await signatory.page.locator('select[name=category]').selectOption('administrative_error')
  await signatory.picture('revocation')
  await signatory.press(signatory.t('credentials.revocation.request'))
  t.ok(await signatory.isTold('credentials.done.revocation-requested'))
  await signatory2.menu('awards')
  await signatory2.follow(NAME)
  await signatory2.picture('confirmation')
  await signatory2.press(signatory2.t('credentials.revocation.confirm'))
  t.ok(await signatory2.isTold('credentials.done.revoked'))
}
