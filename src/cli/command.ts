import type { Config } from '../config.ts'

/** What a command may touch of its surroundings; a test gives its own. */
export interface Terminal {
  /** One line of the answer. */
  readonly out: (line: string) => void
  /** One line beside the answer: a warning, a reason. */
  readonly err: (line: string) => void
  readonly config: Config
}

/** Ends with its exit code. Throws `WrongUsage` for arguments it cannot read. */
export interface Command {
  readonly usage: string
  readonly summary: string
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

export class WrongUsage extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'WrongUsage'
  }
}

export const EXIT = { good: 0, bad: 1, unknown: 2, unreadable: 3, usage: 64 } as const
