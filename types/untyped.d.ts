declare module 'subset-font' {
  /** The glyphs of `text` alone; `keepFeatures` names the OpenType layout features that stay. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: { targetFormat?: 'truetype' | 'woff' | 'woff2'; keepFeatures?: readonly string[]; noHinting?: boolean },
  ): Promise<Buffer>
}

declare module 'jsonld' {
  type DocumentLoader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: unknown }>
  const jsonld: {
    /** `safe` throws where data would be dropped: undefined terms, relative references. */
    expand(
      document: object,
      options: { documentLoader: DocumentLoader; safe: true; base: null },
    ): Promise<readonly Readonly<Record<string, unknown>>[]>
    /** N-Quads as they come, blank nodes named anyhow. */
    toRDF(
      document: object,
      options: { format: 'application/n-quads'; documentLoader: DocumentLoader; safe: true; base: null },
    ): Promise<string>
    /** Canonical N-Quads. */
    canonize(
      document: object,
      options: {
        algorithm: 'RDFC-1.0'
        format: 'application/n-quads'
        documentLoader: DocumentLoader
        safe: true
        base: null
      },
    ): Promise<string>
  }
  export default jsonld
}

declare module 's3rver' {
  export default class S3rver {
    constructor(options: {
      address: string
      port: number
      silent: boolean
      directory: string
      configureBuckets: readonly { name: string; configs: readonly string[] }[]
    })
    run(): Promise<{ address: string; port: number }>
    close(): Promise<void>
  }
}

declare module '@digitalbazaar/data-integrity' {
  interface ProofVerification {
    readonly proof: object
    readonly document: object
    readonly proofSet: readonly object[]
    readonly documentLoader: (url: string) => Promise<{ document: unknown }>
  }
  interface ProofCreation {
    readonly document: object
    /** Adds the purpose to the proof. */
    readonly purpose: { readonly term: string; update(proof: object): Promise<object> }
    readonly proofSet: readonly object[]
    readonly documentLoader: ProofVerification['documentLoader']
  }
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: object; signer?: object; date?: string | Date; legacyContext?: boolean })
    createProof(options: ProofCreation): Promise<Readonly<Record<string, unknown>>>
    /** The document with a proof that discloses a part of it, from the one in `proofSet`. */
    derive(options: ProofCreation): Promise<Record<string, unknown>>
    /** Assigned by verification: the key has been looked up before, by its own rules. */
    getVerificationMethod: () => Promise<object>
    verifyProof(options: ProofVerification): Promise<{ verified: boolean; error?: unknown }>
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: Readonly<Record<string, unknown>> & { readonly name: string }
}

declare module '@digitalbazaar/ed25519-signature-2020' {
  import type { DataIntegrityProof } from '@digitalbazaar/data-integrity'
  export class Ed25519Signature2020 {
    constructor(options?: { signer?: object; date?: string | Date })
    getVerificationMethod: () => Promise<object>
    verifyProof: DataIntegrityProof['verifyProof']
  }
}

declare module '@digitalbazaar/vc' {
  type DocumentLoader = (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: unknown }>
  export function issue(options: {
    credential: object
    suite: object
    documentLoader: DocumentLoader
    now: Date
  }): Promise<{ readonly proof: Readonly<Record<string, unknown>> }>
  export function verifyCredential(options: {
    credential: object
    suite: object | readonly object[]
    documentLoader: DocumentLoader
    now?: Date
    checkStatus?: (options: { credential: object }) => Promise<{ verified: boolean }>
  }): Promise<{
    readonly verified: boolean
    readonly error?: Error
    readonly results?: readonly { verified: boolean }[]
  }>
}

declare module '@digitalbazaar/eddsa-jcs-2022-cryptosuite' {
  export function createSignCryptosuite(): object
  export function createVerifyCryptosuite(): object
}

declare module '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite' {
  export const cryptosuite: object
}

declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  export function createSignCryptosuite(options: { mandatoryPointers: readonly string[] }): object
  export function createDiscloseCryptosuite(options: { selectivePointers: readonly string[] }): object
  export function createVerifyCryptosuite(): object
}
