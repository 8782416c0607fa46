import { iri, type Iri } from '../kernel/ids.ts'
import type { LocalisedText } from '../kernel/language.ts'
import type { EndorsementCredential } from '../standards/ob3/index.ts'
import type { AwardRow } from './award-store.ts'
import type { CredentialIssuer } from './credential-document.ts'
import type { CredentialRow } from './credential-store.ts'
import { endorsementDocument } from './endorsement-document.ts'

interface EndorsementParts {
  readonly address: Iri
  /** The partner, in the language of the award. */
  readonly issuer: CredentialIssuer
  readonly award: Pick<AwardRow, 'language'>
  readonly credential: Pick<CredentialRow, 'iri' | 'validFrom'>
  readonly endorsement: { readonly comment: LocalisedText; readonly decisionContentHash: string }
  readonly title: LocalisedText
}

/** What the partner signs about a reserved credential, here or at home: every word follows from what is recorded. */
export function expectedEndorsement(parts: EndorsementParts): EndorsementCredential {
  const { address, issuer, award, credential, endorsement, title } = parts
  return endorsementDocument({
    iri: address,
    name: title[award.language] ?? title.es ?? award.language,
    issuer,
    validFrom: credential.validFrom,
    credentialIri: iri(credential.iri),
    comment: endorsement.comment[award.language] ?? endorsement.comment.es ?? '',
    decisionContentHash: endorsement.decisionContentHash,
  })
}
