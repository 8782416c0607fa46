import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { openPostgres } from '../src/database/index.ts'
import { findChromium } from './support/chromium.ts'
import { failuresIn } from './support/failures.ts'
import { writeLanes } from './support/lanes.ts'
import { startPostgres } from './support/postgres.ts'

/*
 * Runs tap with one PostgreSQL server for all files, in lanes (test/support/lanes.ts). Arguments go to tap in their
 * place, a process a file: `npm test -- test/kernel`.
 * The environment variable INSIGNIA_TEST_REQUIRE=chromium makes the absence of a browser a failure.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TAP = `${ROOT}node_modules/.bin/tap`
const OUTPUT = `${ROOT}.tap/insignia-test-output.tap`
/** A larger nursery: what a test makes is soon garbage, and a fifth of the time went into carrying it about. */
const NODE_ARGUMENTS = ['--node-arg=--import=tsx', '--node-arg=--max-semi-space-size=64']
/** Many files on a slow machine; each file's own tests have the timeout of `.taprc`. */
const LANE_SECONDS = 1200
const TEMPLATE = 'insignia_template'

async function prepareTemplate(url: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${TEMPLATE}`)
  await admin.end()
  const database = await openPostgres(url.replace(/\/postgres$/, `/${TEMPLATE}`))
  await database.close()
}

function runTap(url: string): Promise<number> {
  mkdirSync(`${ROOT}.tap`, { recursive: true })
  rmSync(OUTPUT, { force: true })
  // A fresh installation holds tap with all its plugins; their loaders cost every process more than a second.
  if (!existsSync(`${ROOT}.tap/plugins`)) spawnSync(TAP, ['build'], { cwd: ROOT, stdio: 'ignore' })
  const asked = process.argv.slice(2)
  const what =
    asked.length > 0 ? asked : [`--timeout=${LANE_SECONDS}`, ...writeLanes(`${ROOT}test`, `${ROOT}.tap/lanes`)]
  const child = spawn(TAP, ['run', `--output-file=${OUTPUT}`, '--reporter=terse', ...NODE_ARGUMENTS, ...what], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, INSIGNIA_TEST_POSTGRES: url },
  })
  return new Promise((done) =>
    child.on('exit', (code) => {
      done(code ?? 1)
    }),
  )
}

/** What tap counted, from its own closing line. */
function counts(): { passed: number; failed: number } {
  if (!existsSync(OUTPUT)) return { passed: 0, failed: 1 }
  const closing = [
    ...readFileSync(OUTPUT, 'utf8').matchAll(/^# \{ total: \d+(?:, pass: (\d+))?(?:, fail: (\d+))?/gm),
  ].at(-1)
  return { passed: Number(closing?.[1] ?? 0), failed: Number(closing?.[2] ?? 0) }
}

const server = await startPostgres()
let code = 1
try {
  await prepareTemplate(server.url)
  code = await runTap(server.url)
} finally {
  await server.stop()
}
const { passed, failed } = counts()
if (code !== 0 && existsSync(OUTPUT)) console.log(`\n${failuresIn(readFileSync(OUTPUT, 'utf8')).join('\n')}`)
if (findChromium() === null) {
  console.log(
    '\n*** NO CHROMIUM WAS FOUND: THE BROWSER TESTS WERE NOT RUN. Set CHROMIUM=/path/to/chromium to run them. ***\n',
  )
  if (process.env['INSIGNIA_TEST_REQUIRE'] === 'chromium') code = 1
}
const failures = code !== 0 && failed === 0 ? 1 : failed
// The reporter ends with a control sequence and no line break; the counts stand alone on their line.
console.log(`\n${String(passed)} passed, ${String(failures)} failed`)
process.exitCode = code
