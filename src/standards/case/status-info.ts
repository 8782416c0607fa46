export const CASE_VERSIONS = ['v1p0', 'v1p1'] as const
export type CaseVersion = (typeof CASE_VERSIONS)[number]

export type CodeMinor =
  'unknownobject' | 'invaliduuid' | 'invalid_selection_field' | 'server_busy' | 'internal_server_error'

/** The binding writes some tokens differently in its second version. */
const SPELLING: Readonly<Record<CaseVersion, Readonly<Partial<Record<CodeMinor, string>>>>> = {
  v1p0: {},
  v1p1: { invaliduuid: 'invalid_uuid' },
}

/** The body of a refusal. `field` names the parameter that it is about. Source: CASE REST binding, imsx_StatusInfo. */
export function statusInfo(version: CaseVersion, minor: CodeMinor, field: string, description: string) {
  return {
    imsx_codeMajor: 'failure',
    imsx_severity: 'error',
    imsx_description: description,
    imsx_codeMinor: {
      imsx_codeMinorField: [
        { imsx_codeMinorFieldName: field, imsx_codeMinorFieldValue: SPELLING[version][minor] ?? minor },
      ],
    },
  } as const
}
