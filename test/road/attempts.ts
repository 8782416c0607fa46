import type { Test } from 'tap'
import { problemText, translator } from '../../src/texts/index.ts'
import type { PersonName } from '../support/programme.ts'
import { refusalOf, type Refusal, type Sent } from './answers.ts'
import { submit, visit, wordsOf, type Fields, type Page } from './form-visitor.ts'
import type { Road } from './scene.ts'
import { whatIsKept } from './what-is-kept.ts'

const spanish = translator('es')

/** One thing that must not go through, as a program sends it and as a person does. */
export interface Attempt {
  readonly what: string
  readonly as: PersonName
  readonly sent: Sent
  readonly refused: Refusal
  readonly page: string
  /** Of the form that is sent there; a page without them is asked for. */
  readonly fields?: Fields
  /** Where a form is refused by another rule than a request. */
  readonly onPage?: Refusal
  /** Texts that were typed and have to be there still. */
  readonly keeps?: readonly string[]
}

export async function tryAll(t: Test, road: Road, attempts: readonly Attempt[]): Promise<void> {
  const { database, config } = road.services
  for (const attempt of attempts) {
    const person = await road.as(attempt.as)
    await t.test(attempt.what, async (t) => {
      const before = await whatIsKept(database, config.dataDir)
      t.strictSame(await refusalOf(person, attempt.sent), attempt.refused)
      t.strictSame(await whatIsKept(database, config.dataDir), before, 'the request left everything as it was')
      const { page, fields, onPage = attempt.refused } = attempt
      const shown = await (fields ? submit(person, page, fields) : visit(person, page))
      t.equal(shown.status, onPage.status)
      isReadable(t, shown, onPage.code)
      for (const text of attempt.keeps ?? []) t.ok(shown.html.includes(text), `${text} is kept`)
      t.strictSame(await whatIsKept(database, config.dataDir), before, 'the form left everything as it was')
    })
  }
}

/** In the reader's language: what happened and what to do, and nothing of the machine. */
export function isReadable(t: Test, page: Page, code: string): void {
  const { title, todo } = problemText(spanish, { code })
  const words = wordsOf(page)
  t.match(page.html, /<html[^>]* lang="es"/)
  t.ok(words.includes(title), title)
  t.ok(words.includes(todo), todo)
  t.notMatch(words, /\.tsx?\b|node_modules|\w+Error:|\{"/)
}
