/** A person's name as it can be printed: one line, composed. */
export function tidyName(name: string): string {
  return name.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** Whether it is a name: with a letter, and without signs that change how the rest is read. */
export function isPrintableName(name: string): boolean {
  return name.length > 0 && name.length <= 120 && !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>]/u.test(name) && /\p{L}/u.test(name)
}
