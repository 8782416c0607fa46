import { requireRole, type Actor } from '../access/index.ts'
import { asRefusal, type Db } from '../database/index.ts'
import { DomainError, type FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import { addCohort, addCourse, addFramework, addRubric, addScale } from './add-parts.ts'
import { InvalidProgrammeFile } from './errors.ts'
import { missingIn } from './missing.ts'
import { completed } from './parts.ts'
import { referenceProblems } from './references.ts'
import { hasShape, shapeProblems, type ProgrammeFile } from './schema.ts'

export type Parts = Pick<Services, 'database' | 'clock' | 'randomness' | 'config'>

/** `left` is a cohort that the reader may not make. */
export type PartOutcome = 'added' | 'known' | 'left'
export const PART_KINDS = ['levelScale', 'framework', 'item', 'rubric', 'version', 'cohort'] as const

export interface ReportedPart {
  readonly kind: (typeof PART_KINDS)[number]
  readonly id: string
  /** A code or a version, as people know it. */
  readonly name: string
  readonly outcome: PartOutcome
}

export interface ProgrammeReport {
  /** False for a rehearsal, and for a file with errors: nothing was changed. */
  readonly isDone: boolean
  readonly parts: readonly ReportedPart[]
  readonly errors: readonly FieldProblem[]
  /** What a review of the drafts will still ask for. */
  readonly missing: readonly FieldProblem[]
}

/** One import under way, inside its transaction. */
export interface Import {
  readonly services: Parts
  readonly tx: Db
  readonly actor: Actor
  readonly programmeId: string
  readonly add: (part: ReportedPart) => void
  readonly refuse: (pointer: string, detail: string) => void
  /** Takes one step in a savepoint; what it refuses is noted at the pointer. */
  readonly attempt: (pointer: string, step: (services: Parts) => Promise<unknown>) => Promise<void>
}

/** What an import would add, and every error with its place; changes nothing. */
export async function rehearseProgramme(
  services: Parts,
  actor: Actor,
  programmeId: string,
  value: unknown,
): Promise<ProgrammeReport> {
  return run(services, actor, programmeId, value, false)
}

/**
 * Adds what the file has and the programme has not, as drafts of the actor, all or nothing. What is there already and
 * the same stays; the same file again changes nothing. Throws `InvalidProgrammeFile`.
 */
export async function importProgramme(
  services: Parts,
  actor: Actor,
  programmeId: string,
  value: unknown,
): Promise<ProgrammeReport> {
  const report = await run(services, actor, programmeId, value, true)
  if (report.errors.length > 0) throw new InvalidProgrammeFile(report.errors)
  return report
}

/** Ends a transaction without keeping anything of it. */
class Undone extends Error {}

async function run(
  services: Parts,
  actor: Actor,
  programmeId: string,
  value: unknown,
  isForGood: boolean,
): Promise<ProgrammeReport> {
  requireRole(actor, ['author'], programmeId)
  const refused = (errors: readonly FieldProblem[]) => ({ isDone: false, parts: [], errors, missing: [] })
  if (!hasShape(value)) return refused(shapeProblems(value))
  const file = completed(value, services.config.publicUrl)
  const strangers = referenceProblems(file)
  if (strangers.length > 0) return refused(strangers)
  let report: ProgrammeReport = refused([])
  try {
    await services.database.transaction(actor, services.clock.now(), async (tx) => {
      report = await inTransaction(services, tx, actor, programmeId, file)
      if (!isForGood || report.errors.length > 0) throw new Undone()
      report = { ...report, isDone: true }
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
  return report
}

async function inTransaction(
  given: Parts,
  tx: Db,
  actor: Actor,
  programmeId: string,
  file: ProgrammeFile,
): Promise<ProgrammeReport> {
  const parts: ReportedPart[] = []
  const errors: FieldProblem[] = []
  const services = joined(given, tx)
  const refuse = (pointer: string, detail: string) => void errors.push({ pointer, detail })
  const current: Import = {
    ...{ services, tx, actor, programmeId, refuse },
    add: (part) => void parts.push(part),
    attempt: (pointer, step) =>
      tx
        .transaction((savepoint) => step(joined(given, savepoint)))
        .then(() => undefined)
        .catch((thrown: unknown) => {
          const error = asRefusal(thrown)
          if (!(error instanceof DomainError)) throw error
          if (error.errors.length === 0) refuse(pointer, error.message)
          for (const problem of error.errors) refuse(pointer + problem.pointer, problem.detail)
        }),
  }
  for (const stage of stagesOf(file)) {
    await stage(current)
    // What stands on something refused would be refused for that alone.
    if (errors.length > 0) return { isDone: false, parts, errors, missing: [] }
  }
  return { isDone: false, parts, errors, missing: await missingIn(services, actor, file) }
}

function stagesOf(file: ProgrammeFile): readonly ((current: Import) => Promise<void>)[] {
  const each =
    <Part>(parts: readonly Part[], at: string, add: (current: Import, part: Part, pointer: string) => Promise<void>) =>
    async (current: Import) => {
      for (const [index, part] of parts.entries()) await add(current, part, `${at}/${String(index)}`)
    }
  const cohorts = file.cohort ? [file.cohort] : []
  return [
    each(file.levelScales, '/levelScales', addScale),
    (current) => addFramework(current, file.framework),
    each(file.rubrics, '/rubrics', (current, part, pointer) => addRubric(current, file.framework.id, part, pointer)),
    each(file.microCourses, '/microCourses', (current, part, pointer) =>
      addCourse(current, file.framework.id, part, pointer),
    ),
    each(cohorts, '/cohort', (current, part) => addCohort(current, part)),
  ]
}

/** The services with a database whose every transaction is a part of this one. */
function joined(services: Parts, tx: Db): Parts {
  const { database } = services
  return { ...services, database: { ...database, transaction: (_scope, _at, work) => tx.transaction(work) } }
}
