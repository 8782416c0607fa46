import { and, eq, isNull } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import type { MakeLink } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { addLink, LINK_TTL_MS } from './one-time-links.ts'
import { maySignInByLink } from './sign-in-link.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

/** The one-time links of messages, made while these are sent: only their hashes are ever stored. */
export function mailLinks(services: Parts): MakeLink {
  return async (kind, personId) => {
    if (kind === 'invitation') return `/welcome/${await addLink(services, `account:${personId}`, LINK_TTL_MS[kind])}`
    if (kind === 'password-link') {
      if (!(await mayChooseAPassword(services, personId))) return null
      return `/welcome/${await addLink(services, `password:${personId}`, LINK_TTL_MS[kind])}`
    }
    if (!(await maySignInByLink(services.database.owner, services.clock.now(), personId))) return null
    return `/sign-in/link/${await addLink(services, `sign-in:${personId}`, LINK_TTL_MS[kind])}`
  }
}

async function hasAccount({ database }: Pick<Parts, 'database'>, personId: string): Promise<boolean> {
  const { persons } = tables
  const [person] = await database.owner
    .select({ userId: persons.userId })
    .from(persons)
    .where(and(eq(persons.id, personId), isNull(persons.erasedAt)))
  return person?.userId != null
}

/** Whoever has an account, or was invited to one and let the link expire. */
async function mayChooseAPassword(services: Parts, personId: string): Promise<boolean> {
  if (await hasAccount(services, personId)) return true
  const { outbox } = tables
  const invitations = and(eq(outbox.personId, personId), eq(outbox.kind, 'invitation'))
  return (await services.database.owner.$count(outbox, invitations)) > 0
}
