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

/**
 * Expands the document in safe mode: every term defined, every id absolute. Throws `UndefinedTerms`, or
 * `UnbundledContext` when the document names a context that we do not carry.
 * Source: JSON-LD 1.1 safe mode; Open Badges 3.0 certification guide, mandatory for issuers.
 */
export async function assertSafe(document: object, documentLoader: DocumentLoader): Promise<void> {
  try {
    await jsonld.expand(document, { documentLoader, safe: true, base: null })
  } catch (error) {
    throw unbundledContextIn(error) ?? asUndefinedTerms(error)
  }
}

interface SafeModeEvent {
  readonly code?: string
  readonly message?: string
  readonly details?: Readonly<Record<string, unknown>>
}

function asUndefinedTerms(error: unknown): UndefinedTerms {
  const { details, message } = error as { details?: { event?: SafeModeEvent }; message?: string }
  const event = details?.event
  const { property, type, id, reference, value } = event?.details ?? {}
  const term = [property, type, id, reference, value].find((each) => typeof each === 'string')
  return new UndefinedTerms(term ?? event?.code ?? '', event?.message ?? message ?? 'JSON-LD error.', error)
}
