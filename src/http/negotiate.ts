interface MediaRange {
  readonly type: string
  readonly weight: number
}

/** Headers longer than this are cut: nobody has so many wishes. */
const LONGEST_HEADER = 1000

/**
 * Whether to answer with a page: only when HTML is named and no JSON type is preferred to it. The wildcard that
 * programs send names nothing, so it gets JSON. Of two types with the same weight the first one named is preferred.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const ranges = mediaRanges(accept ?? '')
  const html = best(ranges, isHtml)
  const json = best(ranges, isJson)
  if (!html) return false
  if (!json || html.weight > json.weight) return true
  return html.weight === json.weight && ranges.indexOf(html) < ranges.indexOf(json)
}

/** Whether a page is the only thing the header names: HTML and no JSON type, which a document at its own address is. */
export function namesHtmlAlone(accept: string | undefined): boolean {
  const named = mediaRanges(accept ?? '').filter(({ weight }) => weight > 0)
  return named.some(({ type }) => isHtml(type)) && !named.some(({ type }) => isJson(type))
}

/**
 * The one of `offered` that the header likes best; the first offered where the header leaves it open or is missing,
 * null where it accepts none of them.
 */
export function negotiateType(accept: string | undefined, offered: readonly string[]): string | null {
  if (accept === undefined || accept.trim() === '') return offered[0] ?? null
  const ranges = mediaRanges(accept)
  let found: { type: string; weight: number } | null = null
  for (const type of offered) {
    const weight = weightOf(type, ranges)
    if (weight > 0 && (found === null || weight > found.weight)) found = { type, weight }
  }
  return found?.type ?? null
}

function weightOf(type: string, ranges: readonly MediaRange[]): number {
  const family = `${type.split('/')[0] ?? ''}/*`
  for (const range of [type, family, '*/*']) {
    const found = ranges.find((candidate) => candidate.type === range)
    if (found) return found.weight
  }
  return 0
}

function best(ranges: readonly MediaRange[], matches: (type: string) => boolean): MediaRange | undefined {
  return ranges
    .filter(({ type, weight }) => weight > 0 && matches(type))
    .reduce<MediaRange | undefined>((so, range) => (so && so.weight >= range.weight ? so : range), undefined)
}

function isHtml(type: string): boolean {
  return type === 'text/html' || type === 'application/xhtml+xml'
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'application/vc' || type.endsWith('+json')
}

function mediaRanges(header: string): readonly MediaRange[] {
  return header
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))
      return { type, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
    })
    .filter(({ type }) => type !== '')
}
