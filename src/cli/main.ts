import { BadSetting, readConfig } from '../config.ts'
import { DataFolderInUse } from '../database/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { EXIT } from './command.ts'
import { runCommand } from './run.ts'

/*
 * `npm run cli -- COMMAND …`, or `insignia COMMAND …`: what the one who runs the service does beside it. Settings come
 * from the environment, as the service's.
 */

const err = (line: string): void => void process.stderr.write(`${line}\n`)

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    out: (line) => void process.stdout.write(`${line}\n`),
    err,
    config: readConfig(process.env),
  })
} catch (error) {
  const isForeseen = error instanceof BadSetting || error instanceof DataFolderInUse || error instanceof DomainError
  err(isForeseen ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = EXIT.bad
}
