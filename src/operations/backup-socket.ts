import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join, relative } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BackupRefused } from './refusals.ts'

/*
 * One process alone may open the embedded database. While the service runs on it, the backup command asks the service:
 * through a socket in the data folder, which those can open who could read the folder itself, and nobody over a network.
 */

/** A socket path ends at 107 bytes: the relative one is usually the shorter. */
function socketIn(dataDir: string): string {
  return relative(process.cwd(), join(dataDir, 'backup.socket'))
}

/** Whoever connects is written a backup. Returns what ends it, with the backups that are being written. */
export async function serveBackups(
  dataDir: string,
  write: (destination: Writable) => Promise<void>,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const path = socketIn(dataDir)
  // Of a process that was killed: whoever serves holds the folder's lock.
  await rm(path, { force: true })
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    write(socket).catch((error: unknown) => {
      socket.destroy()
      onError(error)
    })
  })
  await new Promise<void>((listening, fail) => server.once('error', fail).listen(path, listening))
  await chmod(path, 0o600)
  return () =>
    new Promise((closed) => {
      server.close(() => {
        closed()
      })
      for (const socket of open) socket.destroy()
    })
}

/**
 * What the service that runs on `dataDir` answers. A backup that breaks off has no manifest, as its reader will find.
 * Throws `BackupRefused` where no service answers: a command may hold the folder, or the demo.
 */
export async function receiveBackup(dataDir: string, destination: Writable): Promise<void> {
  const socket = connect(socketIn(dataDir))
  try {
    await once(socket, 'connect')
  } catch (error) {
    throw new BackupRefused(
      'service-silent',
      `Another process holds ${dataDir} and does not answer. Wait until it ends, and try again.`,
      { cause: error },
    )
  }
  await pipeline(socket, destination)
}
