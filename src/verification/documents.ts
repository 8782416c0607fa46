import type { VerificationPorts } from './ports.ts'
import type { JsonObject } from './reading/json-text.ts'
import { parseJsonObject } from './reading/json-text.ts'
import { decodeUtf8 } from './reading/utf8.ts'
import { unreachable, type Unreachable } from './unreachable.ts'

/** A document that was asked for, and who answered. `not-published`: ours to publish, and we do not. */
export type ReadDocument =
  | { readonly outcome: 'read'; readonly text: string; readonly own: boolean }
  | { readonly outcome: 'not-published' }
  | Unreachable

export interface Documents {
  read(url: string): Promise<ReadDocument>
  isOwn(url: string): boolean
}

/** Reads each document once for the length of one verification; our own addresses never go over the network. */
export function documentsThrough(ports: VerificationPorts, publicUrl: string): Documents {
  const seen = new Map<string, Promise<ReadDocument>>()
  const { ownDocuments } = ports
  const ownAddress = (url: string): string | null => (ownDocuments === null ? null : ownAddressOf(url, publicUrl))

  async function load(url: string): Promise<ReadDocument> {
    const own = ownAddress(url)
    if (ownDocuments !== null && own !== null) {
      const text = await ownDocuments.read(own)
      return text === null ? { outcome: 'not-published' } : { outcome: 'read', text, own: true }
    }
    const answer = await ports.fetchDocument(url)
    return answer.outcome === 'fetched' ? asText(answer.bytes) : answer
  }

  return {
    isOwn: (url) => ownAddress(url) !== null,
    read(url) {
      const known = seen.get(url) ?? load(url)
      seen.set(url, known)
      return known
    },
  }
}

/** The address under PUBLIC_URL that `url` means, without fragment; null for another host or path. */
function ownAddressOf(url: string, publicUrl: string): string | null {
  if (!URL.canParse(url)) return null
  const [asked, own] = [new URL(url), new URL(publicUrl)]
  if (!/^https?:$/.test(asked.protocol) || asked.host !== own.host) return null
  const base = own.pathname.replace(/\/$/, '')
  if (asked.pathname !== base && !asked.pathname.startsWith(`${base}/`)) return null
  return own.origin + asked.pathname + asked.search
}

function asText(bytes: Uint8Array): ReadDocument {
  try {
    return { outcome: 'read', text: decodeUtf8(bytes), own: false }
  } catch {
    return unreachable('not-text')
  }
}

/** The JSON object in a text, or null when there is none within the limits. */
export function jsonObjectIn(text: string): JsonObject | null {
  try {
    return parseJsonObject(text)
  } catch {
    return null
  }
}
