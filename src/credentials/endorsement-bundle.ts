import Type from 'typebox'
import { Value } from 'typebox/value'
import { homeSigner, prepareEndorsement, type HomeKeys } from '../signing/index.ts'
import type { EndorsementCredential } from '../standards/ob3/index.ts'
import { MalformedEndorsementBundle } from './errors.ts'

export const BUNDLE_FORMAT = 'insignia-endorsement-bundle-1'

/** Endorsements on their way to where the partner keeps its key, or back with its proofs. */
export interface EndorsementBundle {
  readonly format: typeof BUNDLE_FORMAT
  /** Short name of the organisation that signs. */
  readonly organisation: string
  /** Its own DID. */
  readonly issuer: string
  readonly createdAt: string
  readonly endorsements: readonly BundledEndorsement[]
}

export interface BundledEndorsement {
  readonly awardId: string
  /** For the eyes of whoever signs. */
  readonly holder: string
  readonly badge: string
  readonly document: EndorsementCredential
}

export const EndorsementBundleSchema = Type.Object({
  format: Type.Literal(BUNDLE_FORMAT),
  organisation: Type.String({ minLength: 1 }),
  issuer: Type.String({ minLength: 1 }),
  createdAt: Type.String(),
  endorsements: Type.Array(
    Type.Object({
      awardId: Type.String({ format: 'uuid' }),
      holder: Type.String(),
      badge: Type.String(),
      document: Type.Unsafe<EndorsementCredential>({
        type: 'object',
        additionalProperties: true,
        description: 'The EndorsementCredential: without a proof on the way there, with one on the way back.',
      }),
    }),
    { maxItems: 1000 },
  ),
})

/** Throws `MalformedEndorsementBundle` with the places that are not of the form. */
export function parseBundle(text: string): EndorsementBundle {
  const value = parsed(text)
  if (Value.Check(EndorsementBundleSchema, value)) return value
  const [first] = Value.Errors(EndorsementBundleSchema, value)
  throw new MalformedEndorsementBundle(first?.instancePath ?? '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}

/** The bundle with a proof on each document. `created` goes into all of them. */
export async function signBundle(
  bundle: EndorsementBundle,
  keys: Omit<HomeKeys, 'organisation'>,
  created: Date,
): Promise<EndorsementBundle> {
  const sign = homeSigner({ ...keys, organisation: bundle.organisation })
  const endorsements: BundledEndorsement[] = []
  for (const endorsement of bundle.endorsements) {
    const prepared = await prepareEndorsement(endorsement.document, created)
    endorsements.push({ ...endorsement, document: JSON.parse(await sign(prepared)) as EndorsementCredential })
  }
  return { ...bundle, endorsements }
}
