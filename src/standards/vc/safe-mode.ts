import jsonld from 'jsonld'
import { DomainError } from '../../kernel/domain-error.ts'
import { unbundledContextIn, type DocumentLoader } from './contexts.ts'

/** The document says something that its contexts do not define; a signature would not cover it. */
export class UndefinedTerms extends DomainError {
  readonly code = 'undefined-terms'

  constructor(term: string, detail: string, cause?: unknown) {
    super(`${detail} A signature would not cover it: use a term that a context of the document defines.`, {
      errors: [{ pointer: '', detail: term }],
      data: { term },
      cause,
    })
  }
}

/** The JSON-LD of the document contradicts itself or its contexts: a protected term is redefined, an inline context broken. */
export class InvalidJsonLd extends DomainError {
  readonly code = 'invalid-json-ld'

  constructor(detail: string, cause?: unknown) {
    super(`The document is no valid JSON-LD: ${detail}`, { cause })
  }
}

/**
 * Expands the document in safe mode: every term defined, every id absolute. Throws `UndefinedTerms`, `InvalidJsonLd`,
 * or `UnbundledContext` when the document names a context that we do not carry.
 * Source: JSON-LD 1.1 safe mode; Open Badges 3.0 certification guide, mandatory for issuers.
 */
export async function assertSafe(document: object, documentLoader: DocumentLoader): Promise<void> {
  try {
    await jsonld.expand(document, { documentLoader, safe: true, base: null })
  } catch (error) {
    throw unbundledContextIn(error) ?? asRefusal(error)
  }
}

interface SafeModeEvent {
  readonly code?: string
  readonly message?: string
  readonly details?: Readonly<Record<string, unknown>>
}

function asRefusal(error: unknown): UndefinedTerms | InvalidJsonLd {
  const { details, message = 'it cannot be expanded' } = error as {
    details?: { event?: SafeModeEvent }
    message?: string
  }
  const event = details?.event
  if (!event) return new InvalidJsonLd(message, error)
  const { property, type, id, reference, value } = event.details ?? {}
  const term = [property, type, id, reference, value].find((each) => typeof each === 'string')
  return new UndefinedTerms(term ?? event.code ?? '', event.message ?? message, error)
}
