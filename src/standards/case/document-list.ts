import type { CFDocument } from './types.ts'

export interface ListQuery {
  readonly limit: number
  readonly offset: number
  readonly sort?: string | undefined
  readonly orderBy?: 'asc' | 'desc' | undefined
  readonly fields?: string | undefined
}

export interface DocumentPage {
  readonly documents: readonly Partial<CFDocument>[]
  readonly total: number
  /** The offsets of the neighbours, for the Link header. */
  readonly links: Readonly<Partial<Record<'first' | 'prev' | 'next' | 'last', number>>>
}

/**
 * One page of CFDocuments. An unknown sort field leaves the default order, unknown fields select all of them.
 * Source: CASE REST binding, pagination, sorting and field selection.
 */
export function documentPage(documents: readonly CFDocument[], query: ListQuery): DocumentPage {
  const { limit, offset } = query
  const total = documents.length
  const last = total === 0 ? 0 : Math.floor((total - 1) / limit) * limit
  return {
    documents: sorted(documents, query)
      .slice(offset, offset + limit)
      .map((document) => selected(document, query.fields)),
    total,
    links: {
      first: 0,
      ...(offset > 0 ? { prev: Math.max(0, offset - limit) } : {}),
      ...(offset + limit < total ? { next: offset + limit } : {}),
      last,
    },
  }
}

function sorted(documents: readonly CFDocument[], { sort, orderBy }: ListQuery): readonly CFDocument[] {
  const field = sort as keyof CFDocument | undefined
  if (field === undefined || !documents.some((document) => typeof document[field] === 'string')) return documents
  const direction = orderBy === 'desc' ? -1 : 1
  const valueOf = (document: CFDocument) => (typeof document[field] === 'string' ? document[field] : '')
  return [...documents].sort((a, b) => direction * valueOf(a).localeCompare(valueOf(b)))
}

function selected(document: CFDocument, fields: string | undefined): Partial<CFDocument> {
  const wanted = fields?.split(',').map((field) => field.trim()) ?? []
  const known = wanted.filter((field) => field in document)
  if (known.length === 0 || known.length < wanted.length) return document
  return Object.fromEntries(Object.entries(document).filter(([field]) => known.includes(field)))
}
