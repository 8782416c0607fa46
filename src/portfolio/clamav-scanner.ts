import { connect, type Socket } from 'node:net'
import type { ClamavAddress } from '../config.ts'
import type { Scanner, ScanVerdict } from './scanner.ts'

/** ClamAV could not be asked, or gave an answer that is neither yes nor no. */
export class ScannerUnavailable extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`ClamAV: ${detail}`, options)
    this.name = 'ScannerUnavailable'
  }
}

const CHUNK_BYTES = 1_048_576
const TIMEOUT_MS = 120_000

/** Asks clamd by its INSTREAM command: chunks with their length before them, ended by a length of zero. */
export function clamavScanner(address: ClamavAddress, timeoutMs = TIMEOUT_MS): Scanner {
  return {
    name: 'ClamAV',
    scan: async (content) => verdictOf(await ask(address, content, timeoutMs)),
  }
}

function verdictOf(answer: string): ScanVerdict {
  const found = /^stream: (.+) FOUND$/.exec(answer)
  if (found?.[1] !== undefined) {
    // With AlertEncrypted clamd reports what it could not look into by these names.
    const status = /^Heuristics\.(Encrypted|Limits\.Exceeded)/.test(found[1]) ? 'unscannable' : 'infected'
    return { status, reason: found[1] }
  }
  if (answer === 'stream: OK') return { status: 'clean', reason: 'ClamAV' }
  throw new ScannerUnavailable(`unexpected answer "${answer.slice(0, 200)}"`)
}

function ask(address: ClamavAddress, content: Uint8Array, timeoutMs: number): Promise<string> {
  return new Promise((answered, failed) => {
    const socket = connect(address)
    const parts: Buffer[] = []
    socket.setTimeout(timeoutMs, () => socket.destroy(new ScannerUnavailable('no answer in time')))
    socket.on('connect', () => stream(socket, content))
    socket.on('data', (part) => parts.push(part))
    socket.on('error', (error) => {
      failed(error instanceof ScannerUnavailable ? error : new ScannerUnavailable('not reachable', { cause: error }))
    })
    socket.on('end', () => {
      answered(Buffer.concat(parts).toString('utf8').replace(/\0$/, '').trim())
      socket.destroy()
    })
  })
}

function stream(socket: Socket, content: Uint8Array): void {
  socket.write('zINSTREAM\0')
  for (let at = 0; at < content.length; at += CHUNK_BYTES) {
    const chunk = content.subarray(at, at + CHUNK_BYTES)
    socket.write(length(chunk.length))
    socket.write(chunk)
  }
  socket.write(length(0))
}

function length(bytes: number): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(bytes)
  return prefix
}
