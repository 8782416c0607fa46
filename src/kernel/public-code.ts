import type { Branded, Randomness } from './ids.ts'

/** Sixteen Crockford base32 characters in groups of four: 80 random bits, printed on paper and typed by hand. */
export type PublicCode = Branded<string, 'PublicCode'>

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16
const NOTHING_ELSE = new RegExp(`^[${ALPHABET}]*$`)
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

export function newPublicCode(randomness: Randomness): PublicCode {
  // 256 is a multiple of 32, so the low five bits of a random byte are evenly spread.
  const characters = Array.from(randomness.bytes(LENGTH), (byte) => ALPHABET.charAt(byte & 31))
  return grouped(characters.join(''))
}

/** What a person typed, as the code it stands for: any case, any separators, O for 0, I and L for 1. Null when it cannot be one. */
export function readPublicCode(typed: string): PublicCode | null {
  const characters = typed
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replace(/[OIL]/g, (letter) => LOOK_ALIKES[letter] ?? letter)
  const isCode = characters.length === LENGTH && NOTHING_ELSE.test(characters)
  return isCode ? grouped(characters) : null
}

function grouped(characters: string): PublicCode {
  return (characters.match(/.{4}/g) ?? []).join('-') as PublicCode
}
