import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { tables, type Db } from '../database/index.ts'
import type { Role } from '../kernel/actor.ts'
import type { Services } from '../services.ts'
import type { Accounts, SignedIn } from './accounts.ts'
import { LinkExpired } from './errors.ts'
import { personOfLink, readLink, redeemLink } from './one-time-links.ts'
import { deviceToken } from './sign-in.ts'

type Parts = Pick<Services, 'database' | 'clock'>

/** Who signs badges or keeps the service never signs in by what a mailbox alone can give. */
const NEVER_BY_LINK: readonly Role[] = ['signatory', 'administrator']

/** Whether the person has an account and no role, now or later, that asks for more than a mailbox. As the owner. */
export async function maySignInByLink(owner: Db, at: Date, personId: string): Promise<boolean> {
  const { persons, roleAssignments } = tables
  const [person] = await owner
    .select({ userId: persons.userId })
    .from(persons)
    .where(and(eq(persons.id, personId), isNull(persons.erasedAt)))
  if (person?.userId == null) return false
  const guarded = and(
    eq(roleAssignments.personId, personId),
    inArray(roleAssignments.role, [...NEVER_BY_LINK]),
    or(isNull(roleAssignments.validTo), gt(roleAssignments.validTo, at)),
  )
  return (await owner.$count(roleAssignments, guarded)) === 0
}

/** The person whom the link signs in. Throws `LinkExpired`. */
export async function requireSignInLink({ database, clock }: Parts, token: string): Promise<string> {
  const personId = personOfLink(await readLink({ database, clock }, token), ['sign-in'])
  if (personId === null || !(await maySignInByLink(database.owner, clock.now(), personId))) throw new LinkExpired()
  return personId
}

/** Uses the link up; the browser then counts as one that knows the account. Throws `LinkExpired`. */
export async function signInByLink(
  services: Parts,
  accounts: Accounts,
  token: string,
  headers: Headers,
): Promise<SignedIn & { readonly device: string }> {
  const personId = await requireSignInLink(services, token)
  await redeemLink(services, token)
  const signedIn = await accounts.signInAs(personId, headers)
  return { ...signedIn, device: deviceToken(accounts, await addressOf(services.database.owner, personId)) }
}

async function addressOf(owner: Db, personId: string): Promise<string> {
  const { id, emailNorm } = tables.persons
  const [person] = await owner.select({ emailNorm }).from(tables.persons).where(eq(id, personId))
  if (!person) throw new LinkExpired()
  return person.emailNorm
}
