const BASE = 'http://service.invalid'
/** Browsers drop these, so that `/\t/evil` would become `//evil`. */
const CONTROL = /[\u0000-\u001f\u007f\\]/

/** Where to go after signing in: a path of this service, or the start page for anything else. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.startsWith('//') || CONTROL.test(next)) return '/'
  const url = URL.canParse(next, BASE) ? new URL(next, BASE) : null
  if (url?.origin !== BASE || url.pathname.startsWith('//') || /^\/sign-(in|out)/.test(url.pathname)) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
