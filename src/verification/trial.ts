import type { Warning } from './facts.ts'
import { textOf } from './reading/members.ts'
import type { JsonObject } from './reading/json-text.ts'

/** Its code; a page says it before anything else. */
export const TRIAL = 'trial'

const THIS_MACHINE = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/

/**
 * A badge whose address is plain http on the reader's own machine can be made by anybody who tries out a service. It is
 * said of every such badge, by whatever way it came in, and lowers nothing that was checked.
 */
export function trialWarnings(document: JsonObject): readonly Warning[] {
  const id = textOf(document['id']) ?? ''
  if (!URL.canParse(id)) return []
  const { protocol, hostname } = new URL(id)
  if (protocol !== 'http:' || !THIS_MACHINE.test(hostname)) return []
  return [{ code: TRIAL, detail: 'It comes from a trial service on a local address and proves nothing.' }]
}
