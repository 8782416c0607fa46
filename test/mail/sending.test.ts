import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import type { MailConfig } from '../../src/config.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { mailErrand, queueMessage, smtpPostman, type NewMessage, type Postman } from '../../src/mail/index.ts'
import { systemActor } from '../../src/kernel/actor.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { runDueTasks } from '../../src/tasks/index.ts'
import { clearTables, onBothDatabases } from '../support/database.ts'
import { mailConfigOf, startMailServer, type ServerOptions } from '../support/mail-server.ts'
import { createProgramme, type TestProgramme } from '../support/programme.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const HOUR_MS = 3_600_000
const PUBLIC_URL = 'https://badges.example.org'

const answer = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })

const TROUBLED: readonly {
  name: string
  server: ServerOptions
  trouble: { trouble: string; replyCode: number | null }
  isFinal: boolean
}[] = [
  {
    name: 'a server that knows no such mailbox',
    server: { onRcptTo: (_address, _session, done) => done(answer(550, 'no such user')) },
    trouble: { trouble: 'refused', replyCode: 550 },
    isFinal: true,
  },
  {
    name: 'a server that refuses the text',
    server: {
      onData: (stream, _session, done) => {
        stream.resume()
        stream.on('end', () => done(answer(554, 'not wanted')))
      },
    },
    trouble: { trouble: 'refused', replyCode: 554 },
    isFinal: true,
  },
  {
    name: 'a server that asks for patience',
    server: { onRcptTo: (_address, _session, done) => done(answer(450, 'greylisted')) },
    trouble: { trouble: 'refused', replyCode: 450 },
    isFinal: false,
  },
  {
    name: 'a server that refuses our sender',
    server: { onMailFrom: (_address, _session, done) => done(answer(553, 'sender not allowed')) },
    trouble: { trouble: 'refused', replyCode: 553 },
    isFinal: false,
  },
  {
    name: 'a server that hangs up',
    server: (hangUp) => ({ onMailFrom: hangUp }),
    trouble: { trouble: 'interrupted', replyCode: null },
    isFinal: false,
  },
]

await onBothDatabases(t, 'sending mail', async (t, database) => {
  const clock = new SettableClock(NOW)
  let home: TestProgramme
  t.beforeEach(async () => {
    await clearTables(database)
    clock.set(NOW)
    home = await createProgramme(database, systemRandomness)
  })

  const queue = (message: NewMessage) =>
    database.transaction(systemActor([home.id]), clock.now(), (tx) =>
      queueMessage(tx, systemRandomness, clock.now(), message),
    )
  const notice = (name: 'mentor' | 'observer' = 'mentor'): NewMessage => ({
    kind: 'decision-released',
    personId: home.people[name].personId ?? '',
    programmeId: home.id,
    path: '/portfolio/submissions/1',
  })
  const invitation = (): NewMessage => ({
    kind: 'invitation',
    personId: home.people.mentor.personId ?? '',
    programmeId: home.id,
  })
  const stored = () => database.owner.select().from(tables.outbox)
  const later = (ms: number) => clock.set(new Date(clock.now().getTime() + ms))

  t.test('a message goes out once, in the language of its reader', async (t) => {
    const server = await startMailServer(t)
    await queue(notice())
    await database.owner
      .update(tables.persons)
      .set({ locale: 'fi', givenName: 'Älvä\r\nBcc: thief@example.org', familyName: 'Ñancupil' })
      .where(eq(tables.persons.id, home.people.mentor.personId ?? ''))
    t.equal(await work(database, clock, server.config), 1)
    t.equal(await work(database, clock, server.config), 0)
    const [mail] = server.received
    t.equal(server.received.length, 1)
    t.strictSame(mail?.to, ['mentor@home.example'])
    t.equal(mail?.from, 'badges@example.org')
    t.equal(mail?.header('bcc'), undefined)
    t.equal(mail?.header('auto-submitted'), 'auto-generated')
    t.match(mail?.text, /^Hei Älvä Bcc: thief@example.org Ñancupil,/)
    t.match(mail?.text, 'Ohjelma: Ohjelma home')
    t.match(mail?.text, `${PUBLIC_URL}/portfolio/submissions/1`)
    t.match(mail?.html, `href="${PUBLIC_URL}/portfolio/submissions/1"`)
    t.match(await stored(), [{ state: 'sent', settledAt: NOW }])
  })

  t.test('a one-time link is in the message and nowhere else', async (t) => {
    const server = await startMailServer(t)
    await queue(invitation())
    t.equal(await work(database, clock, server.config), 1)
    t.match(server.received[0]?.text, `${PUBLIC_URL}/welcome/token-of-invitation`)
    const kept = JSON.stringify([await stored(), await database.owner.select().from(tables.tasks)])
    t.notMatch(kept, 'token-of-invitation')
  })

  t.test('two processes send it once', async (t) => {
    const server = await startMailServer(t)
    for (let count = 0; count < 6; count++) await queue(notice(count % 2 === 0 ? 'mentor' : 'observer'))
    const sent = await Promise.all([work(database, clock, server.config), work(database, clock, server.config)])
    t.equal(sent[0] + sent[1], 6)
    const ids = server.received.map((mail) => mail.header('message-id'))
    t.equal(new Set(ids).size, 6)
    t.equal(ids.length, 6)
  })

  t.test('a worker that is slow with one message leaves those that another has taken over', async (t) => {
    await queue(notice())
    await queue(notice('observer'))
    const sent: string[] = []
    const postman = (name: string, meanwhile: () => Promise<unknown>): Postman => ({
      send: async ({ to }) => {
        sent.push(`${name} ${to.address}`)
        await meanwhile()
      },
    })
    const other = () => {
      later(61_000)
      return workWith(
        database,
        clock,
        postman('second', () => Promise.resolve()),
      )
    }
    await workWith(database, clock, postman('first', sent.length === 0 ? other : () => Promise.resolve()))
    t.equal(sent.length, 2)
    t.equal(new Set(sent.map((line) => line.split(' ')[1])).size, 2)
    t.match(await stored(), [{ state: 'sent' }, { state: 'sent' }])
  })

  t.test('a server that is down at first gets it later', async (t) => {
    const port = await freePort()
    await queue(notice())
    t.equal(await work(database, clock, mailConfigOf(port)), 0)
    t.match(await stored(), [{ state: 'waiting', trouble: 'unreachable', attempts: 1 }])
    t.equal(await work(database, clock, mailConfigOf(port)), 0, 'not before its time')
    const server = await startMailServer(t, {}, port)
    later(2000)
    t.equal(await work(database, clock, server.config), 1)
    t.match(await stored(), [{ state: 'sent', trouble: null }])
    t.equal(server.received.length, 1)
  })

  for (const { name, server, trouble, isFinal } of TROUBLED) {
    t.test(`${name}: ${isFinal ? 'given up' : 'tried again'}`, async (t) => {
      const { config, received } = await startMailServer(t, server)
      await queue(notice())
      t.equal(await work(database, clock, config), 0)
      t.match(await stored(), [{ state: isFinal ? 'failed' : 'waiting', attempts: 1, ...trouble }])
      later(HOUR_MS)
      await work(database, clock, config)
      t.match(await stored(), [{ attempts: isFinal ? 1 : 2 }])
      t.equal(received.length, 0)
    })
  }

  t.test('what fails for a day is given up', async (t) => {
    const port = await freePort()
    await queue(notice())
    for (let count = 0; count < 36; count++) {
      await work(database, clock, mailConfigOf(port))
      later(HOUR_MS)
    }
    t.match(await stored(), [{ state: 'failed', attempts: 36, trouble: 'unreachable' }])
    t.match(await database.owner.select().from(tables.tasks), [{ state: 'failed' }])
  })

  t.test('an address with a line break reaches no server', async (t) => {
    const server = await startMailServer(t)
    await queue(notice())
    await database.owner
      .update(tables.persons)
      .set({ emailNorm: 'a@b.example\r\nRCPT TO:<thief@example.org>' })
      .where(eq(tables.persons.id, home.people.mentor.personId ?? ''))
    await work(database, clock, server.config)
    t.match(await stored(), [{ state: 'failed', trouble: 'unusable-address' }])
    t.equal(server.received.length, 0)
  })

  t.test('nothing goes to somebody who was erased meanwhile, or who may not have a link', async (t) => {
    const server = await startMailServer(t)
    await queue(notice())
    await queue({ kind: 'password-link', personId: home.people.observer.personId ?? '', programmeId: null })
    await database.owner
      .update(tables.persons)
      .set({ erasedAt: NOW })
      .where(eq(tables.persons.id, home.people.mentor.personId ?? ''))
    await work(database, clock, server.config)
    t.match(await stored(), [{ state: 'dropped' }, { state: 'dropped' }])
    t.equal(server.received.length, 0)
  })

  t.test('a typed address is forgotten once it is looked up, known or not', async (t) => {
    const server = await startMailServer(t)
    await queue({ kind: 'invitation', address: 'mentor@home.example', programmeId: null })
    await queue({ kind: 'invitation', address: 'nobody@home.example', programmeId: null })
    await work(database, clock, server.config)
    const [known, unknown] = (await stored()).sort((a, b) => b.state.localeCompare(a.state))
    t.match(known, { state: 'sent', address: null, personId: home.people.mentor.personId })
    t.match(unknown, { state: 'dropped', address: null, personId: null })
    t.strictSame(
      server.received.flatMap(({ to }) => to),
      ['mentor@home.example'],
    )
  })

  t.test('whose a typed address is stays known when the message is not delivered', async (t) => {
    await queue({ kind: 'invitation', address: 'mentor@home.example', programmeId: null })
    await work(database, clock, mailConfigOf(await freePort()))
    const personId = home.people.mentor.personId ?? ''
    t.match(await stored(), [{ state: 'waiting', trouble: 'unreachable', address: null, personId }])
  })

  t.test('without a mail server messages are kept', async (t) => {
    await queue(notice())
    await workWith(database, clock, null)
    t.match(await stored(), [{ state: 'kept' }])
  })
})

t.test('a password is not sent to another machine in the clear', async (t) => {
  const commands: string[] = []
  const server = await startMailServer(t, {
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => {
      commands.push('AUTH')
      done(null, { user: 'a' })
    },
  })
  const letter = { subject: 's', text: 't', html: 'h', messageId: '<1@a>', to: { name: '', address: 'a@b.example' } }
  const config = { ...server.config, auth: { user: 'a', password: 'b' } }
  await t.rejects(smtpPostman({ ...config, host: '127.0.0.2' }).send(letter), { message: /unsafe-connection/ })
  t.strictSame([commands, server.received.length], [[], 0])
  await smtpPostman(config).send(letter)
  t.strictSame([commands, server.received.length], [['AUTH'], 1])
})

function work(database: Database, clock: SettableClock, config: MailConfig): Promise<number> {
  return workWith(database, clock, smtpPostman(config))
}

/** One process. */
function workWith(database: Database, clock: SettableClock, postman: Postman | null): Promise<number> {
  const errand = mailErrand({
    database,
    publicUrl: PUBLIC_URL,
    postman,
    makeLink: (kind) => Promise.resolve(kind === 'password-link' ? null : `/welcome/token-of-${kind}`),
  })
  return runDueTasks({ database, clock, worker: systemRandomness.uuid(), handlers: { 'send-mail': errand } })
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
