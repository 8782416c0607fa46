import { schemaProblemsOf } from '../../standards/ob3/schemas.ts'
import { failed, notApplicable, passed, type Finding } from '../facts.ts'
import { readTerms } from '../proofs/terms.ts'
import type { JsonObject } from '../reading/json-text.ts'
import { hasType, listOf, objectsOf } from '../reading/members.ts'
import { CREDENTIALS_V2 } from './format.ts'

/**
 * Whether a badge keeps to the published JSON Schema and to its vocabulary. Never decides the state: many sound badges
 * depart from it. The schemas kept here are those of data model 2.0.
 * Source: Open Badges 3.0, Verification (conformance).
 */
export async function checkSchema(document: JsonObject, publicUrl: string): Promise<Finding> {
  const kind = hasType(document, 'OpenBadgeCredential', 'AchievementCredential')
    ? 'achievement'
    : hasType(document, 'EndorsementCredential')
      ? 'endorsement'
      : null
  if (!kind || !listOf(document['@context']).includes(CREDENTIALS_V2))
    return notApplicable('no-schema', 'There is no schema for this kind of credential.')
  if (schemaProblemsOf(kind, document).length > 0)
    return failed('schema-violated', 'The document departs from the schema of Open Badges 3.0.')
  if (!objectsOf(document['credentialSubject']).every((subject) => subject['id'] ?? subject['identifier']))
    return failed('recipient-unnamed', 'The badge does not say whom it is about.')
  if ((await readTerms(document, publicUrl)) !== 'defined')
    return failed('undefined-terms', 'The document holds terms that its vocabulary does not define.')
  return passed('schema-kept', 'The document keeps to the schema of Open Badges 3.0.')
}
