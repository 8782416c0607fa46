/**
 * Elements of a micro-credential that Open Badges 3.0 has no property for, in the words of the European Learning Model.
 * They stand on the Achievement; `contexts/README.md` says what each means.
 * Source: Council Recommendation of 16 June 2022 on micro-credentials, Annex I.
 */
export interface EuElements {
  /** Notional workload as a duration, such as `PT27H`. */
  readonly volumeOfLearning?: string
  readonly entryRequirement?: string
  readonly accreditation?: { readonly type: 'Accreditation'; readonly description: string }
  readonly provenBy?: {
    readonly type: 'LearningAssessment'
    readonly assessmentType?: readonly string[]
    readonly idVerification?: Concept
  }
  readonly influencedBy?: { readonly type: 'LearningActivity'; readonly mode: Concept }
  /** Address of the achievement that this one counts towards. */
  readonly isPartOf?: string
}

/** A term of a controlled vocabulary; `id` is its address there. */
export interface Concept {
  readonly id?: string
  readonly type: 'Concept'
  readonly prefLabel: string
}
