import type { Iri } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type {
  Achievement,
  AchievementCredential,
  EndorsementCredential,
  IdentityObject,
  Profile,
  Result,
} from '../standards/ob3/index.ts'
import { hashIdentity } from '../standards/ob3/index.ts'
import { CONTEXT, euContextUrl } from '../standards/vc/index.ts'

export interface CredentialIssuer {
  readonly id: string
  /** In the language of the document. */
  readonly name: string
  /** ISO 3166-1 alpha-2: the country of the issuer is one of the EU's mandatory elements. */
  readonly countryCode: string
}

/** Everything a credential says; all of it was decided before this point. */
export interface CredentialContent {
  readonly publicUrl: string
  readonly iri: Iri
  readonly language: Language
  readonly issuer: CredentialIssuer
  readonly achievement: Achievement
  /** When the decision was made: survives a re-issue. */
  readonly awardedDate: Date
  /** When this document was issued. */
  readonly validFrom: Date
  readonly subject: {
    readonly iri: string
    readonly nameAsIssued: string
    readonly email: string
    readonly salt: string
  }
  /** Empty when the holder chose not to show levels. */
  readonly results: readonly { readonly resultDescription: string; readonly achievedLevel: string }[]
  readonly evidence: { readonly name: string; readonly narrative: string }
  readonly status: { readonly listIri: Iri; readonly index: number }
  readonly endorsements: readonly EndorsementCredential[]
  readonly addsLegacyProof: boolean
}

/**
 * The complete unsigned OpenBadgeCredential. Pure. No personal data of assessors, no gender, no school, no address of
 * evidence; the e-mail address only as a salted hash (Open Badges 3.0, IdentityObject).
 */
export function credentialDocument(content: CredentialContent): AchievementCredential {
  const { achievement, subject, status } = content
  return {
    '@context': contextsOf(content),
    id: content.iri,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    awardedDate: wholeSecond(content.awardedDate),
    issuer: profileOf(content.issuer),
    validFrom: wholeSecond(content.validFrom),
    credentialSubject: {
      id: subject.iri,
      type: ['AchievementSubject'],
      identifier: identifiersOf(subject),
      achievement,
      ...(content.results.length > 0 ? { result: content.results.map(resultOf) } : {}),
    },
    evidence: [{ type: ['Evidence'], ...content.evidence, genre: 'Portfolio' }],
    credentialStatus: {
      id: `${status.listIri}#${String(status.index)}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(status.index),
      statusListCredential: status.listIri,
    },
    ...(content.endorsements.length > 0 ? { endorsement: [...content.endorsements] } : {}),
  }
}

/** Without its keys, which belong into the document at the issuer's own address (Open Badges 3.0, Profile). */
export function profileOf({ id, name, countryCode }: CredentialIssuer): Profile {
  return { id, type: ['Profile'], name, address: { type: ['Address'], addressCountryCode: countryCode } }
}

/** The order is fixed by Open Badges 3.0: VCDM first, OB second, then the others. */
function contextsOf({ publicUrl, addsLegacyProof }: CredentialContent): string[] {
  return [
    CONTEXT.credentialsV2,
    CONTEXT.ob303,
    ...(addsLegacyProof ? [CONTEXT.ed25519Signature2020] : []),
    euContextUrl(publicUrl),
  ]
}

function identifiersOf(subject: CredentialContent['subject']): IdentityObject[] {
  return [
    { type: 'IdentityObject', hashed: false, identityHash: subject.nameAsIssued, identityType: 'name' },
    {
      type: 'IdentityObject',
      hashed: true,
      identityHash: hashIdentity(subject.email, subject.salt),
      identityType: 'emailAddress',
      salt: subject.salt,
    },
  ]
}

function resultOf(result: CredentialContent['results'][number]): Result {
  return { type: ['Result'], ...result, status: 'Completed' }
}

/** XML Schema dateTimeStamp without fraction: VC-JWT's `nbf` has no smaller unit. */
export function wholeSecond(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
