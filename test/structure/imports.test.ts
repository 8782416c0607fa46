import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { t } from '../support/test.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))

/** From the bottom up; a folder may import the ones on earlier lines, and never one on its own line or later. */
const LAYERS = [
  ['kernel'],
  ['standards', 'database', 'texts'],
  ['audit', 'tasks', 'blobs'],
  ['mail'],
  ['signing', 'verification'],
  ['pages'],
  ['http'],
  ['access'],
  ['programmes'],
  ['frameworks'],
  ['courses'],
  ['programme-file'],
  ['portfolio'],
  ['assessment'],
  ['credentials'],
  ['certificates'],
  ['public', 'vc-api'],
  ['operations'],
  ['cli'],
  ['demo'],
]

/** The files that stand above every folder: they start and wire. `config` and `services` are types and settings. */
const SETTINGS = ['config.ts', 'services.ts']
const TOP = ['app.ts', 'main.ts']

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
const imports = new Map(files.map((file) => [file, importsOf(file)]))

function importsOf(file: string): { target: string; isType: boolean }[] {
  const source = readFileSync(join(SRC, file), 'utf8')
  const statements = source.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+['"](\.[^'"]+)['"]/gm)
  return [...statements].map(([, type, path]) => ({
    target: relative(SRC, join(SRC, dirname(file), path ?? '')),
    isType: type !== undefined,
  }))
}

const folderOf = (file: string): string => file.split('/')[0] ?? ''
const layerOf = (folder: string): number => LAYERS.findIndex((names) => names.includes(folder))

t.test('every folder of src has a layer', (t) => {
  const unknown = [...new Set(files.filter((file) => file.includes('/')).map(folderOf))].filter((f) => layerOf(f) < 0)
  t.strictSame(unknown, [])
  t.end()
})

t.test('imports point down', (t) => {
  const upward: string[] = []
  for (const [file, targets] of imports) {
    if (TOP.includes(file)) continue
    for (const { target, isType } of targets) {
      if (SETTINGS.includes(target) && isType) continue
      const isInside = folderOf(file) === folderOf(target) || SETTINGS.includes(file)
      if (!isInside && layerOf(folderOf(target)) >= layerOf(folderOf(file))) upward.push(`${file} → ${target}`)
    }
  }
  t.strictSame(upward, [])
  t.end()
})

t.test('another feature is imported through its index', (t) => {
  const features = LAYERS.slice(LAYERS.findIndex((names) => names.includes('access')))
    .flat()
    .filter((name) => name !== 'cli' && name !== 'demo')
  const inside: string[] = []
  for (const [file, targets] of imports) {
    for (const { target } of targets) {
      const folder = folderOf(target)
      if (features.includes(folder) && folder !== folderOf(file) && target !== `${folder}/index.ts`) {
        inside.push(`${file} → ${target}`)
      }
    }
  }
  t.strictSame(inside, [])
  t.end()
})

t.test('verification knows nothing of what we stored', (t) => {
  const reached = [...imports]
    .filter(([file]) => folderOf(file) === 'verification')
    .flatMap(([file, targets]) => targets.map(({ target }) => ({ file, folder: folderOf(target) })))
    .filter(({ folder }) => !['verification', 'standards', 'kernel'].includes(folder))
  t.strictSame(reached, [])
  t.end()
})

t.test('only credentials and audit reach signing', (t) => {
  const reached = [...imports]
    .filter(
      ([file]) => !['signing', 'credentials', 'audit', 'cli', 'demo', ...TOP, ...SETTINGS].includes(folderOf(file)),
    )
    .flatMap(([file, targets]) => targets.filter(({ target }) => folderOf(target) === 'signing').map(() => file))
  t.strictSame(reached, [])
  t.end()
})

t.test('there is no cycle', (t) => {
  const done = new Set<string>()
  const cycles: string[] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const { target, isType } of imports.get(file) ?? []) if (!isType) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) walk(file, [])
  t.strictSame(cycles, [])
  t.end()
})
