import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * To start the program costs each test file some four seconds, most of them more than what it tests. So the files of a
 * folder share a process, a lane, one file after the other, each with a database of its own.
 */

/** Files that start processes or browsers of their own and mostly wait for them: a lane each. */
const ALONE = /^road\/(crash|browser)|^cli\/|^demo\/demo\.|\bbrowser\.test\.tsx$/
/** The longest, which begin first so that none of them runs on alone at the end. */
const LONGEST = ['road', 'credentials', 'access', 'vc-api']
/** Done in a moment once they have begun. */
const SHORT = ['blobs', 'docs', 'kernel', 'standards', 'structure', 'tasks', 'texts', 'top']

export interface Lane {
  readonly name: string
  /** Relative to the folder of the tests. */
  readonly files: readonly string[]
}

/** The lanes of a run, the longest first; tap takes them in the order of their names. */
export function lanesOf(files: readonly string[]): readonly Lane[] {
  const shared = new Map<string, string[]>()
  for (const file of files.filter((one) => !ALONE.test(one))) {
    const folder = file.includes('/') ? (file.split('/')[0] ?? '') : 'top'
    const lane = SHORT.includes(folder) ? 'short' : folder
    shared.set(lane, [...(shared.get(lane) ?? []), file])
  }
  const alone = files.filter((file) => ALONE.test(file))
  const lanes = [
    ...[...shared].map(([name, inFolder]) => ({ name, files: inFolder })),
    ...alone.map((file) => ({ name: file.replace(/\.test\.tsx?$/, '').replaceAll('/', '-'), files: [file] })),
  ]
  return lanes.map((lane) => ({ ...lane, name: `${LONGEST.includes(lane.name) ? '0' : '1'}-${lane.name}` }))
}

/** Every test file under `folder`, relative to it, in the order of the alphabet. */
export function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => name.split(sep).join('/'))
    .sort()
}

/** Writes a file a lane into `target`, for tap to run, and returns their paths. */
export function writeLanes(tests: string, target: string): readonly string[] {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const support = JSON.stringify(pathToFileURL(join(tests, 'support/test.ts')).href)
  return lanesOf(testFiles(tests)).map(({ name, files }) => {
    const list = files.map((file) => ({
      name: `${relative(join(tests, '..'), tests)}/${file}`,
      url: pathToFileURL(join(tests, file)).href,
    }))
    const lane = join(target, `${name}.ts`)
    const entries = list.map(
      ({ name: one, url }) => `  { name: ${JSON.stringify(one)}, url: new URL(${JSON.stringify(url)}) },`,
    )
    writeFileSync(lane, [`import { runFiles } from ${support}`, 'await runFiles([', ...entries, '])', ''].join('\n'))
    return lane
  })
}
