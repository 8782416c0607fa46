import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Test } from 'tap'
import type { MailConfig } from '../../src/config.ts'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came over the wire. */
  readonly source: string
  readonly header: (name: string) => string | undefined
  /** The plain text, decoded. */
  readonly text: string
  readonly html: string
}

export interface MailServer {
  readonly config: MailConfig
  readonly received: readonly ReceivedMail[]
}

/** Replaces what the server does; it is given a way to hang up on everybody. */
export type ServerOptions = SMTPServerOptions | ((hangUp: () => void) => SMTPServerOptions)

/** A mail server on loopback; `given` replaces what it does. Closed when the test ends. */
export async function startMailServer(t: Test, given: ServerOptions = {}, port = 0): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const hangUp = (): void => {
    for (const connection of server.connections) connection.close()
  }
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({ from, to, ...parse(Buffer.concat(parts).toString('utf8')) })
        done()
      })
    },
    ...(typeof given === 'function' ? given(hangUp) : given),
  })
  server.on('error', () => undefined)
  server.listen(port, '0.0.0.0')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>((done) => server.close(done)))
  return { config: mailConfigOf((server.server.address() as AddressInfo).port), received }
}

export function mailConfigOf(port: number): MailConfig {
  const from = { name: 'Insignia', address: 'badges@example.org' }
  return { host: '127.0.0.1', port, isTls: false, auth: null, from }
}

function parse(source: string): Pick<ReceivedMail, 'source' | 'header' | 'text' | 'html'> {
  const [head = ''] = source.split('\r\n\r\n')
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)] as const),
  )
  const part = (type: string): string => {
    const found = new RegExp(`Content-Type: ${type}[\\s\\S]*?\\r\\n\\r\\n([\\s\\S]*?)\\r\\n--`).exec(source)
    const encoding = new RegExp(`Content-Type: ${type}[\\s\\S]*?Content-Transfer-Encoding: (\\S+)`).exec(source)?.[1]
    return decoded(found?.[1] ?? '', encoding ?? '')
  }
  return {
    source,
    header: (name) => headers.get(name.toLowerCase()),
    text: part('text/plain'),
    html: part('text/html'),
  }
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
