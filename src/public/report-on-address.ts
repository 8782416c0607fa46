import { credentialIri } from '../credentials/index.ts'
import { isUuid } from '../kernel/ids.ts'
import { readPublicCode } from '../kernel/public-code.ts'
import type { Services } from '../services.ts'
import { notFoundReport, type Report } from '../verification/index.ts'
import { AddressUnreachable } from './errors.ts'
import { openRecord } from './public-record.ts'
import type { Verifier } from './verifier.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'config'>

/**
 * What stands at an address that somebody pasted. One of ours – a verification page, or a credential in any form – is
 * looked up and never fetched. Throws `AddressUnreachable`.
 */
export async function reportOnAddress(services: Needs, verifier: Verifier, address: string): Promise<Report> {
  const own = ownAddress(services.config.publicUrl, address)
  if (own && 'code' in own) return verifier.verifyCode(own.code)
  if (own) {
    const record = await openRecord(services, own.iri)
    return record ? verifier.verifyBytes(Buffer.from(record.signed)) : notFoundReport(services.clock.now())
  }
  const found = await verifier.fetchDocument(address)
  if (found.outcome !== 'fetched') throw new AddressUnreachable(found)
  return verifier.verifyBytes(found.bytes)
}

/** The number that somebody typed, or that an address of ours leads to: a paper has both, one under the other. */
export async function codeTyped(services: Needs, typed: string): Promise<string | null> {
  const code = readPublicCode(typed)
  if (code !== null) return code
  const own = ownAddress(services.config.publicUrl, /^https?:/i.test(typed) ? typed : `https://${typed}`)
  if (!own) return null
  if ('code' in own) return readPublicCode(own.code)
  return (await openRecord(services, own.iri))?.code ?? null
}

function ownAddress(publicUrl: string, address: string): { readonly code: string } | { readonly iri: string } | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.host !== new URL(publicUrl).host) return null
  const code = /^\/v\/([^/]+)$/.exec(url.pathname)?.[1]
  if (code !== undefined) return { code }
  const id = /^\/credentials\/([^/.]+)(?:\.\w+)?$/.exec(url.pathname)?.[1]
  return id !== undefined && isUuid(id) ? { iri: credentialIri(publicUrl, id) } : null
}
