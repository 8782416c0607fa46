import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { Blobs } from './blobs.ts'
import { requireIntact, shardedName } from './integrity.ts'

/**
 * Bytes in files below `folder`. A file appears under its name only when it is whole and on the disk, so that a
 * power cut leaves either the whole evidence or none.
 */
export function diskBlobs(folder: string): Blobs {
  const fileOf = (sha256: string): string => join(folder, shardedName(sha256))
  return {
    async put(sha256, content) {
      const file = fileOf(sha256)
      requireIntact(sha256, content)
      if (await hasSize(file, content.byteLength)) return
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      const partial = `${file}.${randomUUID()}.partial`
      try {
        await writeThrough(partial, content)
        await rename(partial, file)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
      await syncFolder(dirname(file))
    },
    async get(sha256) {
      const content = await readOrNull(fileOf(sha256))
      if (content) requireIntact(sha256, content)
      return content
    },
    async remove(sha256) {
      await rm(fileOf(sha256), { force: true })
    },
  }
}

async function writeThrough(path: string, content: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The new name is part of the folder, which has to reach the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function hasSize(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size
  } catch (error) {
    return refuseUnlessMissing(error, false)
  }
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    return refuseUnlessMissing(error, null)
  }
}

function refuseUnlessMissing<T>(error: unknown, otherwise: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise
  throw error
}
