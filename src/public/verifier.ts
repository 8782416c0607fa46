import { ownPorts, type CheckOwnOutput } from '../credentials/index.ts'
import type { Services } from '../services.ts'
import {
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
    // The partner's signature has to verify with it.
    checkOwnOutput: async (signed) => {
      const { verified, state, facts } = await reportOnOutput(signed)
      const isConfirmed = facts.every(({ check, outcome }) => check !== 'endorsement' || outcome === 'passed')
      return verified && !isConfirmed ? { verified: false, state: 'endorsement-not-confirmed' } : { verified, state }
    },
  }
}

const withoutNetwork = (): Promise<FetchedDocument> =>
  Promise.resolve({
    outcome: 'unreachable',
    code: 'network-not-used',
    detail: 'Nothing is fetched while our own output is checked.',
  })
