import jsonld from 'jsonld'
import { createDocumentLoader, unbundledContextIn } from '../../standards/vc/contexts.ts'
import { unknown, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'

/**
 * A token's signature covers its text, not the meaning of its words: with a vocabulary that is not kept here that
 * meaning stays open. Null when every vocabulary is known.
 */
export async function problemOfTerms(document: JsonObject, publicUrl: string): Promise<Finding | null> {
  const terms = await readTerms(document, publicUrl)
  return terms === 'unbundled-context'
    ? unknown('unbundled-context', 'The document uses a vocabulary that is not kept here, and none is fetched.')
    : null
}

/** Whether every term of a document is defined. Source: JSON-LD 1.1, safe mode; Open Badges certification, issuers. */
export async function readTerms(
  document: JsonObject,
  publicUrl: string,
): Promise<'defined' | 'undefined-terms' | 'unbundled-context'> {
  try {
    await jsonld.expand(document, { documentLoader: createDocumentLoader(publicUrl), safe: true, base: null })
    return 'defined'
  } catch (error) {
    return unbundledContextIn(error) ? 'unbundled-context' : 'undefined-terms'
  }
}
