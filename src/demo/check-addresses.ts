import { UnexpectedAnswer, signIn } from './http-person.ts'
import { readQr } from './read-qr.ts'
import type { WalkedAward } from './walk-award.ts'

/*
 * What is printed is opened first, as its reader would open it: the page by a browser, the credential by a program, the
 * certificate by a telephone, the sign-in by everybody.
 */

const HTML = 'text/html,application/xhtml+xml'

interface State {
  readonly state: string
  readonly verified: boolean
}

/** The page says what the report says, and the report says `expected`. */
export async function checkPage(award: WalkedAward, teacherName: string, expected: string): Promise<void> {
  const { verificationAddress: address } = award
  const page = await opened(address, { headers: { accept: HTML } })
  const html = await page.text()
  require(page.headers.get('content-type')?.startsWith('text/html') === true, address, 'is not a page')
  require(html.includes(teacherName), address, `does not name ${teacherName}`)
  require(html.includes(award.code), address, `does not show ${award.code}`)
  const report = await stateOf(await opened(address, { headers: { accept: 'application/json' } }))
  requireState(report, address, expected)
}

/** The signed bytes, handed to the verification that anybody can use. */
export async function checkCredential(publicUrl: string, award: WalkedAward, expected: string): Promise<void> {
  const { credentialAddress: address } = award
  const answer = await opened(address, { headers: { accept: '*/*' } })
  const type = answer.headers.get('content-type') ?? ''
  require(type.startsWith('application/vc+ld+json'), address, `came as ${type}`)
  await verify(publicUrl, address, await answer.arrayBuffer(), 'application/vc+ld+json', expected)
}

/** The paper: its QR leads to the verification page, and the badge that it carries verifies. */
export async function checkCertificate(publicUrl: string, award: WalkedAward, expected: string): Promise<void> {
  const address = certificateAddress(award)
  const answer = await opened(address)
  require(answer.headers.get('content-type') === 'application/pdf', address, 'is not a PDF')
  const pdf = new Uint8Array(await answer.arrayBuffer())
  const qr = await readQr(pdf)
  require(qr === award.verificationAddress, address, `has a QR that says ${qr ?? 'nothing'}`)
  await verify(publicUrl, address, pdf, 'application/pdf', expected)
}

export function certificateAddress({ credentialAddress }: WalkedAward): string {
  return `${credentialAddress}.pdf`
}

export interface Login {
  readonly role: string
  /** What is printed beside the address. */
  readonly calledSo: string
  readonly email: string
  readonly password: string
}

/** The form is there, and each of the people gets in with the role that is printed beside them. */
export async function checkSignIn(publicUrl: string, logins: readonly Login[]): Promise<void> {
  const address = `${publicUrl}/sign-in`
  const form = await (await opened(address, { headers: { accept: HTML } })).text()
  require(/type="password"/.test(form), address, 'asks for no password')
  for (const { role, email, password } of logins) {
    const me = await (await signIn(publicUrl, email, password)).get('/api/v1/me')
    const { roles } = me.json as { readonly roles: readonly { readonly role: string }[] }
    require(roles.some((one) => one.role === role), address, `does not let ${email} in as ${role}`)
  }
}

async function verify(
  publicUrl: string,
  address: string,
  body: ArrayBuffer | Uint8Array<ArrayBuffer>,
  type: string,
  expected: string,
): Promise<void> {
  const headers = { accept: 'application/json', 'content-type': type }
  requireState(await stateOf(await opened(`${publicUrl}/verify`, { method: 'POST', headers, body })), address, expected)
}

async function opened(address: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(address, { ...init, redirect: 'manual' })
  if (response.status !== 200) throw new UnexpectedAnswer(address, `answered ${response.status}`)
  return response
}

async function stateOf(response: Response): Promise<State> {
  return (await response.json()) as State
}

function requireState({ state, verified }: State, address: string, expected: string): void {
  require(state === expected, address, `is ${state} and not ${expected}`)
  require(verified === (expected === 'valid'), address, `is ${verified ? '' : 'not '}verified`)
}

function require(holds: boolean, address: string, complaint: string): void {
  if (!holds) throw new UnexpectedAnswer(address, complaint)
}
