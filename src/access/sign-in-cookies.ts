import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'
import type { SignedIn } from './accounts.ts'
import { webHeaders } from './identify.ts'
import type { SignInAttempt } from './sign-in.ts'

/** Tells that this browser has signed in to the account before. */
const DEVICE_COOKIE = 'insignia_device'
const ONE_YEAR_SECONDS = 365 * 24 * 3600

/** Attempts of all kinds from one network address: a school signs in from one. */
export const SIGN_IN_LIMIT = { max: 100, timeWindow: 10 * 60 * 1000, groupId: 'sign-in' }

/** Requests for a link by mail, known address or not; a school asks from one. */
export const LINK_REQUEST_LIMIT = { max: 100, timeWindow: 10 * 60 * 1000, groupId: 'link-request' }

export function attemptOf(
  request: FastifyRequest,
  { email, password }: { email: string; password: string },
): SignInAttempt {
  const { headers, ip, cookies } = request
  return { email, password, headers: webHeaders(headers), address: ip, device: cookies[DEVICE_COOKIE] }
}

export function giveCookies(
  reply: FastifyReply,
  { config }: Pick<Services, 'config'>,
  { cookies, device }: SignedIn & { readonly device: string },
): void {
  reply.setCookie(DEVICE_COOKIE, device, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: ONE_YEAR_SECONDS,
  })
  void reply.header('set-cookie', [...cookies])
}
