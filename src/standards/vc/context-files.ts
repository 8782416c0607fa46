import { readFileSync } from 'node:fs'
import { sha256Hex } from '../../kernel/hash.ts'

/** Addresses of the contexts that we write into documents of our own. */
export const CONTEXT = {
  credentialsV1: 'https://www.w3.org/2018/credentials/v1',
  credentialsV2: 'https://www.w3.org/ns/credentials/v2',
  ob303: 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  obExtensions: 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  ed25519Signature2020: 'https://w3id.org/security/suites/ed25519-2020/v1',
  dataIntegrityV1: 'https://w3id.org/security/data-integrity/v1',
  dataIntegrityV2: 'https://w3id.org/security/data-integrity/v2',
  didV1: 'https://www.w3.org/ns/did/v1',
  statusList2021: 'https://w3id.org/vc/status-list/2021/v1',
} as const

/** Name of our own context under `/contexts/`; its address depends on the installation. */
export const EU_CONTEXT_NAME = 'insignia-eu-v1.json'

export interface PinnedFile {
  readonly file: string
  readonly sha256: string
}

/** The official contexts by address, as they were when their bytes were pinned. `contexts/README.md` has the origins. */
export const OFFICIAL_CONTEXTS: Readonly<Record<string, PinnedFile>> = {
  [CONTEXT.credentialsV1]: {
    file: 'credentials-v1.json',
    sha256: '3d0b277522ed24385c850b9882b9688687189b8f37a9bd9f1577e348b1019c44',
  },
  [CONTEXT.credentialsV2]: {
    file: 'credentials-v2.json',
    sha256: '59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734',
  },
  [CONTEXT.ob303]: {
    file: 'ob-3.0.3.json',
    sha256: '3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84',
  },
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json': {
    file: 'ob-3.0.2.json',
    sha256: 'bba433989e1e700ca60838a3c22378e7d8381aeb0c9590f9ddf84d1714f10296',
  },
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json': {
    file: 'ob-3.0.1.json',
    sha256: 'cfc147db5fd5e3575b06bd471fe04784e92de69296f64a351b8dff0ec3372e9c',
  },
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json': {
    file: 'ob-3.0.0.json',
    sha256: 'b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10',
  },
  'https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld': {
    file: 'ob-3.0.0.json',
    sha256: 'b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10',
  },
  [CONTEXT.obExtensions]: {
    file: 'ob-extensions.json',
    sha256: '146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3',
  },
  [CONTEXT.ed25519Signature2020]: {
    file: 'ed25519-2020-v1.json',
    sha256: '67646fbc0d6582ad7fbf08ccf0d3a4bedbb4177fd2d63385de52dc1b092ed6c5',
  },
  [CONTEXT.dataIntegrityV1]: {
    file: 'data-integrity-v1.json',
    sha256: 'c6e5073f4bd4bf6d08f245736e6f32c29b012860b18583644b2d71e1de862669',
  },
  [CONTEXT.dataIntegrityV2]: {
    file: 'data-integrity-v2.json',
    sha256: '0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363',
  },
  [CONTEXT.didV1]: {
    file: 'did-v1.json',
    sha256: 'adefa50311393eb1bd788a38ac9fe2696c65367928f6996812cd54577394f4da',
  },
  [CONTEXT.statusList2021]: {
    file: 'status-list-2021-v1.json',
    sha256: '634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160',
  },
  'https://www.w3.org/ns/credentials/examples/v2': {
    file: 'examples-v2.json',
    sha256: '57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c',
  },
  'https://www.w3.org/ns/credentials/undefined-terms/v2': {
    file: 'undefined-terms-v2.json',
    sha256: '82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581',
  },
}

export const EU_CONTEXT: PinnedFile = {
  file: EU_CONTEXT_NAME,
  sha256: '61f2901f7d00e2504496c26274b1f3401a5036c0a3365ea9eb38c24713c0d2d6',
}

/** Signed documents mean what the bytes of their contexts say: other bytes stop the service. */
export class ContextDiffers extends Error {
  constructor(file: string, expected: string, found: string) {
    super(`${file} is not the file that was pinned: SHA-256 ${found} instead of ${expected}`)
    this.name = 'ContextDiffers'
  }
}

/** The text of a pinned file in `folder`. Throws `ContextDiffers`. */
export function readPinned(folder: URL, { file, sha256 }: PinnedFile): string {
  const bytes = readFileSync(new URL(file, folder))
  const found = sha256Hex(bytes)
  if (found !== sha256) throw new ContextDiffers(file, sha256, found)
  return bytes.toString('utf8')
}
