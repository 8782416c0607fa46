import type { Language } from '../kernel/language.ts'
import { translator, type Translate } from '../texts/index.ts'
import { PEOPLE_COLUMNS } from './people-columns.ts'
import { csvText } from './people-file.ts'
import type { PeopleReport } from './import-people.ts'
import type { PlannedRow, RowOutcome, RowProblem } from './people-plan.ts'

export const OUTCOMES = ['add', 'role', 'enrol', 'known', 'refused'] as const satisfies readonly RowOutcome[]

export function countOutcomes(rows: readonly PlannedRow[]): Readonly<Record<RowOutcome, number>> {
  const count = (outcome: RowOutcome) => rows.filter((row) => row.outcome === outcome).length
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])) as Record<RowOutcome, number>
}

/** The column as the file calls it; what it leaves out, by our own name. */
export function columnName(t: Translate, { file }: PeopleReport, { column }: RowProblem): string | null {
  if (column === null) return null
  return file.columns.find(({ name }) => name === column)?.header ?? t(`import.column.${column}`)
}

export function problemSentence(t: Translate, { code, values }: RowProblem): string {
  return t(`import.row.${code}`, values)
}

/** The lines that were not taken, as they came and each with its reason, to be mended and sent again; null for none. */
export function refusedCsv(t: Translate, report: PeopleReport): string | null {
  const refused = report.rows.filter(({ outcome }) => outcome === 'refused')
  if (refused.length === 0) return null
  const { columns, separator } = report.file
  const header = [...columns.map((column) => column.header), t('import.column.reason')]
  const lines = refused.map(({ row, problems }) => [
    ...columns.map(({ name }) => row.cells[name] ?? ''),
    problems.map((problem) => reasonOf(t, report, problem)).join(' '),
  ])
  return csvText([header, ...lines], separator)
}

function reasonOf(t: Translate, report: PeopleReport, problem: RowProblem): string {
  const column = columnName(t, report, problem)
  const sentence = problemSentence(t, problem)
  return column === null ? sentence : `${column}: ${sentence}`
}

/** Spreadsheets of Chile and Finland write commas into numbers, and a semicolon between cells. */
const SEPARATORS: Readonly<Record<Language, string>> = { es: ';', en: ',', fi: ';' }

export function peopleTemplate(language: Language): string {
  const t = translator(language)
  return csvText([PEOPLE_COLUMNS.map((column) => t(`import.column.${column}`))], SEPARATORS[language])
}
