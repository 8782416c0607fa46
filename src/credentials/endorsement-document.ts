import type { Iri } from '../kernel/ids.ts'
import type { EndorsementCredential } from '../standards/ob3/index.ts'
import { CONTEXT } from '../standards/vc/index.ts'
import { profileOf, wholeSecond, type CredentialIssuer } from './credential-document.ts'

export interface EndorsementContent {
  readonly iri: Iri
  readonly name: string
  readonly issuer: CredentialIssuer
  readonly validFrom: Date
  /** The credential that the partner stands behind. */
  readonly credentialIri: Iri
  readonly comment: string
  /** Lower-case hex SHA-256 of the decision the partner's assessors took part in. */
  readonly decisionContentHash: string
}

/**
 * The partner's unsigned EndorsementCredential: about the credential's id, and about the very decision, whose digest
 * stands beside the comment as a multibase multihash (VCDM 2.0, digestMultibase).
 */
export function endorsementDocument(content: EndorsementContent): EndorsementCredential {
  return {
    '@context': [CONTEXT.credentialsV2, CONTEXT.ob303],
    id: content.iri,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: content.name,
    issuer: profileOf(content.issuer),
    validFrom: wholeSecond(content.validFrom),
    credentialSubject: {
      id: content.credentialIri,
      type: ['EndorsementSubject'],
      endorsementComment: content.comment,
      digestMultibase: multihash(content.decisionContentHash),
    },
  }
}

const SHA2_256 = Buffer.from([0x12, 0x20])

function multihash(sha256: string): string {
  return `u${Buffer.concat([SHA2_256, Buffer.from(sha256, 'hex')]).toString('base64url')}`
}
