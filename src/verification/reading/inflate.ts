import { inflateSync } from 'node:zlib'
import { Malformed } from '../errors.ts'
import { MAX_BYTES } from './limits.ts'

/** Inflates a zlib stream; a stream that grows beyond a badge is refused while it grows. Null when it is no zlib stream. */
export function inflateBounded(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    if (error instanceof RangeError)
      throw new Malformed('expands-too-far', 'A compressed part of the file is too large to be a badge.', error)
    return null
  }
}
