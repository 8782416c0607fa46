import { createHash, randomBytes, randomUUID } from 'node:crypto'

declare const brand: unique symbol
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** An absolute IRI that the service publishes or that somebody else minted. Never mixed with a UUID of ours. */
export type Iri = Branded<string, 'Iri'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Lower-case UUID of version 1 to 5: the pattern of CASE 1.0 refuses later versions. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

export function isIri(text: string): text is Iri {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(text)
}

/** Throws TypeError for a text without scheme or with white space. */
export function iri(text: string): Iri {
  if (!isIri(text)) throw new TypeError(`not an absolute IRI: ${text}`)
  return text
}

/** Randomness as an argument: ids, codes, salts and status indexes come from here. */
export interface Randomness {
  uuid(): string
  bytes(count: number): Uint8Array
}

export const systemRandomness: Randomness = {
  uuid: () => randomUUID(),
  bytes: (count) => new Uint8Array(randomBytes(count)),
}

/** Repeats itself for the same seed: for tests and golden files, never for keys or codes that leave a test. */
export function seededRandomness(seed: string): Randomness {
  let counter = 0
  const block = (): Buffer =>
    createHash('sha256')
      .update(`${seed}:${String(counter++)}`)
      .digest()
  return {
    uuid() {
      const hex = block().toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    },
    bytes(count) {
      const blocks: Buffer[] = []
      for (let have = 0; have < count; have += 32) blocks.push(block())
      return new Uint8Array(Buffer.concat(blocks).subarray(0, count))
    },
  }
}
