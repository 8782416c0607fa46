export { credentialIri, isTrialAddress, statusListIri, verificationAddress } from './addresses.ts'
export { authenticateKey, type KeyHolder } from './api-keys.ts'
export {
  approveAward,
  awardsBoard,
  cancelAward,
  confirmName,
  endorseAward,
  myAwards,
  proposeAward,
  readAward,
  type AwardsBoard,
  type NewAward,
} from './awards.ts'
export type { AwardFlag, AwardListRow } from './award-store.ts'
export { credentialJwt } from './credential-jwt.ts'
export { findCredentialOfAward, lookUpJudged, lookUpPublicly, type PublicCredential } from './credential-store.ts'
export { confirmErasure, requestErasure } from './erasures.ts'
export { parseBundle, signBundle, type EndorsementBundle } from './endorsement-bundle.ts'
export { bundleForHome, importSignedEndorsements, prepareForHome } from './home-endorsements.ts'
export { homeSigningRoutes } from './home-signing-routes.ts'
export { credentialsHome } from './home.ts'
export { issueCredential, type CheckOwnOutput, type IssuedCredential, type IssueInput } from './issue-credential.ts'
export { issueOpenCredential, OPEN_SUITES, type OpenSuite } from './issue-open-credential.ts'
export { activeIssuer, didsOf, listPublicKeys, type IssuerIdentity } from './issuers.ts'
export {
  createApiKey,
  createOpenIssuer,
  listOpenIssuers,
  revokeApiKey,
  type KeyScope,
  type OpenIssuer,
} from './open-issuers.ts'
export { openIssuerPages } from './open-issuer-page-routes.tsx'
export { openIssuerRoutes } from './open-issuer-routes.ts'
export { setOpenStatus } from './open-status.ts'
export { ownPorts, type OwnPorts } from './own-records.ts'
export { credentialPages } from './page-routes.tsx'
export { awardsReadyToIssue } from './ready-awards.ts'
export { recognisedIssuerPages } from './recognised-issuer-pages.tsx'
export { recognisedIssuerRoutes } from './recognised-issuer-routes.ts'
export { requirePinnedAddress } from './pinned-address.ts'
export { issuerRoutes, publishedProfile } from './public-routes.tsx'
export {
  confirmRevocation,
  refuseRevocation,
  requestRevocation,
  type RevocationCategory,
  type RevocationRequest,
} from './revocations.ts'
export { credentialRoutes } from './routes.ts'
export { changeVisibility } from './visibility.ts'
