import { isObject, type JsonObject } from '../reading/json-text.ts'
import { instantIn, listOf, objectsOf, textOf } from '../reading/members.ts'
import { publicKeyOfJwk, publicKeyOfMultibase, type PublicKey } from './public-key.ts'

/** What a key may be used for, in the words of a proof and of a controller document. */
export type ProofPurpose = 'assertionMethod' | 'authentication'

/** A key that a controller document publishes. */
export interface PublishedKey {
  readonly id: string
  readonly controller: string | undefined
  /** Null for a kind of key that we cannot use. */
  readonly key: PublicKey | null
  readonly revokedAt?: Date
  readonly expiresAt?: Date
}

export interface ControllerDocument {
  readonly id: string
  /** Keys that are published for the purpose asked. */
  readonly authorisedKeys: readonly PublishedKey[]
  /** Keys that are published, but not for it: for another purpose, or because they were given up. */
  readonly otherKeys: readonly PublishedKey[]
}

/**
 * Reads a DID document or the profile of an https issuer. Null when its id is not `expectedId`: it then speaks of
 * somebody else. A date of revocation that cannot be read counts as the beginning of time.
 * Source: Controlled Identifiers 1.0, Verification Methods, Retrieve Verification Method.
 */
export function parseControllerDocument(
  document: JsonObject,
  expectedId: string,
  purpose: ProofPurpose,
): ControllerDocument | null {
  if (document['id'] !== expectedId) return null
  const methods = objectsOf(document['verificationMethod']).flatMap((method) => toKey(method, expectedId))
  const authorisedKeys = listOf(document[purpose]).flatMap((entry): PublishedKey[] => {
    if (isObject(entry)) return toKey(entry, expectedId)
    const id = absolute(textOf(entry), expectedId)
    return methods.filter((method) => method.id === id)
  })
  const authorised = new Set(authorisedKeys.map(({ id }) => id))
  const otherKeys = methods.filter(({ id }) => !authorised.has(id))
  return { id: expectedId, authorisedKeys, otherKeys }
}

function toKey(method: JsonObject, base: string): PublishedKey[] {
  const id = absolute(textOf(method['id']), base)
  if (id === undefined) return []
  return [
    {
      id,
      controller: textOf(method['controller']),
      key: materialOf(method),
      ...dated('revokedAt', method['revoked'], new Date(0)),
      ...dated('expiresAt', method['expires'], new Date(0)),
    },
  ]
}

function dated<Name extends string>(name: Name, value: unknown, unreadable: Date): Partial<Record<Name, Date>> {
  return value === undefined ? {} : ({ [name]: instantIn(value) ?? unreadable } as Record<Name, Date>)
}

/** One form of material only; two forms could name two keys. */
function materialOf(method: JsonObject): PublicKey | null {
  const { publicKeyMultibase, publicKeyJwk } = method
  if (publicKeyMultibase !== undefined && publicKeyJwk !== undefined) return null
  if (isObject(publicKeyJwk)) return publicKeyOfJwk(publicKeyJwk)
  return typeof publicKeyMultibase === 'string' ? publicKeyOfMultibase(publicKeyMultibase) : null
}

function absolute(id: string | undefined, base: string): string | undefined {
  return id?.startsWith('#') ? base + id : id
}
