import { eq } from 'drizzle-orm'
import { NotFound, PUBLIC_ACTOR } from '../access/index.ts'
import { tables, type Db } from '../database/index.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import type { CaseSource } from './case-export.ts'
import { findFramework, listFrameworks } from './framework-store.ts'
import { isPublished } from './review.ts'
import { findRubricIds, loadRubric } from './rubric-store.ts'

type ReadDeps = Pick<Services, 'database' | 'clock'>

const { criteria, criterionLevels, frameworkItems, organisations, rubrics } = tables

/** Published frameworks with their frozen rubrics, as anybody may see them. */
export async function findCaseSources(services: ReadDeps): Promise<readonly CaseSource[]> {
  return asPublic(services, async (tx) => {
    const sources: CaseSource[] = []
    for (const { id, state } of await listFrameworks(tx)) {
      const source = isPublished(state) ? await sourceOf(tx, id) : undefined
      if (source) sources.push(source)
    }
    return sources
  })
}

/** Which kind of CASE object an identifier names, and the published framework that it belongs to. */
export interface Located {
  readonly kind: 'framework' | 'item' | 'rubric' | 'criterion' | 'level'
  readonly source: CaseSource
}

/** Throws NotFound for what is unknown, and for what is not published. */
export async function locateCaseObject(services: ReadDeps, id: string): Promise<Located> {
  const located = isUuid(id) ? await asPublic(services, (tx) => locate(tx, id)) : undefined
  if (!located) throw new NotFound('CASE object', id)
  return located
}

async function locate(tx: Db, id: string): Promise<Located | undefined> {
  const { kind, frameworkId } = (await place(tx, id)) ?? { kind: 'framework' as const, frameworkId: id }
  const source = await sourceOf(tx, frameworkId)
  return source && { kind, source }
}

async function place(
  tx: Db,
  id: string,
): Promise<{ readonly kind: Located['kind']; readonly frameworkId: string } | undefined> {
  const [item] = await tx
    .select({ frameworkId: frameworkItems.frameworkId })
    .from(frameworkItems)
    .where(eq(frameworkItems.id, id))
  if (item) return { kind: 'item', ...item }
  const [rubric] = await tx.select({ frameworkId: rubrics.frameworkId }).from(rubrics).where(eq(rubrics.id, id))
  if (rubric) return { kind: 'rubric', ...rubric }
  const [criterion] = await tx
    .select({ frameworkId: rubrics.frameworkId })
    .from(criteria)
    .innerJoin(rubrics, eq(rubrics.id, criteria.rubricId))
    .where(eq(criteria.id, id))
  if (criterion) return { kind: 'criterion', ...criterion }
  const [level] = await tx
    .select({ frameworkId: rubrics.frameworkId })
    .from(criterionLevels)
    .innerJoin(criteria, eq(criteria.id, criterionLevels.criterionId))
    .innerJoin(rubrics, eq(rubrics.id, criteria.rubricId))
    .where(eq(criterionLevels.id, id))
  return level && { kind: 'level', ...level }
}

async function sourceOf(tx: Db, frameworkId: string): Promise<CaseSource | undefined> {
  const framework = await findFramework(tx, frameworkId)
  if (!framework || !isPublished(framework.state)) return undefined
  const [creator] = await tx
    .select({ legalName: organisations.legalName })
    .from(organisations)
    .where(eq(organisations.id, framework.creatorOrganisationId))
  const frozen = []
  for (const id of await findRubricIds(tx, frameworkId)) {
    const rubric = await loadRubric(tx, id)
    if (rubric.frozenAt !== null) frozen.push(rubric)
  }
  return { framework, creator: creator?.legalName ?? '', rubrics: frozen }
}

function asPublic<T>({ database, clock }: ReadDeps, work: (tx: Db) => Promise<T>): Promise<T> {
  return database.transaction(PUBLIC_ACTOR, clock.now(), work)
}
