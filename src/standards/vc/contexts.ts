import { DomainError } from '../../kernel/domain-error.ts'
import { EU_CONTEXT, EU_CONTEXT_NAME, OFFICIAL_CONTEXTS, readPinned } from './context-files.ts'

export { CONTEXT, EU_CONTEXT_NAME } from './context-files.ts'

/** What jsonld asks of a loader. `tag: 'static'` lets it keep the processed context. */
export interface RemoteDocument {
  readonly contextUrl: null
  readonly documentUrl: string
  readonly document: unknown
  readonly tag: 'static'
}

export type DocumentLoader = (url: string) => Promise<RemoteDocument>

/** A document names a context that we do not carry. Contexts are never fetched, so its meaning cannot be known. */
export class UnbundledContext extends DomainError {
  readonly code = 'unbundled-context'

  constructor(url: string) {
    super(`The document uses the context ${url}, which this service does not carry. Contexts are never fetched.`, {
      data: { url },
    })
  }
}

const folder = new URL('../../../contexts/', import.meta.url)

const official = new Map(
  Object.entries(OFFICIAL_CONTEXTS).map(([url, pinned]) => [url, frozen(JSON.parse(readPinned(folder, pinned)))]),
)

/** The bytes of a context that is kept here; null for any other address. */
export function bundledContextBytes(url: string): Uint8Array | null {
  const pinned = Object.hasOwn(OFFICIAL_CONTEXTS, url) ? OFFICIAL_CONTEXTS[url] : undefined
  return pinned ? Buffer.from(readPinned(folder, pinned)) : null
}

/** Our own context, as it is served under `/contexts/`. */
export const EU_CONTEXT_TEXT = readPinned(folder, EU_CONTEXT)
const euContext = frozen(JSON.parse(EU_CONTEXT_TEXT))

/** The address of our own context in this installation. */
export function euContextUrl(publicUrl: string): string {
  return `${publicUrl}/contexts/${EU_CONTEXT_NAME}`
}

/**
 * A loader that knows the bundled contexts and, with `publicUrl`, our own one under that address; everything else
 * rejects with `UnbundledContext`. An equally named context of a stranger is a stranger's: its bytes may be others.
 */
export function createDocumentLoader(publicUrl?: string): DocumentLoader {
  const own = publicUrl === undefined ? null : euContextUrl(publicUrl)
  return (url) => {
    const document = url === own ? euContext : official.get(url)
    if (document === undefined) return Promise.reject(new UnbundledContext(url))
    return Promise.resolve({ contextUrl: null, documentUrl: url, document, tag: 'static' })
  }
}

/** The `UnbundledContext` inside an error of a JSON-LD library, which wraps what its loader throws; else null. */
export function unbundledContextIn(error: unknown): UnbundledContext | null {
  const seen = new Set<unknown>()
  const waiting: unknown[] = [error]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next instanceof UnbundledContext) return next
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    const { cause, details, errors } = next as { cause?: unknown; details?: { cause?: unknown }; errors?: unknown }
    waiting.push(...[cause, details?.cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])].filter(Boolean))
  }
  return null
}

function frozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
