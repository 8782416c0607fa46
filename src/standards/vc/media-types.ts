/** How a credential with embedded proofs is labelled; the first is what Open Badges 3.0 asks for. */
export const CREDENTIAL_MEDIA_TYPES = [
  'application/vc+ld+json',
  'application/vc',
  'application/ld+json',
  'application/json',
] as const
export type CredentialMediaType = (typeof CREDENTIAL_MEDIA_TYPES)[number]

export const VC_MEDIA_TYPE: CredentialMediaType = CREDENTIAL_MEDIA_TYPES[0]
/** Source: Open Badges 3.0, Web resource: a compact JWS is sent as plain text. */
export const JWT_MEDIA_TYPE = 'text/plain'
export const STATUS_LIST_MEDIA_TYPE = 'application/json'
export const JWK_MEDIA_TYPE = 'application/jwk+json'
export const JWK_SET_MEDIA_TYPE = 'application/jwk-set+json'
export const JSON_LD_MEDIA_TYPE = 'application/ld+json'
