/** How addresses are compared and stored: NFC, lower case, no space around. */
export function normalisedEmail(address: string): string {
  return address.normalize('NFC').trim().toLowerCase()
}
