import type { IncomingHttpHeaders } from 'node:http'
import { NOBODY, type Identify } from '../http/index.ts'
import type { Accounts } from './accounts.ts'

/** Who asks, by the session's cookie; a request without cookies costs nothing. */
export function identifyBySession(accounts: Accounts): Identify {
  return async ({ headers }) => {
    if (!headers.cookie?.includes('insignia.session_token=')) return NOBODY
    const session = await accounts.sessionOf(webHeaders(headers))
    if (!session) return NOBODY
    return { actor: session.actor, place: session.place, binding: session.sessionId }
  }
}

/** What better-auth reads of a request. */
export function webHeaders({ cookie, 'user-agent': agent }: IncomingHttpHeaders): Headers {
  const headers = new Headers()
  if (cookie !== undefined) headers.set('cookie', cookie)
  if (agent !== undefined) headers.set('user-agent', agent.slice(0, 300))
  return headers
}
