import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { t } from '../support/test.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The whole demo, on a machine that has other tests to run as well. */
const WHOLE_DEMO_MS = 300_000

interface Ended {
  readonly code: number | null
  readonly lines: readonly string[]
  readonly complaint: string
}

/** As `npm run demo` does, with a folder of its own for what it throws away. */
function runDemo(port: number, temporary: string, ...args: readonly string[]): Promise<Ended> {
  const environment = { PATH: process.env['PATH'], PORT: String(port), TMPDIR: temporary }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/demo/main.ts', ...args], {
    cwd: ROOT,
    env: environment,
  })
  let [output, complaint] = ['', '']
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (complaint += String(chunk)))
  return new Promise((ended) => {
    child.on('close', (code) => ended({ code, lines: output.trimEnd().split('\n'), complaint }))
  })
}

const listening = (): Promise<Server> =>
  new Promise((up) => {
    const server = createServer().listen(0, '127.0.0.1', () => up(server))
  })

const portOf = (server: Server): number => (server.address() as AddressInfo).port

t.setTimeout(WHOLE_DEMO_MS)

t.test('the demo walks two badges down the road, opens what it prints, and leaves nothing behind', async (t) => {
  const probe = await listening()
  const port = portOf(probe)
  await new Promise((closed) => probe.close(closed))
  const temporary = mkdtempSync(join(tmpdir(), 'demo-test-'))
  const { code, lines, complaint } = await runDemo(port, temporary, '--exit')
  t.equal(code, 0, complaint)
  const address = `http://localhost:${port}`
  const ending = lines.slice(lines.indexOf('insignia demo: ready'))
  const [, page = '', credential = '', certificate = '', ...signIns] = ending
  t.match(page, new RegExp(`^verification page  ${address}/v/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$`))
  t.match(credential, new RegExp(`^credential         ${address}/credentials/[0-9a-f-]{36}$`))
  t.equal(certificate, `${credential.replace('credential ', 'certificate')}.pdf`)
  t.equal(signIns.length, 12, 'one line a role, and the signatory of the partner')
  for (const waiting of ['waits for assessors', 'waits for an approval', 'waits for the endorsement of the partner'])
    t.ok(
      lines.some((line) => line.endsWith(waiting)),
      waiting,
    )
  for (const line of signIns) {
    t.match(line, new RegExp(`^sign in            ${address}/sign-in  \\(\\S+@\\S+  password \\S+\\)  [a-z ]+$`))
  }
  t.notOk(
    readdirSync(temporary).some((name) => name.startsWith('insignia-demo-')),
    'the data folder is gone',
  )
})

t.test('a taken port is said before anything is done', async (t) => {
  const server = await listening()
  t.teardown(() => server.close())
  const { code, complaint } = await runDemo(portOf(server), mkdtempSync(join(tmpdir(), 'demo-test-')))
  t.equal(code, 1)
  t.match(complaint, /^insignia demo: failed\nPORT: \d+ is taken by another program\. Choose another one: PORT=\d+ /)
})
