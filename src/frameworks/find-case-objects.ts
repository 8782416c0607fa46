import { asc, eq, inArray, sql } from 'drizzle-orm'
import { NotFound, PUBLIC_ACTOR } from '../access/index.ts'
import { rows, tables, type Db } from '../database/index.ts'
import { isUuid } from '../kernel/ids.ts'
import type { Services } from '../services.ts'
import { caseAssociations } from './case-export.ts'
import { conceptsOf, groupingsOf, itemTypesOf, licenceOf, subjectsOf } from './case-definitions.ts'
import type { CaseSource, DocumentSource } from './case-parts.ts'
import { findFramework, findPublishedFrameworks } from './framework-store.ts'
import type { Framework } from './framework.ts'
import { isPublished, PUBLISHED_STATES } from './review.ts'
import { findFrozenRubrics } from './rubric-store.ts'

type ReadDeps = Pick<Services, 'database' | 'clock'>

const { frameworks, organisations } = tables

/** The published frameworks as anybody may see them: newest first, without their parts. */
export async function findDocumentSources(services: ReadDeps): Promise<readonly DocumentSource[]> {
  return asPublic(services, (tx) =>
    tx
      .select({ framework: frameworks, creator: organisations.legalName })
      .from(frameworks)
      .innerJoin(organisations, eq(organisations.id, frameworks.creatorOrganisationId))
      .where(inArray(frameworks.state, [...PUBLISHED_STATES]))
      .orderBy(sql`${frameworks.publishedAt} desc`, asc(frameworks.id)),
  )
}

/** What an identifier of CASE can name. The last six have no row of their own: they follow from the framework. */
export type CaseKind = 'framework' | 'item' | 'rubric' | 'criterion' | 'level' | DerivedKind
export type DerivedKind = keyof typeof DERIVED

export interface Located {
  readonly kind: CaseKind
  readonly source: CaseSource
}

const DERIVED = {
  association: (framework) => caseAssociations(framework, 'v1p0'),
  grouping: (framework) => Object.values(groupingsOf(framework)),
  concept: conceptsOf,
  subject: subjectsOf,
  itemType: itemTypesOf,
  licence: (framework) => [licenceOf(framework)],
} as const satisfies Record<string, (framework: Framework) => readonly { readonly identifier: string }[]>

/** Which object an identifier names, and the framework it belongs to. Throws NotFound for what is not published. */
export async function locateCaseObject(services: ReadDeps, id: string): Promise<Located> {
  const located = isUuid(id) ? await asPublic(services, (tx) => locate(tx, id)) : undefined
  if (!located) throw new NotFound('CASE object', id)
  return located
}

async function locate(tx: Db, id: string): Promise<Located | undefined> {
  const place = (await placeOf(tx, id)) ?? (await derivedPlaceOf(tx, id))
  const source = place && (await sourceOf(tx, place.frameworkId))
  return source && { kind: place.kind, source }
}

interface Place {
  readonly kind: CaseKind
  readonly frameworkId: string
}

/** The row with this identifier. The row policies show frozen rubrics only, and items of published frameworks. */
async function placeOf(tx: Db, id: string): Promise<Place | undefined> {
  const [found] = await rows<Place>(
    tx,
    sql`select 'framework' as kind, id as "frameworkId" from frameworks where id = ${id}
      union all select 'item', framework_id from framework_items where id = ${id}
      union all select 'rubric', framework_id from rubrics where id = ${id}
      union all select 'criterion', r.framework_id from criteria c join rubrics r on r.id = c.rubric_id where c.id = ${id}
      union all select 'level', r.framework_id from criterion_levels l
        join criteria c on c.id = l.criterion_id join rubrics r on r.id = c.rubric_id where l.id = ${id}`,
  )
  return found
}

async function derivedPlaceOf(tx: Db, id: string): Promise<Place | undefined> {
  for (const framework of await findPublishedFrameworks(tx)) {
    for (const [kind, all] of Object.entries(DERIVED)) {
      if (all(framework).some(({ identifier }) => identifier === id)) {
        return { kind: kind as DerivedKind, frameworkId: framework.id }
      }
    }
  }
  return undefined
}

async function sourceOf(tx: Db, frameworkId: string): Promise<CaseSource | undefined> {
  const framework = await findFramework(tx, frameworkId)
  if (!framework || !isPublished(framework.state)) return undefined
  const [creator] = await tx
    .select({ legalName: organisations.legalName })
    .from(organisations)
    .where(eq(organisations.id, framework.creatorOrganisationId))
  return { framework, creator: creator?.legalName ?? '', rubrics: await findFrozenRubrics(tx, frameworkId) }
}

function asPublic<T>({ database, clock }: ReadDeps, work: (tx: Db) => Promise<T>): Promise<T> {
  return database.transaction(PUBLIC_ACTOR, clock.now(), work)
}
