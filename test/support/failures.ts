/*
 * What failed, out of a TAP text: a reporter that redraws one line shows nothing in a log that is read afterwards.
 */

const LONGEST_DIAGNOSIS = 30

/** Every failed assertion with the file and the subtests it stands in, and the beginning of its diagnosis. */
export function failuresIn(tap: string): readonly string[] {
  const lines = tap.split('\n')
  const path: { indent: number; name: string }[] = []
  return lines.flatMap((line, index) => {
    const [, spaces = '', name] = /^( *)# Subtest: (.*)$/.exec(line) ?? []
    if (name !== undefined) {
      while ((path.at(-1)?.indent ?? -1) >= spaces.length) path.pop()
      path.push({ indent: spaces.length, name })
    }
    const [, indent = '', failed] = /^( *)not ok \d+ - (.*)$/.exec(line) ?? []
    if (failed === undefined) return []
    const where = path.filter(({ indent: outer }) => outer <= indent.length).map(({ name: outer }) => outer)
    return [[...where, failed].join(' › '), ...diagnosisAfter(lines, index)]
  })
}

function diagnosisAfter(lines: readonly string[], index: number): readonly string[] {
  if (lines[index + 1]?.trim() !== '---') return []
  const end = lines.findIndex((line, at) => at > index && line.trim() === '...')
  return lines.slice(index + 2, Math.min(end, index + 2 + LONGEST_DIAGNOSIS))
}
