import type { App } from '../../src/http/index.ts'

export type Jar = Record<string, string>

/** One browser: keeps cookies, reads a form's token, sends it back. */
export function browser(app: App, remoteAddress = '10.0.0.1') {
  const jar: Jar = {}
  const keep = (cookies: readonly { name: string; value: string; maxAge?: number }[]) => {
    for (const { name, value, maxAge } of cookies) {
      if (maxAge === 0 || value === '') Reflect.deleteProperty(jar, name)
      else jar[name] = value
    }
  }
  const get = async (url: string) => {
    const answer = await app.inject({
      method: 'GET',
      url,
      cookies: jar,
      headers: { accept: 'text/html' },
      remoteAddress,
    })
    keep(answer.cookies)
    return answer
  }
  const post = async (url: string, fields: Record<string, string>) => {
    const answer = await app.inject({
      method: 'POST',
      url,
      cookies: jar,
      remoteAddress,
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
    keep(answer.cookies)
    return answer
  }
  const signIn = async (email: string, password: string, next = '/') => {
    const token = tokenOf((await get(`/sign-in?next=${encodeURIComponent(next)}`)).body)
    return post('/sign-in', { _csrf: token, email, password, next })
  }
  return { jar, get, post, signIn }
}

export function tokenOf(html: string): string {
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
}
