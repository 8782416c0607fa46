import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { HttpPerson } from '../../src/demo/http-person.ts'
import type { Stop } from './stopping.ts'
import type { FromService, Stopped, ToService } from './stopping-service.ts'

const ENTRY = fileURLToPath(new URL('stopping-service.ts', import.meta.url))

/** An award whose issuing stands still in a process. */
export interface StoppedIssue extends Stopped {
  /** What whoever asked for the credential got in the end. */
  readonly answer: Promise<Response | 'broken off'>
}

/** The service in a process of its own. */
export interface ServiceProcess {
  /** Opens the database and listens; until then the process only gets ready. */
  readonly listen: () => Promise<void>
  readonly issueUntil: (signatory: HttpPerson, awardId: string, stop: Stop) => Promise<StoppedIssue>
  /** Resolves once the process is gone, with the signal that ended it. */
  readonly kill: () => Promise<NodeJS.Signals | null>
}

/** `settings` are the environment of `npm start`. Killed with the test, if it is still there. */
export function startProcess(t: Test, settings: Readonly<Record<string, string>>): ServiceProcess {
  const child = fork(ENTRY, {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  t.teardown(() => child.kill('SIGKILL'))
  const ask = async <T extends FromService>(message: ToService, isAnswer: (found: FromService) => found is T) => {
    const answer = nextMessage(child, isAnswer)
    child.send(message)
    return answer
  }
  return {
    async listen() {
      await ask({ open: true }, (found) => found === 'listening')
    },
    async issueUntil(signatory, awardId, stop) {
      await ask({ awardId, stop }, (found) => found === 'armed')
      const stopped = nextMessage(child, (found): found is Stopped => typeof found === 'object')
      const answer = signatory
        .ask(`/api/v1/awards/${awardId}/credential`, { method: 'POST' })
        .catch((): 'broken off' => 'broken off')
      return { ...(await stopped), answer }
    },
    async kill() {
      child.kill('SIGKILL')
      const [, signal] = await gone
      return signal
    },
  }
}

/** Rejects when the process ends instead. */
function nextMessage<T extends FromService>(
  child: ChildProcess,
  isWanted: (found: FromService) => found is T,
): Promise<T> {
  return new Promise((found, fail) => {
    const onExit = (code: number | null) => fail(new Error(`the service ended with ${code}`))
    const onMessage = (message: unknown) => {
      if (!isWanted(message as FromService)) return
      child.off('message', onMessage).off('exit', onExit)
      found(message as T)
    }
    child.on('message', onMessage).once('exit', onExit)
  })
}
