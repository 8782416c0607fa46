export interface Case {
  readonly name: string
  readonly run: () => Promise<unknown>
}

export interface Measured {
  readonly name: string
  /** Median over the rounds, CPU time of this process. */
  readonly cpuMs: number
  /** Times the rate of the first case, each round against its own; median. */
  readonly ratio: number
}

const WARM_UP = 5

/**
 * Runs every case `times` in each round, one case after the other, so that a slow moment of the machine falls on all
 * of them. Only the ratios mean something elsewhere.
 */
export async function measure(
  cases: readonly Case[],
  { rounds, times }: { readonly rounds: number; readonly times: number },
): Promise<readonly Measured[]> {
  for (const { run } of cases) for (let count = 0; count < WARM_UP; count += 1) await run()
  const spent = new Map<string, number[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of cases) spent.get(name)?.push(await cpuMsOf(run, times))
  }
  const [first] = cases
  const reference = spent.get(first?.name ?? '') ?? []
  return cases.map(({ name }) => {
    const own = spent.get(name) ?? []
    return { name, cpuMs: median(own), ratio: median(own.map((ms, round) => (reference[round] ?? Number.NaN) / ms)) }
  })
}

async function cpuMsOf(run: () => Promise<unknown>, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let count = 0; count < times; count += 1) await run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = sorted.slice(sorted.length % 2 ? middle : middle - 1, middle + 1)
  return sorted.length % 2 ? low : (low + high) / 2
}

/** A table in Markdown, as `docs/performance.md` has it. */
export function table(title: string, measured: readonly Measured[]): string {
  return [
    `| ${title} | CPU ms | rate |`,
    '| --- | ---: | ---: |',
    ...measured.map(({ name, cpuMs, ratio }) => `| ${name} | ${cpuMs.toFixed(2)} | ${ratio.toFixed(2)} |`),
  ].join('\n')
}
