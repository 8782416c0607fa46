import { iri, type Iri } from '../kernel/ids.ts'

/** Addresses that are printed on paper or signed into credentials: they never change their meaning. */
export function credentialIri(publicUrl: string, credentialId: string): Iri {
  return iri(`${publicUrl}/credentials/${credentialId}`)
}

export function endorsementIri(publicUrl: string, endorsementId: string): Iri {
  return iri(`${publicUrl}/endorsements/${endorsementId}`)
}

export function statusListIri(publicUrl: string, listId: string): Iri {
  return iri(`${publicUrl}/status/${listId}`)
}

export function verificationAddress(publicUrl: string, code: string): string {
  return `${publicUrl}/v/${code}`
}

/** A badge from plain-http localhost proves nothing to anybody else: it is marked as a trial, on page and paper. */
export function isTrialAddress(publicUrl: string): boolean {
  return !publicUrl.startsWith('https:')
}
