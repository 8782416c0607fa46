/** The values of the EU elements that certificates have words for; a version with another one is not published. */

export const ASSESSMENT_TYPES = [
  'portfolio',
  'application_of_a_skill',
  'professional_conversation',
  'observation',
  'project',
  'presentation',
  'written_examination',
  'oral_examination',
  'recognition_of_prior_learning',
] as const

export const PARTICIPATION = ['onsite', 'online', 'blended', 'work_based'] as const

export const SUPERVISION = [
  'unsupervised_no_id_verification',
  'unsupervised_with_id_verification',
  'supervised_online_no_id_verification',
  'supervised_online_with_id_verification',
  'supervised_onsite_no_id_verification',
  'supervised_onsite_with_id_verification',
] as const

export const LEVEL_BASES = ['declared_by_awarding_body', 'national_framework'] as const
export const QUALITY_ASSURANCE = ['internal', 'internal_with_external_co_assessment', 'external'] as const
export const STACKABILITY = ['stackable', 'stand_alone'] as const

export function isOneOf(values: readonly string[], value: string): boolean {
  return values.includes(value)
}

/** The European Qualifications Framework has addresses of its own for its levels. */
export function eqfLevelUri(level: number): string {
  return `http://data.europa.eu/snb/eqf/${String(level)}`
}

/** Addresses of values in the controlled lists of the European Learning Model, as far as they were checked there. */
export const VALUE_URIS: Readonly<Record<string, string>> = {
  blended: 'http://data.europa.eu/snb/learning-assessment/e92d221e4d',
  unsupervised_no_id_verification: 'http://data.europa.eu/snb/supervision-verification/c598449d64',
}
