import { BAKED_SVG_ELEMENT, BAKED_SVG_NAMESPACE } from '../standards/ob3/index.ts'
import { scanXml } from '../verification/index.ts'

const PREFIX = 'openbadges'

interface Range {
  readonly from: number
  readonly to: number
}

/**
 * The drawing with the signed text as first child of its root: a compact JWS in `verify`, JSON in CDATA. A badge that it
 * already carries makes room. Throws for a text that is no drawing, or that means something else by our prefix.
 * Source: Open Badges 3.0, Baked Badges, SVG.
 */
export function bakeSvg(svg: string, credential: string): string {
  const { root, declared, badges } = survey(svg)
  const openingTag = svg.slice(root.from, root.to)
  if (openingTag.endsWith('/>') || (declared !== undefined && declared !== BAKED_SVG_NAMESPACE)) throw notDrawable()
  const declaration = declared === undefined ? ` xmlns:${PREFIX}="${BAKED_SVG_NAMESPACE}"` : ''
  const head = `${svg.slice(0, root.to - 1)}${declaration}>`
  return head + element(credential) + without(svg, badges, root.to)
}

/** Where the root is, what it declares our prefix to mean, and where badges stand that somebody baked before. */
function survey(svg: string): { root: Range; declared: string | undefined; badges: readonly Range[] } {
  let root: Range | null = null
  let declared: string | undefined
  const badges: Range[] = []
  const open: { readonly from: number; readonly isBadge: boolean }[] = []
  for (const event of scanXml(svg)) {
    if (event.kind === 'start') {
      declared ??= root ? undefined : event.attributes.get(`xmlns:${PREFIX}`)
      root ??= event
      const isOutermost = !open.some(({ isBadge }) => isBadge)
      const isBadge = event.namespace === BAKED_SVG_NAMESPACE && event.name === BAKED_SVG_ELEMENT && isOutermost
      open.push({ from: event.from, isBadge })
    } else if (event.kind === 'end') {
      const begun = open.pop()
      if (begun?.isBadge) badges.push({ from: begun.from, to: event.to })
    }
  }
  if (!root) throw notDrawable()
  return { root, declared, badges }
}

function without(svg: string, ranges: readonly Range[], start: number): string {
  let rest = ''
  let at = start
  for (const { from, to } of ranges) {
    rest += svg.slice(at, from)
    at = to
  }
  return rest + svg.slice(at)
}

function element(credential: string): string {
  const name = `${PREFIX}:${BAKED_SVG_ELEMENT}`
  if (!credential.trimStart().startsWith('{')) return `<${name} verify="${credential}"></${name}>`
  return `<${name}><![CDATA[${inCdata(credential)}]]></${name}>`
}

/**
 * JSON that means the same without what CDATA or XML cannot hold: its own end, and two code points that are no
 * characters. All of them can only stand in strings.
 */
function inCdata(json: string): string {
  return json.replaceAll(']]>', ']]\\u003e').replaceAll('\ufffe', '\\ufffe').replaceAll('\uffff', '\\uffff')
}

function notDrawable(): TypeError {
  return new TypeError('not an SVG that a badge can be baked into')
}
