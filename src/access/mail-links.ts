import { and, eq, isNull } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import type { MakeLink } from '../mail/index.ts'
import type { Services } from '../services.ts'
import { INVITATION_TTL_MS } from './invitation.ts'
import { addLink } from './one-time-links.ts'
import { maySignInByLink } from './sign-in-link.ts'

type Parts = Pick<Services, 'database' | 'clock' | 'randomness'>

const PASSWORD_TTL_MS = 3_600_000
const SIGN_IN_TTL_MS = 15 * 60 * 1000

/** The one-time links of messages, made while these are sent: only their hashes are ever stored. */
export function mailLinks(services: Parts): MakeLink {
  return async (kind, personId) => {
    if (kind === 'invitation') return `/welcome/${await addLink(services, `account:${personId}`, INVITATION_TTL_MS)}`
    if (kind === 'password-link') {
      if (!(await mayChooseAPassword(services, personId))) return null
      return `/welcome/${await addLink(services, `password:${personId}`, PASSWORD_TTL_MS)}`
    }
    if (!(await maySignInByLink(services.database.owner, services.clock.now(), personId))) return null
    return `/sign-in/link/${await addLink(services, `sign-in:${personId}`, SIGN_IN_TTL_MS)}`
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
