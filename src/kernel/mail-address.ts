export interface MailAddress {
  readonly name: string
  readonly address: string
}

const LONGEST = 320
/** One address and nothing that a mail header, a list or an SMTP command would read as something else. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u

/** Whether mail can be addressed to this text as it stands. */
export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST && ADDRESS.test(text)
}

/** Reads `somebody@example.org` or `A name <somebody@example.org>`; null for anything else. */
export function parseMailAddress(text: string): MailAddress | null {
  const [, name = '', address = ''] = /^([^<>\p{Cc}]*)<([^<>]*)>$/u.exec(text) ?? [null, '', text]
  return isMailAddress(address) ? { name: name.trim().replace(/^"(.*)"$/, '$1'), address } : null
}
