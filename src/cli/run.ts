import { BackupRefused } from '../operations/index.ts'
import { EXIT, WrongUsage, type Command, type Terminal } from './command.ts'
import { backup } from './backup.ts'
import { endorse } from './endorse.ts'
import { exportArchiveCommand } from './export-archive.ts'
import { importProgrammeFile } from './import-programme.ts'
import { issue } from './issue.ts'
import { keys } from './keys.ts'
import { restore } from './restore.ts'
import { verify } from './verify.ts'
import { verifyLog } from './verify-log.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  'import-programme': importProgrammeFile,
  verify,
  issue,
  endorse,
  keys,
  'verify-log': verifyLog,
  backup,
  restore,
  'export-archive': exportArchiveCommand,
}

/** Runs the command that `argv` names and answers with its exit code. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...args] = argv
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    usage().forEach((line) => terminal.out(line))
    return ['help', '--help', '-h'].includes(name) ? EXIT.good : EXIT.usage
  }
  try {
    return await command.run(args, terminal)
  } catch (error) {
    if (error instanceof BackupRefused) {
      terminal.err(error.message)
      return EXIT.bad
    }
    if (!(error instanceof WrongUsage) && !isUnknownOption(error)) throw error
    terminal.err((error as Error).message)
    terminal.err(`usage: insignia ${command.usage}`)
    return EXIT.usage
  }
}

function isUnknownOption(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
}

function usage(): string[] {
  return [
    'insignia COMMAND',
    ...Object.values(COMMANDS).flatMap((command) => ['', `  ${command.usage}`, `      ${command.summary}`]),
  ]
}
