import type { HttpPerson } from '../../src/demo/http-person.ts'

export interface Page {
  readonly status: number
  readonly html: string
}

const HTML = 'text/html,application/xhtml+xml'

/** A page, as a browser asks for it. */
export async function visit(person: Pick<HttpPerson, 'ask'>, path: string, init: RequestInit = {}): Promise<Page> {
  const response = await person.ask(path, { ...init, headers: { ...headersOf(init), accept: HTML } })
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('text/html')) throw new Error(`${path} answered ${response.status} ${type}, which is no page`)
  return { status: response.status, html: await response.text() }
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers))
}

export type Fields = Readonly<Record<string, string | File | readonly string[]>>

/** Sends a form as a browser does, with the token that this person's pages carry; multipart where it holds a file. */
export async function submit(person: HttpPerson, path: string, fields: Fields = {}): Promise<Page> {
  const token = /name="_csrf" value="([^"]+)"/.exec((await visit(person, '/')).html)?.[1] ?? ''
  const entries = Object.entries({ _csrf: token, ...fields }).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  )
  return visit(person, path, { method: 'POST', body: bodyOf(entries) })
}

function bodyOf(entries: readonly (readonly [string, string | File])[]): FormData | URLSearchParams {
  const texts = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  )
  if (texts.length === entries.length) return new URLSearchParams(texts)
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** What a reader of the page sees, and what stands in its fields: no markup. */
export function wordsOf({ html }: Page): string {
  const text = html.replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '').replace(/\s+/g, ' ')
}
