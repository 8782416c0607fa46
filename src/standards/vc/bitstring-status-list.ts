import { gunzipSync, gzipSync } from 'node:zlib'
import { DomainError } from '../../kernel/domain-error.ts'

/** Entries of a list at the least, so that one entry hides among many. Source: Bitstring Status List 1.0. */
export const MINIMUM_STATUS_LIST_LENGTH = 131_072

/** 64 million entries: beyond any list in use, and what decompression stops at. */
const LARGEST_LIST_BYTES = 8_000_000

/** `encodedList` is no compressed bitstring. Source: MALFORMED_VALUE_ERROR of Bitstring Status List 1.0. */
export class MalformedStatusList extends DomainError {
  readonly code = 'malformed-status-list'

  constructor(detail: string, cause?: unknown) {
    super(detail, { cause })
  }
}

/** A list with too few entries gives away whom an entry belongs to. Source: STATUS_LIST_LENGTH_ERROR. */
export class StatusListTooShort extends DomainError {
  readonly code = 'status-list-too-short'

  constructor(length: number) {
    super(`A status list has at least ${String(MINIMUM_STATUS_LIST_LENGTH)} entries; this one has ${String(length)}.`, {
      data: { length },
    })
  }
}

/** Source: RANGE_ERROR of Bitstring Status List 1.0. */
export class StatusIndexOutOfRange extends DomainError {
  readonly code = 'status-index-out-of-range'

  constructor(index: number, length: number) {
    super(`The status list has ${String(length)} entries, and none with the index ${String(index)}.`, {
      data: { index, length },
    })
  }
}

/** A list of `length` entries that are all clear. */
export function createStatusList(length = MINIMUM_STATUS_LIST_LENGTH): Uint8Array {
  if (length < MINIMUM_STATUS_LIST_LENGTH) throw new StatusListTooShort(length)
  return new Uint8Array(Math.ceil(length / 8))
}

/**
 * The bit for `index`, which counts from 0 at the leftmost bit. Throws `StatusIndexOutOfRange` beyond the list.
 * Source: Bitstring Status List 1.0, Validate Algorithm.
 */
export function statusAt(list: Uint8Array, index: number): boolean {
  return (byteAt(list, index) & maskOf(index)) !== 0
}

/** A copy of the list with the bit for `index` set or cleared. */
export function withStatus(list: Uint8Array, index: number, isSet: boolean): Uint8Array {
  const byte = byteAt(list, index)
  const copy = Uint8Array.from(list)
  copy[index >> 3] = isSet ? byte | maskOf(index) : byte & ~maskOf(index)
  return copy
}

function byteAt(list: Uint8Array, index: number): number {
  const byte = Number.isSafeInteger(index) && index >= 0 ? list[Math.floor(index / 8)] : undefined
  if (byte === undefined) throw new StatusIndexOutOfRange(index, list.length * 8)
  return byte
}

function maskOf(index: number): number {
  return 0x80 >> (index & 7)
}

/** `encodedList`: multibase base64url without padding of the gzipped bits. Source: Bitstring Generation Algorithm. */
export function encodeStatusList(list: Uint8Array): string {
  return `u${gzipSync(list).toString('base64url')}`
}

/**
 * The bits of an `encodedList`. Throws `MalformedStatusList` for another form or for one that would fill the memory,
 * `StatusListTooShort` below `minimumLength`. Source: Bitstring Expansion Algorithm.
 */
export function decodeStatusList(encoded: string, { minimumLength = MINIMUM_STATUS_LIST_LENGTH } = {}): Uint8Array {
  if (!/^u[A-Za-z0-9_-]+$/.test(encoded))
    throw new MalformedStatusList('The status list is not in multibase base64url form, which begins with u.')
  const list = inflate(Buffer.from(encoded.slice(1), 'base64url'))
  if (list.length * 8 < minimumLength) throw new StatusListTooShort(list.length * 8)
  return list
}

function inflate(compressed: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(gunzipSync(compressed, { maxOutputLength: LARGEST_LIST_BYTES }))
  } catch (error) {
    throw new MalformedStatusList('The status list cannot be decompressed.', error)
  }
}
