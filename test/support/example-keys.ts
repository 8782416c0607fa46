import { readFileSync } from 'node:fs'
import { privateKeyOf } from '../../src/signing/key-material.ts'
import { parseKeySet, type KeySetEntry } from '../../src/signing/key-set.ts'
import type { ProofKey } from '../../src/signing/proofs.ts'
import { verificationMethodId } from '../../src/standards/vc/index.ts'
import type { PublishedIssuer } from './plain-verifier.ts'

export const EXAMPLE_KEY_SET = readFileSync(new URL('../../keys.example/key-set.json', import.meta.url), 'utf8')

/** An issuer of the fictional programme with its public example key. */
export interface ExampleIssuer extends PublishedIssuer {
  readonly key: ProofKey
}

export function exampleIssuer(slug: 'horizonte' | 'pohjantahti'): ExampleIssuer {
  const pair = entryOf(slug).pair
  const id = `did:web:badges.example.org:issuers:${slug}`
  const kid = pair.publicKeyMultibase
  return {
    id,
    keys: [{ kid, state: 'active', publicKeyMultibase: kid }],
    key: { id: verificationMethodId(id, kid), privateKey: privateKeyOf('Ed25519', pair.secret) },
  }
}

function entryOf(slug: string): KeySetEntry {
  const entry = parseKeySet(EXAMPLE_KEY_SET).find(
    (each) => each.organisation === slug && each.pair.algorithm === 'Ed25519',
  )
  if (!entry) throw new Error(`no example key of ${slug}`)
  return entry
}
