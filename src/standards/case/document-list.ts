import { documentFilter } from './document-filter.ts'
import { InvalidSelection } from './invalid-selection.ts'
import { documentFields } from './schemas.ts'
import type { CaseVersion } from './status-info.ts'
import type { CFDocument } from './types.ts'

export interface ListQuery {
  readonly limit: number
  readonly offset: number
  readonly sort?: string | undefined
  readonly orderBy?: string | undefined
  readonly filter?: string | undefined
  readonly fields?: string | undefined
}

export interface DocumentPage {
  readonly documents: readonly Partial<CFDocument>[]
  readonly total: number
  /** The offsets of the neighbours, for the Link header. */
  readonly links: Readonly<Partial<Record<'first' | 'prev' | 'next' | 'last', number>>>
}

/**
 * One page of CFDocuments. An unknown sort field leaves the default order, and one unknown field selects all of them.
 * Throws InvalidSelection. Source: CASE REST binding, pagination, sorting, filtering and field selection.
 */
export function documentPage(documents: readonly CFDocument[], query: ListQuery, version: CaseVersion): DocumentPage {
  const { limit, offset, filter } = query
  const fields = selectedFields(query.fields, version)
  const found = filter === undefined ? documents : documents.filter(documentFilter(filter, version))
  const total = found.length
  return {
    documents: sorted(found, query)
      .slice(offset, offset + limit)
      .map((document) => onlyFields(document, fields)),
    total,
    links: {
      first: 0,
      ...(offset > 0 ? { prev: Math.max(0, offset - limit) } : {}),
      ...(offset + limit < total ? { next: offset + limit } : {}),
      last: total === 0 ? 0 : Math.floor((total - 1) / limit) * limit,
    },
  }
}

function sorted(documents: readonly CFDocument[], { sort, orderBy }: ListQuery): readonly CFDocument[] {
  const field = sort as keyof CFDocument | undefined
  if (field === undefined || !documents.some((document) => typeof document[field] === 'string')) return documents
  const direction = orderBy === 'desc' ? -1 : 1
  const keyOf = (document: CFDocument): string => {
    const value = document[field]
    return typeof value === 'string' ? value : ''
  }
  return [...documents].sort((a, b) => direction * (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))))
}

/** Undefined for all of them. */
function selectedFields(fields: string | undefined, version: CaseVersion): readonly string[] | undefined {
  if (fields === undefined) return undefined
  const wanted = fields.split(',').map((field) => field.trim())
  if (wanted.includes('')) throw new InvalidSelection('fields', 'a field to select has a name')
  const known = documentFields(version)
  return wanted.every((field) => known.includes(field)) ? wanted : undefined
}

function onlyFields(document: CFDocument, fields: readonly string[] | undefined): Partial<CFDocument> {
  if (!fields) return document
  return Object.fromEntries(Object.entries(document).filter(([field]) => fields.includes(field)))
}
