/** Work that repeats until it is stopped; a run that fails is told and does not end the next ones. */
export interface Repetition {
  /** Waits for the run that is under way. */
  stop(): Promise<void>
}

export function repeat(everyMs: number, work: () => Promise<unknown>, onFailure: (error: unknown) => void): Repetition {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  const run = async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      onFailure(error)
    }
    schedule()
  }
  const schedule = (): void => {
    if (isStopped) return
    timer = setTimeout(() => {
      running = run()
    }, everyMs)
    timer.unref()
  }
  schedule()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
