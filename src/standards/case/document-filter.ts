import { InvalidSelection } from './invalid-selection.ts'
import { documentFields } from './schemas.ts'
import type { CaseVersion } from './status-info.ts'
import type { CFDocument } from './types.ts'

const OPERATORS = {
  '=': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '~': (value, wanted) => value.includes(wanted),
} as const satisfies Record<string, (value: string, wanted: string) => boolean>

type Operator = keyof typeof OPERATORS
type Test = (document: CFDocument) => boolean

const CONDITION = String.raw`([A-Za-z_][\w.]*)\s*(!=|>=|<=|=|>|<|~)\s*'([^']*)'`
const FILTER = new RegExp(`^\\s*${CONDITION}(?:\\s+(AND|OR)\\s+${CONDITION})?\\s*$`, 'i')

/**
 * Whether a document passes `field op 'value'`, two of them joined by one AND or OR. Values are compared without regard
 * to case; of a list one value is enough, and a dot leads into a link. Throws InvalidSelection for another form and for
 * a field that documents have not. Source: CASE REST binding, filtering.
 */
export function documentFilter(filter: string, version: CaseVersion): Test {
  const found = FILTER.exec(filter)
  if (!found) {
    throw new InvalidSelection('filter', "a filter is field='value', or two of them joined by one AND or OR")
  }
  const [, field = '', operator, value = '', joint, secondField, secondOperator, secondValue = ''] = found
  const first = condition(field, operator as Operator, value, version)
  if (secondField === undefined) return first
  const second = condition(secondField, secondOperator as Operator, secondValue, version)
  return joint?.toUpperCase() === 'AND'
    ? (document) => first(document) && second(document)
    : (document) => first(document) || second(document)
}

function condition(field: string, operator: Operator, value: string, version: CaseVersion): Test {
  if (!isFieldOfDocuments(field, version)) {
    throw new InvalidSelection('filter', `invalid_filter_field: documents have no field ${field}`)
  }
  const wanted = value.toLowerCase()
  const holds = (candidate: string): boolean => OPERATORS[operator](candidate.toLowerCase(), wanted)
  const path = field.split('.')
  return operator === '!='
    ? (document) => valuesAt(document, path).every(holds)
    : (document) => valuesAt(document, path).some(holds)
}

const PARTS_OF_LINKS = ['title', 'identifier', 'uri']

function isFieldOfDocuments(field: string, version: CaseVersion): boolean {
  const [head = '', part, ...deeper] = field.split('.')
  if (!documentFields(version).includes(head) || deeper.length > 0) return false
  return part === undefined || (head.endsWith('URI') && PARTS_OF_LINKS.includes(part))
}

function valuesAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => valuesAt(one, path))
  const [head, ...rest] = path
  if (head === undefined) return typeof value === 'string' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return valuesAt((value as Readonly<Record<string, unknown>>)[head], rest)
}
