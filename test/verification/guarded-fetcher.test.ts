import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { t, type Test } from '../support/test.ts'
import { guardedFetcher, type GuardedFetcherOptions } from '../../src/verification/guarded-fetcher.ts'

const tls = (file: string): string => readFileSync(new URL(`../fixtures/tls/${file}`, import.meta.url), 'utf8')
const certificate = tls('certificate.pem')

type Answer = (response: ServerResponse) => void

/** A server on this machine that answers as told, and a fetcher that is let through to it alone. */
async function hostile(t: Test, answer: Answer, options: GuardedFetcherOptions = {}) {
  let requests = 0
  const server: Server = createServer({ key: tls('key.pem'), cert: certificate }, (_, response) => {
    requests++
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fetcher = guardedFetcher({
    certificateAuthority: certificate,
    mayConnectTo: (address) => address === '127.0.0.1',
    resolve: () => Promise.resolve(['127.0.0.1']),
    timeoutMs: 400,
    maxBytes: 1_000,
    ...options,
  })
  t.teardown(async () => {
    await fetcher.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { ...fetcher, url: `https://badges.test:${String(port)}/did.json`, requests: () => requests }
}

t.test('a document is fetched, once while it is kept', async (t) => {
  const clock = { now: 0 }
  const { fetchDocument, url, requests } = await hostile(t, (response) => response.end('{"id":"x"}'), {
    cacheMs: 1_000,
    now: () => clock.now,
  })
  t.same(await fetchDocument(url), { outcome: 'fetched', bytes: Buffer.from('{"id":"x"}') })
  await fetchDocument(`${url}#key`)
  t.equal(requests(), 1, 'a fragment is not another document')
  clock.now = 1_001
  await fetchDocument(url)
  t.equal(requests(), 2, 'asked again when it is old')
})

t.test('a failure is kept for a shorter time', async (t) => {
  const clock = { now: 0 }
  const { fetchDocument, url, requests } = await hostile(t, (response) => response.writeHead(500).end(), {
    cacheMs: 1_000,
    now: () => clock.now,
  })
  await fetchDocument(url)
  await fetchDocument(url)
  t.equal(requests(), 1)
  clock.now = 101
  await fetchDocument(url)
  t.equal(requests(), 2)
})

const slowly = (response: ServerResponse, piece: string): void => {
  response.writeHead(200)
  const timer = setInterval(() => response.write(piece), 50)
  response.on('close', () => {
    clearInterval(timer)
  })
}

const HOSTILE: readonly { name: string; answer: Answer; code: string }[] = [
  {
    name: 'a redirect, even to the same host',
    answer: (response) => response.writeHead(302, { location: '/other' }).end(),
    code: 'redirected',
  },
  {
    name: 'a redirect into the private network',
    answer: (response) => response.writeHead(307, { location: 'https://169.254.169.254/latest' }).end(),
    code: 'redirected',
  },
  { name: 'nothing there', answer: (response) => response.writeHead(404).end('no'), code: 'absent' },
  { name: 'an error', answer: (response) => response.writeHead(503).end('{}'), code: 'refused-by-host' },
  { name: 'an answer that never comes', answer: () => undefined, code: 'timed-out' },
  { name: 'a body that drips for ever', answer: (response) => slowly(response, ' '), code: 'timed-out' },
  { name: 'a body that floods for ever', answer: (response) => slowly(response, 'x'.repeat(600)), code: 'too-large' },
  {
    name: 'a length that is too large',
    answer: (response) => response.writeHead(200, { 'content-length': '1000000000' }).flushHeaders(),
    code: 'too-large',
  },
  {
    name: 'a body cut short',
    answer: (response) => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"id"', () => response.destroy())
    },
    code: 'no-answer',
  },
  {
    name: 'headers without end',
    answer: (response) => response.writeHead(200, { 'x-long': 'x'.repeat(60_000) }).end('{}'),
    code: 'no-answer',
  },
]

for (const { name, answer, code } of HOSTILE)
  t.test(`refused: ${name}`, async (t) => {
    const { fetchDocument, url } = await hostile(t, answer)
    const started = performance.now()
    t.match(await fetchDocument(url), { outcome: 'unreachable', code })
    t.ok(performance.now() - started < 2_000, 'within the deadline')
  })

const FORBIDDEN_URLS = [
  'http://badges.test/did.json',
  'https://user:secret@badges.test/did.json',
  'file:///etc/passwd',
  'ftp://badges.test/x',
  'data:application/json,{}',
  'not an address',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://①②⑦.0.0.1/',
  'https://127。0。0。1/',
  'https://0/',
  'https://10.1.2.3/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
]

t.test('an address that is not of the public web is not even looked up', async (t) => {
  const lookedUp: string[] = []
  const { fetchDocument, close } = guardedFetcher({
    resolve: (host) => {
      lookedUp.push(host)
      return Promise.resolve([])
    },
  })
  t.teardown(close)
  for (const url of FORBIDDEN_URLS) t.match(await fetchDocument(url), { code: 'address-refused' }, url)
  t.same(lookedUp, [])
})

t.test('a name that leads into the private network is refused, whichever of its addresses does', async (t) => {
  for (const addresses of [
    ['127.0.0.1'],
    ['10.0.0.1'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    ['93.184.216.34', '192.168.0.1'],
  ]) {
    const { fetchDocument, close } = guardedFetcher({ resolve: () => Promise.resolve(addresses) })
    t.match(await fetchDocument('https://rebinding.test/'), { code: 'address-refused' }, addresses.join())
    await close()
  }
})

t.test('the connection goes to the address that was checked, however the resolver answers later', async (t) => {
  const answers = [['127.0.0.1'], ['127.0.0.2']]
  const asked: string[] = []
  const { fetchDocument, url } = await hostile(t, (response) => response.end('{}'), {
    resolve: (host) => {
      asked.push(host)
      return Promise.resolve(answers.shift() ?? [])
    },
  })
  t.match(await fetchDocument(url), { outcome: 'fetched' })
  t.same(asked, ['badges.test'], 'the name was resolved once')
})

t.test('a certificate of another host, or of an authority that nobody trusts, is refused', async (t) => {
  const { fetchDocument, url } = await hostile(t, (response) => response.end('{}'))
  t.match(await fetchDocument(url.replace('badges.test', 'other.test')), { code: 'no-answer' })
  const { fetchDocument: strict, close } = guardedFetcher({
    mayConnectTo: () => true,
    resolve: () => Promise.resolve(['127.0.0.1']),
  })
  t.teardown(close)
  t.match(await strict(url), { code: 'no-answer' })
})

t.test('a name that does not exist, or whose lookup never ends', async (t) => {
  const failing = guardedFetcher({ resolve: () => Promise.reject(new Error('ENOTFOUND')) })
  const never = setTimeout(() => undefined, 60_000)
  const silent = guardedFetcher({ resolve: () => new Promise(() => never), timeoutMs: 200 })
  t.teardown(async () => {
    clearTimeout(never)
    await Promise.all([failing.close(), silent.close()])
  })
  t.match(await failing.fetchDocument('https://nowhere.test/'), { code: 'no-answer' })
  t.match(await silent.fetchDocument('https://nowhere.test/'), { code: 'timed-out' })
})

t.test('the memory of answers is small', async (t) => {
  const { fetchDocument, url, requests } = await hostile(t, (response) => response.end('{}'), { cacheEntries: 2 })
  for (const name of ['a', 'b', 'c']) await fetchDocument(`${url}?${name}`)
  await fetchDocument(`${url}?c`)
  t.equal(requests(), 3, 'the newest is kept')
  await fetchDocument(`${url}?a`)
  t.equal(requests(), 4, 'the oldest is not')
})
