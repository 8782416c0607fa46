import type {
  FetchedDocument,
  OwnRecordEntry,
  RecognisedIssuer,
  VerificationPorts,
} from '../../src/verification/index.ts'
import { unreachable } from '../../src/verification/index.ts'

export const PUBLIC_URL = 'https://insignia.example'

/** What the world holds for one test; whatever is not named is not there, and there is no network. */
export interface World {
  /** Documents of others, by address. */
  readonly web?: Readonly<Record<string, string | object>>
  /** What we publish, by address. */
  readonly own?: Readonly<Record<string, string | object>>
  readonly keeps?: readonly string[]
  readonly codes?: Readonly<Record<string, string>>
  readonly records?: Readonly<Record<string, OwnRecordEntry>>
  readonly recognised?: Readonly<Record<string, RecognisedIssuer>>
}

export interface WatchedPorts extends VerificationPorts {
  /** Every question that was asked, in order, as `port argument`. */
  readonly asked: string[]
}

export function portsOf(world: World): WatchedPorts {
  const asked: string[] = []
  function answer<T>(question: string, value: T): Promise<T> {
    asked.push(question)
    return Promise.resolve(value)
  }
  return {
    asked,
    ownDocuments: {
      read: (url) => answer(`own ${url}`, textOf(world.own?.[url])),
      keeps: (controller) => answer(`keeps ${controller}`, world.keeps?.includes(controller) ?? false),
    },
    findByCode: (code) => answer(`code ${code}`, world.codes?.[code] ?? null),
    ownRecord: (id, issuerId) => answer(`record ${id} ${issuerId}`, world.records?.[id] ?? null),
    recognisedIssuers: (id) => answer(`recognised ${id}`, world.recognised?.[id] ?? null),
    fetchDocument: (url) => answer(`web ${url}`, fetched(world.web?.[url.replace(/#.*/, '')])),
  }
}

function fetched(document: string | object | undefined): FetchedDocument {
  const text = textOf(document)
  return text === null ? unreachable('no-answer') : { outcome: 'fetched', bytes: Buffer.from(text) }
}

function textOf(document: string | object | undefined): string | null {
  if (document === undefined) return null
  return typeof document === 'string' ? document : JSON.stringify(document)
}
