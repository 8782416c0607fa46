import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { t } from '../support/test.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MOST_PICTURE_BYTES = 200_000

const inRoot = (path: string): string => join(ROOT, path)
const read = (path: string): string => readFileSync(inRoot(path), 'utf8')
const namesIn = (path: string): string[] => readdirSync(inRoot(path))

/** Documents for readers; those of a folder may name its files without the folder. */
const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(inRoot('docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...['schemas', 'contexts', 'keys.example', 'src/demo'].map((folder) => `${folder}/README.md`),
]

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '')
const README = read('README.md')

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found)
}

function codesIn(text: string): string[] {
  return matches(withoutBlocks(text), /`([^`\n]+)`/g)
}

/** First cells of a table's rows, between the heading and the next one. */
function firstCells(text: string, heading: string): string[] {
  const [, section = ''] = text.split(`\n${heading}\n`)
  return matches(section.split(/\n#+ /)[0] ?? '', /^\| `([^`]+)`/gm)
}

/** As the places where the repository is read make the address of a heading. */
function anchorsOf(text: string): string[] {
  return matches(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

function brokenLinks(document: string): string[] {
  const text = withoutBlocks(read(document))
  const targets = [...matches(text, /\]\(([^)\s]+)\)/g), ...matches(text, /src="([^"]+)"/g)]
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? document : join(dirname(document), path)
    return !existsSync(inRoot(file)) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor))
  })
}

const FILE = /^[\w.@-]+\.(ts|tsx|js|json|md|sql|png)$/

/** What stands in back-ticks and names a file or folder of the repository. */
function isPath(code: string, document: string): boolean {
  if (!/^[\w.@/-]+$/.test(code) || code.startsWith('/')) return false
  const [first = '', ...rest] = code.split('/')
  const isOfFolder = dirname(document) !== '.' && !document.startsWith('docs/')
  if (rest.length === 0) return isOfFolder && FILE.test(first)
  return existsSync(inRoot(first)) || FILE.test(rest.at(-1) ?? '')
}

function missingPaths(document: string): string[] {
  return codesIn(read(document))
    .filter((code) => isPath(code, document))
    .filter((path) => !existsSync(inRoot(path)) && !existsSync(inRoot(join(dirname(document), path))))
}

t.test('every link of the documents leads somewhere', async (t) => {
  for (const document of DOCUMENTS) t.strictSame(brokenLinks(document), [], document)
})

t.test('every file that a document names is there', async (t) => {
  for (const document of DOCUMENTS) t.strictSame(missingPaths(document), [], document)
})

t.test('every operation of the API that a document names is described', async (t) => {
  const { paths } = JSON.parse(read('docs/openapi.json')) as { paths: Record<string, Record<string, unknown>> }
  for (const document of DOCUMENTS) {
    const named = [...read(document).matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/api\/v1\/[^`]+)`/g)]
    const unknown = named.filter(([, method = '', path = '']) => paths[path]?.[method.toLowerCase()] === undefined)
    t.strictSame(
      unknown.map(([code]) => code),
      [],
      document,
    )
  }
})

t.test('every npm script that a document names exists', async (t) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const document of DOCUMENTS) {
    const text = read(document)
    const named = [...matches(text, /npm run ([\w:-]+)/g), ...matches(text, /npm (start|test)\b/g)]
    t.strictSame(
      named.filter((name) => !(name in scripts)),
      [],
      document,
    )
  }
})

t.test('the table of settings has the variables of src/config.ts, and no others', async (t) => {
  const variables = new Set(matches(read('src/config.ts'), /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g))
  t.strictSame(firstCells(README, '### Settings').sort(), [...variables].sort())
})

t.test('the table of commands has the commands of src/cli, and no others', async (t) => {
  const documented = firstCells(README, '### Commands').map((usage) => usage.split(' ')[0] ?? '')
  const inner = ['command', 'main', 'run']
  const commands = namesIn('src/cli').flatMap((file) => {
    const name = file.replace(/\.ts$/, '')
    return /^export const \w+: Command = /m.test(read(`src/cli/${file}`)) && !inner.includes(name) ? [name] : []
  })
  t.strictSame([...new Set(documented)].sort(), commands.sort())
})

t.test('the map has every folder of src, and no others', async (t) => {
  const folders = namesIn('src').filter((name) => statSync(inRoot(`src/${name}`)).isDirectory())
  t.strictSame(firstCells(README, '## Map of the source').sort(), folders.map((name) => `src/${name}/`).sort())
})

t.test('the list of accepted proofs is the one of the code', async (t) => {
  const folder = 'src/verification/proofs'
  const source = namesIn(folder).map((file) => read(`${folder}/${file}`))
  const known = source.flatMap((text) => matches(text, /'((?:ecdsa|eddsa)(?:-[a-z]+)?-\d{4}|Ed25519Signature2020)'/g))
  const [row = ''] = /^\| Embedded proofs +\|[^|]*\|/m.exec(read('docs/conformance.md')) ?? []
  t.strictSame(matches(row, /`([^`]+)`/g).sort(), [...new Set(known)].sort())
})

t.test('the list of decisions has every page, in order', async (t) => {
  const pages = namesIn('docs/decisions').filter((name) => name !== 'README.md')
  t.strictSame(matches(read('docs/decisions/README.md'), /\]\((\d{4}-[^)]+)\)/g), pages.sort())
  for (const page of pages) {
    const text = read(`docs/decisions/${page}`)
    t.match(text, new RegExp(`^# ${page.slice(0, 4)} \\S`), page)
    for (const part of ['Context', 'Decision', 'Consequences'])
      t.ok(text.includes(`\n## ${part}\n`), `${page}: ${part}`)
  }
})

t.test('every picture is small, and shown by the README', async (t) => {
  const pictures = namesIn('docs/pictures').filter((name) => name.endsWith('.png'))
  t.strictSame(
    matches(README, /src="(docs\/pictures\/[^"]+)"/g).sort(),
    pictures.map((name) => `docs/pictures/${name}`).sort(),
  )
  for (const name of pictures) t.ok(statSync(inRoot(`docs/pictures/${name}`)).size <= MOST_PICTURE_BYTES, name)
})

t.test('licence and notices are there', async (t) => {
  t.match(read('LICENSE'), /Apache License\s+Version 2\.0/)
  for (const named of matches(read('NOTICE'), /((?:docs|schemas|contexts|test)\/[\w./-]+\w)/g)) {
    t.ok(existsSync(inRoot(named)), relative('.', named))
  }
})
