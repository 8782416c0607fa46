import type { Outcome, State } from '../../src/verification/index.ts'

/** What we answer about a vector, and why where that differs from its publisher's verdict. */
export interface Expectation {
  readonly state: State
  readonly proof?: Outcome
  readonly issuer?: Outcome
  readonly status?: Outcome
  /** The state once the documents of the invented issuer can be had; absent: the same. */
  readonly withIssuerDocuments?: State
  /** The clause that makes us answer otherwise than the publisher, or the document that cannot be had. */
  readonly deviation?: string
}

const NO_ISSUER = 'Open Badges 3.0, Dereferencing the Public Key: the document of the issuer cannot be had'
const NO_PROOF = 'an unsigned sample: as a document it may be sound, as a credential nobody stands behind it'

const unsigned: Expectation = { state: 'tampered', proof: 'failed', issuer: 'unknown', deviation: NO_PROOF }
const altered: Expectation = { state: 'tampered', proof: 'failed', issuer: 'unknown' }
const sound: Expectation = { state: 'issuer-unrecognised', proof: 'passed', issuer: 'passed', status: 'not-applicable' }
const outOfReach: Expectation = {
  state: 'could-not-check',
  proof: 'passed',
  issuer: 'unknown',
  status: 'not-applicable',
  withIssuerDocuments: 'issuer-unrecognised',
  deviation: NO_ISSUER,
}

/** By the id in `index.json`. */
export const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  'spec:example-basic': unsigned,
  'spec:example-complete': unsigned,
  'spec:example-endorsement': unsigned,
  'spec:example-alignment-case': unsigned,
  'spec:example-alignment-ctdl': unsigned,
  'spec:example-skill-assertion-case': unsigned,
  'spec:example-skill-assertion-ctdl': unsigned,
  'spec:example-docformat-file': unsigned,
  'spec:example-upgraded-from-ob2': unsigned,
  'spec:equality-a-b': unsigned,
  'spec:equality-c-d': unsigned,
  'spec:eddsa-rdfc-2022-signed': outOfReach,

  'validator:simple.json': outOfReach,
  'validator:simple_v1.json': outOfReach,
  'validator:simple-json.png': outOfReach,
  'validator:simple-jwt.png': outOfReach,
  'validator:simple-jwt_v1.png': outOfReach,
  'validator:simple-context-alias.json': outOfReach,
  'validator:simple-eddsa-2022.json': outOfReach,
  'validator:endorsement-valid.json': outOfReach,
  'validator:bit-string-list/testlist': outOfReach,
  'validator:simple-err-expired.json': { ...outOfReach, withIssuerDocuments: 'expired' },
  'validator:bit-string-list/credential-status-revoked-blank-nodes.json': {
    ...outOfReach,
    status: 'unknown',
    withIssuerDocuments: 'revoked',
    deviation: `${NO_ISSUER}, so the key of the status list is not known as the issuer's either`,
  },
  'validator:credential-status-revoked.json': {
    ...outOfReach,
    status: 'unknown',
    withIssuerDocuments: 'revoked',
    deviation: `${NO_ISSUER}, nor the 1EdTechRevocationList`,
  },
  'validator:complete.json': {
    ...outOfReach,
    status: 'unknown',
    withIssuerDocuments: 'could-not-check',
    deviation: 'the list at credentialStatus cannot be had; schemas of others (credentialSchema) are not fetched',
  },
  'validator:simple-did-key-method.json': {
    state: 'tampered',
    proof: 'passed',
    issuer: 'failed',
    deviation: 'Open Badges 3.0, Implementation Guide: the controller of the key must be the issuer',
  },
  'validator:simple-multiple-proofs.json': {
    state: 'could-not-check',
    proof: 'unknown',
    issuer: 'unknown',
    deviation: 'every proof of a set must verify, and the first is of a type that nobody knows',
  },
  'validator:simple-err-proof-method-unknown-scheme.json': {
    state: 'could-not-check',
    proof: 'unknown',
    issuer: 'unknown',
    withIssuerDocuments: 'tampered',
    deviation: `${NO_ISSUER}; only the issuer could say that the key is not its own`,
  },
  'validator:simple-err-proof-method-no-scheme.json': altered,
  'validator:simple-err-proof-value.json': altered,
  'validator:simple-err-credential-subject-achievement-result-description-type.json': altered,
  'validator:simple-err-credential-subject-profile-type.json': altered,
  'validator:simple-err-credential-subject-type.json': altered,
  'validator:simple-err-issuer-otheridentifier-type.json': altered,
  'validator:simple-err-issuer-type.json': altered,

  'dcc:v1NoStatus': sound,
  'dcc:v1SimpleIssuerId': sound,
  'dcc:v1OBv3SpecExample': sound,
  'dcc:v1Expired': { ...sound, state: 'expired' },
  'dcc:v2NoStatus': sound,
  'dcc:v2SimpleIssuerId': sound,
  'dcc:v2OBv3SpecExample': sound,
  'dcc:v2Expired': { ...sound, state: 'expired' },
  'dcc:v2WithValidStatus': { ...sound, status: 'passed' },
  'dcc:v2EddsaWithValidStatus': { ...sound, status: 'passed' },
  'dcc:v2DoubleSigWithValidStatus': { ...sound, status: 'passed' },
  'dcc:v2ExpiredWithValidStatus': { ...sound, state: 'expired', status: 'passed' },
  'dcc:v2Revoked': { ...sound, state: 'revoked', status: 'failed' },
  'dcc:v2RevokedAndExpired': { ...sound, state: 'revoked', status: 'failed' },
  'dcc:v2DoubleSigWithBadStatusUrl': { ...sound, state: 'could-not-check', status: 'unknown' },
  'dcc:v2WithBadDidWeb': { ...outOfReach, withIssuerDocuments: 'issuer-unrecognised' },
  'dcc:status-list': sound,
}
