import { gunzipSync } from 'node:zlib'
import type { HttpPerson } from '../../src/demo/http-person.ts'

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly pointers?: readonly string[]
}

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** An object is sent as JSON, a form as a form, a text as it is under the type of JSON. */
  readonly body?: object | string
}

/** What a program is told: the problem document, of which the status is the status of the answer. */
export async function refusalOf(person: HttpPerson, { method = 'POST', path, body }: Sent): Promise<Refusal> {
  const response = await person.ask(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: asBody(body) }),
  })
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('application/problem+json'))
    throw new Error(`${method} ${path} answered ${response.status} ${type}`)
  const problem = (await response.json()) as { status: number; code: string; errors?: { pointer: string }[] }
  if (problem.status !== response.status) throw new Error(`${problem.status} came as ${response.status}`)
  const { status, code, errors } = problem
  return { status, code, ...(errors ? { pointers: errors.map(({ pointer }) => pointer) } : {}) }
}

function asBody(body: object | string): string | FormData {
  return typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body)
}

interface StatusEntry {
  readonly statusListCredential: string
  readonly statusListIndex: string
}

interface StatusList {
  readonly credentialSubject: { readonly encodedList: string }
}

/** Whether the list says that the credential is revoked. Source: Bitstring Status List 1.0, Validate Algorithm. */
export function isRevokedIn(list: StatusList, { statusListIndex }: StatusEntry): boolean {
  const { encodedList } = list.credentialSubject
  if (!encodedList.startsWith('u')) throw new Error('the list is not in multibase base64url')
  const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'))
  const index = Number(statusListIndex)
  return ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0
}

export interface IssuedDocument {
  readonly id: string
  readonly issuer: { readonly id: string }
  readonly credentialStatus: StatusEntry
  readonly proof: readonly { readonly created: string }[]
}

export async function json<T>(address: string): Promise<T> {
  const response = await fetch(address, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return (await response.json()) as T
}
