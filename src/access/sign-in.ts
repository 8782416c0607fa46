import { createHmac, timingSafeEqual } from 'node:crypto'
import { countHit, takeBackHit, TooManyRequests } from '../http/index.ts'
import type { Services } from '../services.ts'
import type { Accounts, SignedIn } from './accounts.ts'
import { normalisedEmail } from './e-mail-address.ts'

export interface SignInAttempt {
  readonly email: string
  readonly password: string
  readonly headers: Headers
  /** The client's network address. */
  readonly address: string
  /** The cookie of a browser that has signed in before. */
  readonly device: string | undefined
}

const WINDOW_MS = 10 * 60 * 1000
const MOST_FAILURES = { address: 30, account: 10 } as const

/**
 * Signs in, with failures counted by network address and by account. Strangers who guess at an account use up the
 * guesses of unknown browsers only: a browser that has signed in to it before has a count of its own, so that nobody
 * can lock another person out.
 */
export async function signIn(
  services: Pick<Services, 'database' | 'clock'>,
  accounts: Accounts,
  attempt: SignInAttempt,
): Promise<SignedIn & { readonly device: string }> {
  const email = normalisedEmail(attempt.email)
  const device = deviceToken(accounts, email)
  const isKnown = attempt.device !== undefined && isEqual(attempt.device, device)
  const counters = [
    { key: `sign-in:address:${attempt.address}`, most: MOST_FAILURES.address },
    { key: `sign-in:account:${email}:${isKnown ? 'known' : 'unknown'}`, most: MOST_FAILURES.account },
  ]
  for (const { key, most } of counters) {
    const { hits, ttlMs } = await countHit(services, key, WINDOW_MS)
    if (hits > most) throw new TooManyRequests(Math.max(1, Math.ceil(ttlMs / 1000)))
  }
  const signedIn = await accounts.signIn(email, attempt.password, attempt.headers)
  for (const { key } of counters) await takeBackHit(services, key)
  return { ...signedIn, device }
}

export function deviceToken({ deviceSecret }: Accounts, email: string): string {
  return createHmac('sha256', deviceSecret).update(email).digest('base64url')
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
