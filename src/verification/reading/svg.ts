import { BAKED_SVG_ELEMENT, BAKED_SVG_NAMESPACE } from '../../standards/ob3/baked-badge.ts'
import { Malformed } from '../errors.ts'
import { NotWellFormed, scanXml } from './xml-scanner.ts'

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'

/**
 * Texts of the `openbadges:credential` elements of an SVG: the `verify` attribute (a compact JWS) or, without one, the
 * text inside (JSON in CDATA); both of an element that has both. Found by namespace and local name, whatever the prefix.
 * Source: Open Badges 3.0, Baked Badges, SVG.
 */
export function credentialTextsOfSvg(text: string): string[] {
  try {
    return collect(text)
  } catch (error) {
    // RangeError: a tag so long that the pattern engine gives up
    if (error instanceof NotWellFormed || error instanceof RangeError)
      throw new Malformed('broken-svg', 'The drawing is not well-formed XML. Ask for the original file.', error)
    throw error
  }
}

function collect(text: string): string[] {
  const texts: string[] = []
  let depth = 0
  let inside: (Carrying & { readonly depth: number }) | null = null
  for (const event of scanXml(text)) {
    if (event.kind === 'text') {
      inside?.parts.push(event.text)
    } else if (event.kind === 'start') {
      if (depth === 0 && event.namespace !== SVG_NAMESPACE) throw new NotWellFormed('the root is not svg')
      depth++
      if (event.namespace === BAKED_SVG_NAMESPACE && event.name === BAKED_SVG_ELEMENT) {
        if (inside) throw new NotWellFormed('a badge inside a badge')
        inside = { depth, parts: [], verify: event.attributes.get('verify') }
      }
    } else {
      if (inside?.depth === depth) {
        texts.push(...textsOf(inside))
        inside = null
      }
      depth--
    }
  }
  return texts
}

interface Carrying {
  readonly verify: string | undefined
  readonly parts: string[]
}

/** Of an element with an attribute and a text one reader would take this and another that. */
function textsOf({ verify, parts }: Carrying): string[] {
  const text = parts.join('')
  if (verify === undefined) return [text]
  return text.trim() === '' ? [verify] : [verify, text]
}
