import type { Actor } from '../access/index.ts'
import { readVersion } from '../courses/index.ts'
import { readFramework } from '../frameworks/index.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Services } from '../services.ts'
import type { ProgrammeFile } from './schema.ts'

/** What a review will ask for, at pointers into the file. */
export async function missingIn(
  services: Pick<Services, 'database' | 'clock'>,
  actor: Actor,
  file: ProgrammeFile,
): Promise<readonly FieldProblem[]> {
  const { missing } = await readFramework(services, actor, file.framework.id)
  const problems = missing.map(({ pointer, detail }) => ({ pointer: inFramework(file, pointer), detail }))
  for (const [at, { versions }] of file.microCourses.entries()) {
    for (const [index, { id, rubricId }] of versions.entries()) {
      const rubric = `/rubrics/${String(file.rubrics.findIndex((one) => one.id === rubricId))}`
      const version = `/microCourses/${String(at)}/versions/${String(index)}`
      for (const { pointer, detail } of (await readVersion(services, actor, id)).missing) {
        // It is published later than its file is imported.
        if (pointer !== '/frameworkId') problems.push({ pointer: inVersion(version, rubric, pointer), detail })
      }
    }
  }
  return problems
}

function inFramework({ framework }: ProgrammeFile, pointer: string): string {
  const [, part, id, ...rest] = pointer.split('/')
  if (part !== 'items') return `/framework${pointer}`
  for (const list of ['areas', 'competencies'] as const) {
    const index = framework[list].findIndex((item) => item.id === id)
    if (index >= 0) return ['/framework', list, String(index), ...rest].join('/')
  }
  return '/framework/competencies'
}

function inVersion(version: string, rubric: string, pointer: string): string {
  if (pointer.startsWith('/rubric/')) return rubric + pointer.slice('/rubric'.length)
  return version + pointer.replace(/^\/outcomes/, '/outcomeIds')
}
