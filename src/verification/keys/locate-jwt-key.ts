import { jsonObjectIn, type Documents } from '../documents.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import { isObject, type JsonObject } from '../reading/json-text.ts'
import { isUrl, textOf } from '../reading/members.ts'
import { keySetOf, type KeySet } from './key-set.ts'
import type { LocatedKey } from './located-key.ts'
import { locateMethod, outdatedBinding, type ProofTimes } from './locate-method.ts'
import { publicKeyOfJwk, type PublicKey } from './public-key.ts'
import { resolveController, type Controller } from './resolve-controller.ts'

/**
 * Finds the key of a VC-JWT. `kid` or `jwk` say which key signed; whether it is the issuer's is asked from the issuer's
 * side: its controller document or the key set of its host. An embedded `jwk` alone proves nothing about who issued.
 * Source: Open Badges 3.0, JSON Web Token Proof Format; Implementation Guide, External Proof.
 */
export async function locateJwtKey(
  documents: Documents,
  header: JsonObject,
  issuerId: string,
  times: ProofTimes,
): Promise<LocatedKey> {
  const kid = textOf(header['kid'])
  const embedded = isObject(header['jwk']) ? publicKeyOfJwk(header['jwk']) : null
  const id = kid ?? embedded?.fingerprint ?? ''
  if (header['jwk'] !== undefined && !embedded)
    return { id, key: null, binding: failed('unusable-embedded-key', 'The token carries a key that must not be used.') }
  if (kid?.startsWith('did:')) return sameAs(embedded, await locateMethod(documents, kid, issuerId, times))
  const named = kid === undefined ? null : await dereference(documents, kid)
  const vouched = await vouchedKey(documents, issuerId, kid, named ?? embedded, times)
  return sameAs(embedded, { id, key: vouched.key ?? named ?? embedded, binding: vouched.binding })
}

/** `kid` and `jwk` together must mean one key. */
function sameAs(embedded: PublicKey | null, located: LocatedKey): LocatedKey {
  if (!embedded || !located.key || embedded.fingerprint === located.key.fingerprint) return located
  return { ...located, binding: failed('two-keys-named', 'The token names one key and carries another.') }
}

/** A `kid` that is an address leads to one JWK. Source: Open Badges 3.0, JOSE header. */
async function dereference(documents: Documents, kid: string): Promise<PublicKey | null> {
  if (!isUrl(kid)) return null
  const answer = await documents.read(kid)
  const jwk = answer.outcome === 'read' ? jsonObjectIn(answer.text) : null
  return jwk && publicKeyOfJwk(jwk)
}

interface Vouched {
  readonly key: PublicKey | null
  readonly binding: Finding
}

async function vouchedKey(
  documents: Documents,
  issuerId: string,
  kid: string | undefined,
  key: PublicKey | null,
  times: ProofTimes,
): Promise<Vouched> {
  const controller = await resolveController(documents, issuerId)
  if (controller.outcome === 'refused') return { key, binding: failed(controller.code, controller.detail) }
  const isIt = (candidate: PublicKey | null, id: string | undefined): boolean =>
    candidate !== null && (kid === undefined || key !== null ? candidate.fingerprint === key?.fingerprint : id === kid)

  if (controller.outcome === 'resolved') {
    const method = controller.document.authorisedKeys.find((listed) => isIt(listed.key, listed.id))
    if (method) {
      const own = method.controller === issuerId
      const mismatch = failed('controller-mismatch', 'The key belongs to somebody else than the issuer.')
      const binding = own ? (outdatedBinding(method, times) ?? fromIssuer(issuerId)) : mismatch
      return { key: method.key, binding }
    }
  }
  const keySet = await keySetOf(documents, issuerId)
  const published = keySet?.find((listed) => isIt(listed.key, listed.kid))
  if (published) return { key: published.key, binding: fromIssuer(issuerId) }
  return { key, binding: notVouched(controller, keySet) }
}

function fromIssuer(issuerId: string): Finding {
  return { ...passed('key-published-by-issuer', 'The issuer publishes the key that signed.'), by: issuerId }
}

/** Only an issuer that was heard can disown a key. */
function notVouched(controller: Controller, keySet: KeySet): Finding {
  if (keySet || (controller.outcome === 'resolved' && controller.source === 'id'))
    return failed('key-not-published-by-issuer', 'The issuer does not publish the key that signed.')
  return unknown('issuer-not-authenticated', 'The issuer could not be asked whether the key is its own.')
}
