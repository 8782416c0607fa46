import { Malformed } from '../errors.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Text of UTF-8 bytes, without a byte order mark. Broken UTF-8 is refused: replacing it would change what was signed. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw new Malformed('not-utf-8', 'The file is not text in UTF-8. Ask for the original file.', error)
  }
}
