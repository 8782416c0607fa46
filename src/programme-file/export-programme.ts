import { NotFound, type Actor } from '../access/index.ts'
import type { MicroCourseVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { loadFramework, maySee, requireSeen, type Framework } from '../frameworks/index.ts'
import type { Services } from '../services.ts'
import {
  areaPart,
  competencyPart,
  detailsPart,
  rubricPart,
  scalePart,
  versionPart,
  type FrameworkPart,
} from './parts.ts'
import { FORMAT, FORMAT_VERSION, type ProgrammeFile } from './schema.ts'
import { findCohort, findOrganisations, findVersionsOver } from './store.ts'

/**
 * A framework with the micro-courses over it, their rubrics and the scales these are judged by, as far as the reader
 * may see them; with a cohort when one is named. Importing the file elsewhere and exporting it there gives it back.
 */
export async function exportProgramme(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  frameworkId: string,
  cohortId?: string,
): Promise<ProgrammeFile> {
  return database.transaction(actor, clock.now(), async (tx) => {
    const framework = await loadFramework(tx, frameworkId)
    requireSeen(actor, 'framework', framework)
    const { programmeId } = framework
    const versions = (await findVersionsOver(tx, frameworkId)).filter((version) => maySee(actor, version))
    const rubrics = unique(versions.map(({ rubric }) => rubric))
    return {
      format: FORMAT,
      formatVersion: FORMAT_VERSION,
      levelScales: unique(rubrics.map(({ scale }) => scale)).map(scalePart),
      framework: await frameworkPart(tx, framework),
      rubrics: rubrics.map(rubricPart),
      microCourses: coursesOf(versions),
      ...(cohortId === undefined ? {} : { cohort: await cohortPart(tx, programmeId, cohortId) }),
    }
  })
}

export async function frameworkPart(tx: Db, framework: Framework): Promise<FrameworkPart> {
  const { awardingId, slugs } = await findOrganisations(tx, framework.programmeId)
  const { creatorOrganisationId: creatorId, items, alignments } = framework
  const creator = creatorId === awardingId ? undefined : [...slugs].find(([, id]) => id === creatorId)?.[0]
  return {
    ...detailsPart(framework, creator),
    areas: items.filter(({ kind }) => kind === 'area').map(areaPart),
    competencies: items.filter(({ kind }) => kind === 'competency').map((item) => competencyPart(item, alignments)),
  }
}

async function cohortPart(tx: Db, programmeId: string, cohortId: string) {
  const found = await findCohort(tx, programmeId, cohortId)
  if (!found) throw new NotFound('cohort', cohortId)
  return found
}

function coursesOf(versions: readonly MicroCourseVersion[]): ProgrammeFile['microCourses'] {
  const ids = [...new Set(versions.map(({ microCourseId }) => microCourseId))]
  return ids.flatMap((id) => {
    const own = versions.filter(({ microCourseId }) => microCourseId === id)
    const [first] = own
    return first ? [{ id, code: first.code, sequence: first.sequence, versions: own.map(versionPart) }] : []
  })
}

function unique<Part extends { readonly id: string }>(parts: readonly Part[]): readonly Part[] {
  return [...new Map(parts.map((part) => [part.id, part])).values()]
}
