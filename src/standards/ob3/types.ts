import type { CredentialBase, Proof } from '../vc/types.ts'
import type {
  AchievementType,
  AlignmentTargetType,
  IdentifierType,
  ResultStatusType,
  ResultType,
} from './enumerations.ts'
import type { EuElements } from './eu-elements.ts'
import type { IdentityObject } from './identity-hash.ts'

/**
 * The classes of Open Badges 3.0 as we write them: every property of several values is an array, `type` is an array
 * or a plain string exactly where the schema says so, dates are `YYYY-MM-DDTHH:MM:SSZ`.
 */

export interface Image {
  readonly id: string
  readonly type: 'Image'
  readonly caption?: string
}

export interface Address {
  readonly type: readonly ['Address']
  readonly addressCountry?: string
  /** ISO 3166-1 alpha-2. */
  readonly addressCountryCode?: string
  readonly addressRegion?: string
  readonly addressLocality?: string
  readonly streetAddress?: string
  readonly postalCode?: string
}

export interface IdentifierEntry {
  readonly type: 'IdentifierEntry'
  readonly identifier: string
  readonly identifierType: IdentifierType
}

/** Never with verificationMethod or alsoKnownAs inside a credential: they are defined in the fetched document alone. */
export interface Profile {
  readonly id: string
  readonly type: readonly ['Profile', ...string[]]
  readonly name?: string
  readonly url?: string
  readonly email?: string
  readonly description?: string
  readonly image?: Image
  readonly address?: Address
  readonly otherIdentifier?: readonly IdentifierEntry[]
  readonly official?: string
}

export interface Alignment {
  readonly type: readonly ['Alignment']
  readonly targetName: string
  readonly targetUrl: string
  readonly targetCode?: string
  readonly targetDescription?: string
  readonly targetFramework?: string
  readonly targetType?: AlignmentTargetType
}

/** `id` or `narrative`, or both. */
export interface Criteria {
  readonly id?: string
  readonly narrative?: string
}

export interface RubricCriterionLevel {
  readonly id: string
  readonly type: readonly ['RubricCriterionLevel']
  readonly name: string
  readonly level?: string
  readonly points?: string
  readonly description?: string
  readonly alignment?: readonly Alignment[]
}

export interface ResultDescription {
  readonly id: string
  readonly type: readonly ['ResultDescription']
  readonly name: string
  readonly resultType: ResultType
  readonly allowedValue?: readonly string[]
  readonly requiredValue?: string
  /** The id of one of `rubricCriterionLevel`. */
  readonly requiredLevel?: string
  /** From low to high. */
  readonly rubricCriterionLevel?: readonly RubricCriterionLevel[]
  readonly valueMin?: string
  readonly valueMax?: string
  readonly alignment?: readonly Alignment[]
}

export interface Related {
  readonly id: string
  readonly type: readonly ['Related']
  readonly inLanguage?: string
  readonly version?: string
}

export interface Achievement extends EuElements {
  readonly id: string
  readonly type: readonly ['Achievement']
  readonly name: string
  readonly description: string
  readonly criteria: Criteria
  readonly achievementType?: AchievementType
  readonly alignment?: readonly Alignment[]
  readonly creator?: Profile
  readonly creditsAvailable?: number
  readonly fieldOfStudy?: string
  readonly humanCode?: string
  readonly image?: Image
  readonly inLanguage?: string
  readonly related?: readonly Related[]
  readonly resultDescription?: readonly ResultDescription[]
  readonly tag?: readonly string[]
  readonly version?: string
}

export interface Result {
  readonly type: readonly ['Result']
  /** The id of a ResultDescription of the same achievement. */
  readonly resultDescription: string
  readonly achievedLevel?: string
  readonly value?: string
  readonly status?: ResultStatusType
  readonly alignment?: readonly Alignment[]
}

/** `id` or at least one identifier. */
export interface AchievementSubject {
  readonly id?: string
  readonly type: readonly ['AchievementSubject']
  readonly identifier?: readonly IdentityObject[]
  readonly achievement: Achievement
  readonly creditsEarned?: number
  readonly narrative?: string
  readonly result?: readonly Result[]
  readonly role?: string
  readonly source?: Profile
}

export interface Evidence {
  readonly id?: string
  readonly type: readonly ['Evidence']
  readonly name?: string
  readonly narrative?: string
  readonly description?: string
  readonly genre?: string
  readonly audience?: string
}

/** OpenBadgeCredential and AchievementCredential are two names of one class; documents carry the first. */
export interface AchievementCredential extends CredentialBase {
  readonly id: string
  readonly type: readonly ['VerifiableCredential', 'OpenBadgeCredential']
  readonly name: string
  readonly description?: string
  readonly image?: Image
  readonly awardedDate?: string
  readonly issuer: Profile
  readonly validFrom: string
  readonly credentialSubject: AchievementSubject
  readonly evidence?: readonly Evidence[]
  /** Each carries its proof: an endorsement without one says nothing. */
  readonly endorsement?: readonly EndorsementCredential[]
  /** The same as compact JWS. */
  readonly endorsementJwt?: readonly string[]
}

export interface EndorsementCredential extends CredentialBase {
  readonly id: string
  readonly type: readonly ['VerifiableCredential', 'EndorsementCredential']
  readonly name: string
  readonly description?: string
  readonly awardedDate?: string
  readonly issuer: Profile
  readonly validFrom: string
  readonly credentialSubject: {
    readonly id: string
    readonly type: readonly ['EndorsementSubject']
    readonly endorsementComment?: string
    /** Multibase multihash of what is endorsed. Source: Verifiable Credentials Data Model 2.0, digestMultibase. */
    readonly digestMultibase?: string
  }
  readonly proof?: readonly Proof[]
}
