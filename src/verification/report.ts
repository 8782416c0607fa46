import Type, { type Static } from 'typebox'
import { CHECKS, OUTCOMES } from './facts.ts'
import { STATES } from './state.ts'

const open = { additionalProperties: true }

export const FactSchema = Type.Object({
  check: Type.Enum([...CHECKS]),
  outcome: Type.Enum([...OUTCOMES]),
  code: Type.String({ description: 'Stable kebab-case reason' }),
  detail: Type.String({ description: 'A sentence for people' }),
  by: Type.Optional(Type.String({ description: 'Whose key, list or record answered' })),
  byName: Type.Optional(
    Type.String({ description: 'The name that an endorsement gives its issuer, in the words of the document' }),
  ),
})

export const WarningSchema = Type.Object({ code: Type.String(), detail: Type.String() })

/** What the document says, shown only when its integrity did not fail. Open: later versions may say more. */
export const ReportedCredentialSchema = Type.Object(
  {
    id: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    recipient: Type.Optional(Type.String()),
    issuer: Type.Object({ id: Type.String(), name: Type.Optional(Type.String()) }, open),
    validFrom: Type.Optional(Type.String()),
    validUntil: Type.Optional(Type.String()),
    awardedDate: Type.Optional(Type.String()),
    achievement: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Type.String()),
          name: Type.Optional(Type.String()),
          description: Type.Optional(Type.String()),
          criteria: Type.Optional(Type.String()),
        },
        open,
      ),
    ),
    results: Type.Optional(
      Type.Array(Type.Object({ name: Type.Optional(Type.String()), value: Type.Optional(Type.String()) }, open)),
    ),
    evidenceCount: Type.Optional(
      Type.Integer({ description: 'Entries of evidence in the document; one may stand for several pieces' }),
    ),
    successor: Type.Optional(Type.String({ description: 'Address of the newer version, from our record' })),
    revokedAt: Type.Optional(Type.String()),
    revocationCategory: Type.Optional(Type.String()),
  },
  open,
)

export const ReportSchema = Type.Object(
  {
    state: Type.Enum([...STATES]),
    verified: Type.Boolean(),
    visibility: Type.Enum(['public', 'hidden']),
    checkedAt: Type.String({ format: 'date-time' }),
    facts: Type.Array(FactSchema),
    credential: Type.Union([ReportedCredentialSchema, Type.Null()]),
    warnings: Type.Array(WarningSchema),
  },
  { $id: 'VerificationReport' },
)

export type Report = Static<typeof ReportSchema>
export type ReportedCredential = Static<typeof ReportedCredentialSchema>
