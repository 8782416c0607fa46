export type CaseVersion = 'v1p0' | 'v1p1'

type Minor = 'unknownobject' | 'invaliduuid' | 'invalid_selection_field'

/** The binding spells some tokens differently in its two versions. */
const SPELLING: Readonly<Record<CaseVersion, Readonly<Record<Minor, string>>>> = {
  v1p0: {
    unknownobject: 'unknownobject',
    invaliduuid: 'invaliduuid',
    invalid_selection_field: 'invalid_selection_field',
  },
  v1p1: {
    unknownobject: 'unknown_object',
    invaliduuid: 'invalid_uuid',
    invalid_selection_field: 'invalid_selection_field',
  },
}

/** The body of a refusal. A malformed UUID is answered with 404 like an unknown one. Source: CASE REST binding, imsx_StatusInfo. */
export function statusInfo(version: CaseVersion, minor: Minor, field: string, description: string) {
  return {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: description,
    imsx_codeMinor: {
      imsx_codeMinorField: [{ imsx_codeMinorFieldName: field, imsx_codeMinorFieldValue: SPELLING[version][minor] }],
    },
  } as const
}
