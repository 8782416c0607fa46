import { createServer } from 'node:net'
import type { Config } from './config.ts'

/** Another program has the port. The message names the setting and says how to start on another one. */
export class PortTaken extends Error {
  constructor(port: number, command: string) {
    const other = port < 65_535 ? port + 1 : port - 1
    super(`PORT: ${String(port)} is taken by another program. Choose another one: PORT=${String(other)} ${command}`)
    this.name = 'PortTaken'
  }
}

/** Said before any work is done. `command` is what to type again with another port. Throws `PortTaken`. */
export async function requireFreePort({ host, port }: Pick<Config, 'host' | 'port'>, command: string): Promise<void> {
  const probe = createServer()
  await new Promise<void>((free, fail) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      fail(error.code === 'EADDRINUSE' ? new PortTaken(port, command) : error)
    })
    probe.listen(port, host, () => probe.close(() => free()))
  })
}
