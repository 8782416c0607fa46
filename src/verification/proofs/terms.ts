import jsonld from 'jsonld'
import { createDocumentLoader, unbundledContextIn } from '../../standards/vc/contexts.ts'
import { failed, passed, unknown, type Finding } from '../facts.ts'
import type { JsonObject } from '../reading/json-text.ts'

/**
 * A token's signature covers its text, not the meaning of its words: with a vocabulary that is not kept here that
 * meaning stays open. Null when every vocabulary is known.
 */
export async function problemOfTerms(document: JsonObject, publicUrl: string): Promise<Finding | null> {
  const finding = await checkTerms(document, publicUrl)
  return finding.outcome === 'unknown' ? finding : null
}

/** Whether the document says only what its vocabularies define, as a finding of its own. */
export async function checkTerms(document: JsonObject, publicUrl: string): Promise<Finding> {
  switch (await readTerms(document, publicUrl)) {
    case 'defined':
      return passed('terms-defined', 'Every term is defined.')
    case 'undefined-terms':
      return failed('undefined-terms', 'The document holds terms that its vocabulary does not define.')
    case 'unbundled-context':
      return unknown('unbundled-context', 'The document uses a vocabulary that is not kept here, and none is fetched.')
  }
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
