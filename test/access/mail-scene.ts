import type { Test } from 'tap'
import {
  createAccounts,
  forgottenRoutes,
  mailLinks,
  outboxRoutes,
  peoplePages,
  peopleRoutes,
  signInLinkRoutes,
  signInPages,
} from '../../src/access/index.ts'
import { readConfig, type Config } from '../../src/config.ts'
import type { Database } from '../../src/database/index.ts'
import { mailErrand, SEND_MAIL, smtpPostman } from '../../src/mail/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import type { Services } from '../../src/services.ts'
import { runDueTasks } from '../../src/tasks/index.ts'
import { buildTestApp, testServices, type TestApp } from '../support/app.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'

export interface MailScene extends TestApp {
  readonly services: Services
  readonly clock: SettableClock
  readonly home: TestProgramme
  readonly server: MailServer
  /** Sends what waits; returns the newest message's one-time path, without the language. */
  readonly deliver: () => Promise<string>
  /** Sends a form of a reader who is not signed in, as their browser would. */
  readonly answer: (page: string, fields: Record<string, string>) => ReturnType<TestApp['get']>
}

/** The pages about accounts, beside a real mail server. */
export async function mailScene(t: Test, database: Database, given: Partial<Config> = {}): Promise<MailScene> {
  const server = await startMailServer(t)
  const base = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SESSION_SECRET: 'a secret for tests, 32 characters',
  })
  const config: Config = { ...base, mail: server.config, ...given }
  const clock = new SettableClock(new Date())
  const services = testServices(database, { config, clock, randomness: systemRandomness })
  const home = await createProgramme(database, systemRandomness)
  const accounts = createAccounts(services)
  const features = [
    signInPages(accounts),
    signInLinkRoutes(accounts),
    forgottenRoutes,
    outboxRoutes,
    peoplePages,
    peopleRoutes,
  ]
  const running = await buildTestApp(t, services, features, home.people)
  const postman = config.mail === null ? null : smtpPostman(config.mail)
  const { publicUrl } = config
  const errand = mailErrand({ database, publicUrl, postman, makeLink: mailLinks(services) })
  return {
    ...running,
    services,
    clock,
    home,
    server,
    async deliver() {
      await runDueTasks({ database, clock, worker: systemRandomness.uuid(), handlers: { [SEND_MAIL]: errand } })
      return /(?:\/welcome|\/sign-in\/link)\/[\w-]{43}/.exec(server.received.at(-1)?.text ?? '')?.[0] ?? ''
    },
    async answer(page, fields) {
      const open = await running.get(page, { accept: 'text/html' })
      const token = /name="_csrf" value="([^"]+)"/.exec(open.body)?.[1] ?? ''
      return running.app.inject({
        method: 'POST',
        url: page,
        cookies: Object.fromEntries(open.cookies.map(({ name, value }) => [name, value])),
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ _csrf: token, ...fields }).toString(),
      })
    },
  }
}
