import type { ComponentChildren, VNode } from 'preact'
import type { PageContext } from './context.ts'
import { safeHref } from './safe-href.ts'

export interface Column<Row> {
  readonly label: string
  readonly cell: (row: Row) => ComponentChildren
  /** The row's own name; one a table, the first when none says so. */
  readonly isHeading?: boolean | undefined
  readonly align?: 'start' | 'end' | undefined
}

interface TableProps<Row> {
  /** Said to screen readers, and shown with `showCaption`. */
  readonly caption: string
  readonly showCaption?: boolean | undefined
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
}

/** A table that becomes a list of labelled cards on a phone. */
export function Table<Row>({ caption, showCaption, columns, rows, rowKey }: TableProps<Row>): VNode {
  const heading = Math.max(
    0,
    columns.findIndex(({ isHeading }) => isHeading),
  )
  return (
    <div class="table-frame">
      <table class="table" role="table">
        <caption class={showCaption ? undefined : 'visually-hidden'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ label, align }) => (
              <th key={label} scope="col" role="columnheader" class={align === 'end' ? 'end' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map(({ label, cell, align }, index) => {
                const className = align === 'end' ? 'end' : undefined
                return index === heading ? (
                  <th key={label} scope="row" role="rowheader" class={className} data-label={label}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={label} role="cell" class={className} data-label={label}>
                    {cell(row)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface PaginationProps {
  readonly context: PageContext
  /** Cursor paging knows the neighbours only. */
  readonly previous?: string | null | undefined
  readonly next?: string | null | undefined
}

export function Pagination({ context: { t }, previous, next }: PaginationProps): VNode | null {
  if (!previous && !next) return null
  return (
    <nav class="pagination" aria-label={t('common.pagination.label')}>
      {previous ? (
        <a class="button button-secondary" rel="prev" href={safeHref(previous)}>
          {t('common.pagination.previous')}
        </a>
      ) : null}
      {next ? (
        <a class="button button-secondary" rel="next" href={safeHref(next)}>
          {t('common.pagination.next')}
        </a>
      ) : null}
    </nav>
  )
}
