/** The service answered something else than the demo expects; the message names the request and what came back. */
export class UnexpectedAnswer extends Error {
  constructor(request: string, detail: string) {
    super(`${request}: ${detail}`)
    this.name = 'UnexpectedAnswer'
  }
}

/** Somebody at a browser or a program: signed in, with a session's cookies, speaking to the service over HTTP alone. */
export interface HttpPerson {
  /** Any request, with the session; whatever the answer is, it comes back as it is. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
  readonly get: (path: string) => Promise<Answer>
  readonly post: (path: string, body?: object | FormData) => Promise<Answer>
  readonly put: (path: string, body: object) => Promise<Answer>
}

export interface Answer {
  /** A member that has to be a text. */
  readonly text: (name: string) => string
  /** Whatever came, for a caller that looks closer. */
  readonly json: unknown
}

export async function signIn(publicUrl: string, email: string, password: string): Promise<HttpPerson> {
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(`${publicUrl}${path}`, { redirect: 'manual', ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return response
  }
  const send = async (method: string, path: string, body?: object): Promise<Answer> => {
    const isForm = body instanceof FormData
    const response = await ask(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    return answerOf(`${method} ${path}`, response)
  }
  const person: HttpPerson = {
    ask,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
  }
  await person.post('/api/v1/session', { email, password })
  return person
}

async function answerOf(request: string, response: Response): Promise<Answer> {
  const sent = await response.text()
  if (!response.ok) throw new UnexpectedAnswer(request, `${response.status} ${sent.slice(0, 500)}`)
  const json: unknown = sent === '' ? null : JSON.parse(sent)
  return { json, text: (name) => textIn(request, json, name) }
}

function textIn(request: string, json: unknown, name: string): string {
  const found = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined
  if (typeof found !== 'string') throw new UnexpectedAnswer(request, `the answer has no text called ${name}`)
  return found
}
