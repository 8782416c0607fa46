import { asc } from 'drizzle-orm'
import { tables } from '../../src/database/index.ts'
import { LANGUAGES } from '../../src/kernel/language.ts'
import { renderMessage, type MessageKind } from '../../src/mail/index.ts'
import type { TestOfPlayed } from './played.ts'

/** Each step of the log that somebody is told of. */
const TOLD: Readonly<Record<string, MessageKind>> = {
  'assignment.created': 'assessor-assigned',
  'submission.returned': 'submission-returned',
  'decision.released': 'decision-released',
  'award.issued': 'award-issued',
}

/** Whoever a step concerns is written to once, and no message tells what only a signed-in reader may learn. */
export const notices: TestOfPlayed = async (t, { world: { services, seed } }) => {
  const { owner } = services.database
  const messages = await owner.select().from(tables.outbox).orderBy(asc(tables.outbox.createdAt))
  const events = await owner.select().from(tables.auditEvents)
  for (const [action, kind] of Object.entries(TOLD)) {
    const steps = events.filter((event) => event.action === action).map(({ at }) => at.toISOString())
    const told = messages.filter((message) => message.kind === kind).map(({ createdAt }) => createdAt.toISOString())
    t.strictSame(told.sort(), steps.sort(), kind)
  }
  t.ok(messages.some(({ kind }) => kind === 'award-issued'))
  const sealed = [
    ...seed.people.map(({ familyName }) => familyName),
    ...seed.microCourses.flatMap(({ title }) => Object.values(title)),
  ]
  for (const kind of Object.values(TOLD)) {
    const paths = messages.filter((message) => message.kind === kind).map(({ path }) => path ?? '')
    t.ok(paths.every((path) => /^\/(assessment|portfolio|awards)(\/|$)/.test(path)))
    for (const language of LANGUAGES) {
      const { subject, text, html } = renderMessage({
        ...{ kind, language, name: 'Reader', programmeTitle: null },
        ...{ publicUrl: 'https://badges.example.org', url: `https://badges.example.org${paths[0] ?? ''}` },
      })
      const said = `${subject} ${text} ${html}`
      t.strictSame(
        sealed.filter((word) => said.includes(word)),
        [],
        `${kind} in ${language}`,
      )
    }
  }
}
