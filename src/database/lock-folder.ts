import { mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const STALE_BREAKER_MS = 5000

export class DataFolderInUse extends Error {
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another Insignia process. Stop that one, or give this one another DATA_DIR.`,
    )
    this.name = 'DataFolderInUse'
  }
}

/**
 * Takes the data folder for this process: the embedded database loses data silently when two processes open it. The
 * lock is a socket that the kernel frees even after kill -9. Returns the function that lets go of it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  // A socket path ends at 107 bytes: the relative one is usually the shorter.
  const lock = relative(process.cwd(), join(folder, '.lock'))
  for (let attempt = 0; attempt < 100; attempt++) {
    const server = await bind(lock)
    if (server)
      return () =>
        new Promise((done) =>
          server.close(() => {
            done()
          }),
        )
    if (await isAlive(lock)) throw new DataFolderInUse(folder)
    await clearDeadLock(lock)
  }
  throw new DataFolderInUse(folder)
}

/** One contender at a time removes the socket of a dead process. */
async function clearDeadLock(lock: string): Promise<void> {
  const breaker = `${lock}.d`
  try {
    mkdirSync(breaker)
  } catch {
    if (isStale(breaker)) rmdirSync(breaker)
    await sleep(50)
    return
  }
  try {
    if (await isAlive(lock)) return
    await sleep(50)
    if (!(await isAlive(lock))) rmSync(lock, { force: true })
  } finally {
    rmdirSync(breaker)
  }
}

function isStale(breaker: string): boolean {
  try {
    return Date.now() - statSync(breaker).mtimeMs > STALE_BREAKER_MS
  } catch {
    return false
  }
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(path, () => {
      socket.destroy()
      answer(true)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      answer(!['ECONNREFUSED', 'ENOENT'].includes(error.code ?? ''))
    })
  })
}

function bind(path: string): Promise<Server | null> {
  return new Promise((answer, fail) => {
    const server = createServer((client) => {
      client.on('error', () => undefined)
      client.destroy()
    }).unref()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') answer(null)
      else fail(error)
    })
    server.listen(path, () => {
      answer(server)
    })
  })
}
