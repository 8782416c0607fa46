const SAFE_SCHEMES = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address, when following it is harmless: http, https, mailto or relative to this site; `#` for everything else.
 * Browsers drop tabs, line breaks and leading control characters from addresses, so they are dropped before looking.
 */
export function safeHref(address: string | null | undefined): string {
  const seen = (address ?? '').replace(/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g, (run) =>
    / /.test(run) ? ' ' : '',
  )
  const text = seen.trim()
  if (text === '') return '#'
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    return URL.canParse(text) && SAFE_SCHEMES.has(new URL(text).protocol) ? text : '#'
  }
  return /^[/\\]{2}/.test(text) || text.split(/[/?#]/)[0]?.includes(':') ? '#' : text
}
