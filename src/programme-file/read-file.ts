import { InvalidProgrammeFile } from './errors.ts'

export const MOST_BYTES = 1_000_000

/** The JSON of a file. Throws `InvalidProgrammeFile` for what is none. */
export function readProgrammeText(bytes: Uint8Array): unknown {
  const whole = (detail: string) => new InvalidProgrammeFile([{ pointer: '', detail }])
  if (bytes.byteLength > MOST_BYTES) throw whole('is too large: 1 MB at most')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw whole('is not JSON in UTF-8')
  }
}
