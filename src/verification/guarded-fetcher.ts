import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, request, type Dispatcher } from 'undici'
import type { FetchDocument, FetchedDocument, UnreachableCode } from './ports.ts'
import { isPublicAddress } from './public-address.ts'
import { unreachable } from './unreachable.ts'

export interface GuardedFetcherOptions {
  readonly timeoutMs?: number
  readonly maxBytes?: number
  /** How long an answer is reused; failures are kept a tenth of that. Status lists change, so keep it short. */
  readonly cacheMs?: number
  readonly cacheEntries?: number
  /** For tests against a server on this machine; the service never sets the following three. */
  readonly mayConnectTo?: (address: string) => boolean
  readonly resolve?: (host: string) => Promise<readonly string[]>
  readonly certificateAuthority?: string
  readonly now?: () => number
}

export interface GuardedFetcher {
  readonly fetchDocument: FetchDocument
  readonly close: () => Promise<void>
}

const ACCEPT = 'application/did+json, application/json, application/ld+json, application/vc, application/jwt, */*;q=0.1'

/**
 * Fetches documents that a stranger's badge names. Only https; only public addresses, checked after the name was
 * resolved and then connected to exactly those, so that a second answer of the resolver changes nothing; no redirect;
 * one deadline for everything from lookup to last byte; a limit on bytes. Never throws.
 */
export function guardedFetcher(options: GuardedFetcherOptions = {}): GuardedFetcher {
  const { timeoutMs = 5_000, maxBytes = 1_000_000, cacheMs = 60_000, cacheEntries = 200, now = Date.now } = options
  const agent = new Agent({
    connect: {
      lookup: guardedLookup(options),
      ...(options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority }),
    },
    maxHeaderSize: 16_384,
  })
  const cache = new Map<string, { until: number; document: Promise<FetchedDocument> }>()

  async function load(url: URL): Promise<FetchedDocument> {
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const answer = request(url, { dispatcher: agent, signal, headers: { accept: ACCEPT } })
      return await Promise.race([answer.then((response) => read(response, maxBytes)), expiry(signal)])
    } catch (error) {
      return unreachable(codeOf(error))
    }
  }

  return {
    fetchDocument(address) {
      const url = permittedUrl(address, options.mayConnectTo ?? isPublicAddress)
      if (!url) return Promise.resolve(unreachable('address-refused'))
      const kept = cache.get(url.href)
      if (kept && kept.until > now()) return kept.document
      const entry = { until: now() + cacheMs, document: load(url) }
      void entry.document.then(({ outcome }) => {
        if (outcome !== 'fetched') entry.until = Math.min(entry.until, now() + cacheMs / 10)
      })
      cache.delete(url.href)
      cache.set(url.href, entry)
      for (const oldest of cache.keys()) if (cache.size > cacheEntries) cache.delete(oldest)
      return entry.document
    },
    close: () => agent.destroy(),
  }
}

/** https, no user name, and a host that is a name or a public address in whichever notation. */
function permittedUrl(address: string, mayConnectTo: (address: string) => boolean): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== 'https:' || url.username || url.password) return null
  url.hash = ''
  // The URL parser has turned 0x7f.1, 2130706433 and 017700000001 into 127.0.0.1 already.
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) && !mayConnectTo(literal)) return null
  return url
}

class AddressRefused extends Error {}

/** A lookup for sockets that answers permitted addresses only; one forbidden address among them refuses the name. */
function guardedLookup(options: GuardedFetcherOptions): LookupFunction {
  const mayConnectTo = options.mayConnectTo ?? isPublicAddress
  const resolve = options.resolve ?? resolveName
  return (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses
        if (first === undefined || !addresses.every(mayConnectTo)) callback(new AddressRefused(host), '', 0)
        else if (all)
          callback(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          )
        else callback(null, first, isIP(first))
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error('lookup failed'), '', 0)
      },
    )
  }
}

async function resolveName(host: string): Promise<string[]> {
  const addresses = await systemLookup(host, { all: true, verbatim: true })
  return addresses.map(({ address }) => address)
}

async function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<FetchedDocument> {
  // A body that nobody reads to its end must not bring the process down when it is dropped.
  body.on('error', () => undefined)
  const refusal = refusalOf(statusCode, Number(headers['content-length'] ?? 0), maxBytes)
  if (refusal) {
    body.destroy()
    return unreachable(refusal)
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > maxBytes) {
      body.destroy()
      return unreachable('too-large')
    }
    parts.push(part)
  }
  return { outcome: 'fetched', bytes: Buffer.concat(parts) }
}

function refusalOf(statusCode: number, contentLength: number, maxBytes: number): UnreachableCode | null {
  if (statusCode >= 300 && statusCode < 400) return 'redirected'
  if (statusCode === 404 || statusCode === 410) return 'absent'
  if (statusCode !== 200) return 'refused-by-host'
  return contentLength > maxBytes ? 'too-large' : null
}

function expiry(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('timed out'))
    })
  })
}

function codeOf(error: unknown): UnreachableCode {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AddressRefused) return 'address-refused'
    if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return 'timed-out'
  }
  return 'no-answer'
}
