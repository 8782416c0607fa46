import { createDocumentLoader, verificationMethodId, issuerIdOf } from '../standards/vc/index.ts'
import { KeySetLacksKey } from './errors.ts'
import { refuseExampleKeys } from './example-keys.ts'
import { privateKeyOf } from './key-material.ts'
import { parseKeySet } from './key-set.ts'
import { isPrepared, type PreparedEndorsement } from './prepared.ts'
import { signedText } from './proofs.ts'

export interface HomeKeys {
  /** A key set, as keys are exported. */
  readonly keySet: string
  /** Whose active Ed25519 key in it signs. */
  readonly organisation: string
  /** Address of the key in the organisation's own DID document; the DID and the key itself when left out. */
  readonly verificationMethod?: string | undefined
  /** Whether the public keys of `keys.example/` may sign. */
  readonly development: boolean
}

/**
 * Signs endorsements where the organisation keeps its key: with a key out of a file, and without any database. Throws
 * `MalformedKeySet`, `KeySetLacksKey`, `ExampleKeysRefused`.
 */
export function homeSigner(keys: HomeKeys): (prepared: PreparedEndorsement) => Promise<string> {
  const { organisation, verificationMethod, development } = keys
  const entry = parseKeySet(keys.keySet).find(
    (one) => one.organisation === organisation && one.state === 'active' && one.pair.algorithm === 'Ed25519',
  )
  if (!entry) throw new KeySetLacksKey(organisation)
  const { kid, secret } = entry.pair
  refuseExampleKeys([kid], { development })
  const privateKey = privateKeyOf('Ed25519', secret)
  const documentLoader = createDocumentLoader()
  return (prepared) => {
    if (!isPrepared(prepared)) throw new TypeError('only what a constructor of src/signing prepared is signed')
    const id = verificationMethod ?? verificationMethodId(issuerIdOf(prepared.document.issuer), kid)
    return signedText(prepared, { id, privateKey }, documentLoader)
  }
}
