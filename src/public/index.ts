export { credentialDocumentRoutes } from './credential-routes.ts'
export { createVerifier, type Verifier } from './verifier.ts'
export { verifyRoutes } from './verify-routes.tsx'
