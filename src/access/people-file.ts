import { parse, CsvError } from 'csv-parse/sync'
import { translator, type TextValues } from '../texts/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { columnOf, type PeopleColumn } from './people-columns.ts'

export const MOST_BYTES = 1_000_000
export const MOST_ROWS = 2000

type FileFault =
  'missing' | 'tooLarge' | 'notText' | 'quote' | 'noHeader' | 'missingColumn' | 'columnTwice' | 'noRows' | 'tooManyRows'

/** The file as a whole cannot be read; `fault` and `values` say it in the reader's language. */
export class UnreadablePeopleFile extends DomainError {
  readonly code = 'unreadable-people-file'
  readonly fault: FileFault
  readonly values: TextValues

  constructor(fault: FileFault, values: TextValues = {}) {
    const detail = translator('en')(`import.file.${fault}`, values)
    super(detail, { errors: [{ pointer: '/file', detail }] })
    this.fault = fault
    this.values = values
  }
}

/** One line of the file: what stands in the columns that are known, under their names. */
export interface PeopleRow {
  /** Counted as an editor counts, from 1; of a row over several lines the first. */
  readonly line: number
  readonly cells: Readonly<Partial<Record<PeopleColumn, string>>>
  /** More cells than the header has. */
  readonly isTooLong: boolean
}

export interface PeopleFile {
  readonly text: string
  readonly encoding: Encoding
  readonly separator: string
  /** The columns that are read, as the file itself calls them. */
  readonly columns: readonly { readonly name: PeopleColumn; readonly header: string }[]
  /** Columns that mean nothing here. */
  readonly unread: readonly string[]
  readonly rows: readonly PeopleRow[]
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const REQUIRED: readonly PeopleColumn[] = ['givenName', 'familyName', 'email', 'role']

/** Reads the bytes of a table of people. Throws `UnreadablePeopleFile`. */
export function readPeopleFile(bytes: Uint8Array): PeopleFile {
  if (bytes.byteLength === 0) throw new UnreadablePeopleFile('missing')
  if (bytes.byteLength > MOST_BYTES) throw new UnreadablePeopleFile('tooLarge')
  const encoding = encodingOf(bytes)
  const text = decoded(bytes, encoding).replace(/\r\n?/g, '\n')
  if (Buffer.byteLength(text) > MOST_BYTES) throw new UnreadablePeopleFile('tooLarge')
  const named = /^sep=([;,\t])\n/i.exec(text)
  const separator = named?.[1] ?? separatorOf(text)
  const [header, ...records] = recordsOf(text.slice(named?.[0].length ?? 0), separator, named ? 1 : 0)
  if (!header) throw new UnreadablePeopleFile('noHeader')
  const names = namesOf(header.cells)
  if (records.length === 0) throw new UnreadablePeopleFile('noRows')
  if (records.length > MOST_ROWS) throw new UnreadablePeopleFile('tooManyRows', { most: MOST_ROWS })
  return {
    ...{ text, encoding, separator },
    columns: names.flatMap((name, index) =>
      name === null || name === 'reason' ? [] : [{ name, header: header.cells[index]?.trim() ?? '' }],
    ),
    unread: header.cells.filter((cell, index) => names[index] === null && cell.trim() !== ''),
    rows: records.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(
        names.flatMap((name, index) => (name === null || name === 'reason' ? [] : [[name, plain(cells[index] ?? '')]])),
      ),
      isTooLong: cells.slice(names.length).some((cell) => cell.trim() !== ''),
    })),
  }
}

/** Every second byte of text in UTF-16 is zero, as long as it is of this part of the world. */
function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  const start = bytes.subarray(0, 400)
  const zeros = (rest: number) => start.filter((byte, index) => byte === 0 && index % 2 === rest).length
  if (zeros(1) * 4 > start.length) return 'utf-16le'
  if (zeros(0) * 4 > start.length) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  const text = textIn(bytes, encoding)
  if (/[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u.test(text)) {
    throw new UnreadablePeopleFile('notText')
  }
  return text
}

function textIn(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw Object.assign(new UnreadablePeopleFile('notText'), { cause })
  }
}

/** Whichever stands most often in the first line, outside quotation marks. */
function separatorOf(text: string): string {
  const line = text.slice(0, (text + '\n').indexOf('\n')).replace(/"[^"]*"/g, '')
  const counted = [';', ',', '\t'].map((sign) => ({ sign, count: line.split(sign).length }))
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign
}

interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

function recordsOf(text: string, separator: string, linesBefore: number): readonly CsvRecord[] {
  let lastLine = 0
  try {
    const found = parse(text, {
      ...{ delimiter: separator, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true, info: true },
      on_record: (record: string[], { lines }) => {
        lastLine = lines
        return record
      },
    }) as unknown as readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[]
    return found
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
      .map(({ info, record }) => ({ line: info.lines - breaksIn(record) + linesBefore, cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UnreadablePeopleFile('quote', { line: lastLine + 1 + linesBefore })
  }
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
}

function namesOf(header: readonly string[]) {
  const names = header.map(columnOf)
  const known = names.filter((name) => name !== null)
  if (known.length === 0) throw new UnreadablePeopleFile('noHeader')
  const twice = names.findIndex((name, index) => name !== null && names.indexOf(name) !== index)
  if (twice >= 0) throw new UnreadablePeopleFile('columnTwice', { column: header[twice] ?? '' })
  const missing = REQUIRED.filter((name) => !known.includes(name))
  if (missing.length > 0) throw new UnreadablePeopleFile('missingColumn', { columns: missing.join(', ') })
  return names
}

const FORMULA = /^[=+\-@\t\r]/

/** What a spreadsheet would compute when it opens the file is kept from it by an apostrophe; `plain` takes it off. */
export function harmless(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

function plain(cell: string): string {
  return (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell).trim()
}

/** A table for spreadsheets, which know UTF-8 by its mark. */
export function csvText(rows: readonly (readonly string[])[], separator: string): string {
  const quoted = (cell: string): string => {
    const text = harmless(cell)
    return /["\n\r;,\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\ufeff${rows.map((row) => `${row.map(quoted).join(separator)}\r\n`).join('')}`
}
