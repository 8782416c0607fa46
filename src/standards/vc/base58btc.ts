const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Bitcoin's base 58, as multibase texts with the prefix z use it. Source: draft-msporny-base58. Not for long inputs. */
export function encodeBase58Btc(bytes: Uint8Array): string {
  const firstOther = bytes.findIndex((byte) => byte !== 0)
  const zeros = firstOther === -1 ? bytes.length : firstOther
  let digits = ''
  for (let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`); rest > 0n; rest /= 58n) {
    digits = ALPHABET.charAt(Number(rest % 58n)) + digits
  }
  return '1'.repeat(zeros) + digits
}

/** Null for a text with other characters. */
export function decodeBase58Btc(text: string): Uint8Array | null {
  let number = 0n
  for (const character of text) {
    const digit = ALPHABET.indexOf(character)
    if (digit === -1) return null
    number = number * 58n + BigInt(digit)
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0
  const hex = number === 0n ? '' : number.toString(16)
  return Uint8Array.from(Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')]))
}
