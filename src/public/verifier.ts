import { ownPorts, type CheckOwnOutput } from '../credentials/index.ts'
import type { Services } from '../services.ts'
import type { AchievementCredential } from '../standards/ob3/index.ts'
import { didWebDocumentUrl } from '../standards/vc/index.ts'
import {
  readCredential,
  SignatureCache,
  verifyCredential,
  verifyPresentation,
  type FetchDocument,
  type FetchedDocument,
  type JsonObject,
  type PresentationReport,
  type PresentationRequest,
  type Report,
} from '../verification/index.ts'

/** The verification of this service, with what it publishes itself behind the ports. */
export interface Verifier {
  verifyBytes(bytes: Uint8Array): Promise<Report>
  verifyCode(code: string): Promise<Report>
  /** A credential that came inside another document. */
  verifyDocument(document: JsonObject): Promise<Report>
  verifyPresentation(presentation: JsonObject, request: PresentationRequest): Promise<PresentationReport>
  readonly checkOwnOutput: CheckOwnOutput
  /** Checks what a partner signed at home, with the keys that it publishes on its own domain. */
  readonly checkEndorsement: CheckOwnOutput
  /** The report on what was just signed, made of what we publish ourselves and nothing else. */
  reportOnOutput(signed: string): Promise<Report>
  /** The guarded fetcher that strangers' documents come through. */
  readonly fetchDocument: FetchDocument
}

export function createVerifier(services: Services, fetchDocument: FetchDocument): Verifier {
  const ports = { ...ownPorts(services), fetchDocument }
  const signatures = new SignatureCache()
  // A fresh document and no network: what we sign must verify from what we publish.
  const reportOnOutput = (signed: string): Promise<Report> =>
    verifyCredential(
      { ...ports, fetchDocument: withoutNetwork },
      { bytes: Buffer.from(signed) },
      { now: services.clock.now(), publicUrl: services.config.publicUrl },
    )
  const options = () => ({ now: services.clock.now(), publicUrl: services.config.publicUrl, signatures })
  return {
    fetchDocument,
    verifyBytes: (bytes) => verifyCredential(ports, { bytes }, options()),
    verifyCode: (code) => verifyCredential(ports, { code }, options()),
    verifyDocument: (document) => verifyCredential(ports, { document }, options()),
    verifyPresentation: (presentation, request) => verifyPresentation(ports, presentation, request, options()),
    reportOnOutput,
    checkEndorsement: async (signed) => {
      const { state, facts } = await verifyCredential(ports, { bytes: Buffer.from(signed) }, options())
      const isSound = facts.every(({ check, outcome }) => !SOUND.includes(check) || outcome === 'passed')
      return { verified: isSound, state }
    },
    // The partner's signature has to verify with it.
    checkOwnOutput: async (signed) => {
      const { verified, state, facts } = await reportOnOutput(signed)
      const mayBeUnknown = isEndorsedFromElsewhere(signed, services.config.publicUrl)
      const isConfirmed = facts.every(
        ({ check, outcome }) =>
          check !== 'endorsement' || outcome === 'passed' || (outcome === 'unknown' && mayBeUnknown),
      )
      return verified && !isConfirmed ? { verified: false, state: 'endorsement-not-confirmed' } : { verified, state }
    },
  }
}

const SOUND: readonly string[] = ['format', 'proof', 'issuer', 'validity']

/** What a partner signed at home was checked against its own domain when it was brought in, and is not fetched again. */
function isEndorsedFromElsewhere(signed: string, publicUrl: string): boolean {
  const { endorsement = [] } = readCredential(Buffer.from(signed)).document as Partial<AchievementCredential>
  return endorsement.some(({ issuer }) => {
    const address = didWebDocumentUrl(issuer.id)
    return address !== null && new URL(address).host !== new URL(publicUrl).host
  })
}

const withoutNetwork = (): Promise<FetchedDocument> =>
  Promise.resolve({
    outcome: 'unreachable',
    code: 'network-not-used',
    detail: 'Nothing is fetched while our own output is checked.',
  })
