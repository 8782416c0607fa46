import { Malformed } from '../errors.ts'
import { NotWellFormed, scanXml } from './xml-scanner.ts'

const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0'
const LOCAL_NAME = 'credential'
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'

/**
 * Texts of the `openbadges:credential` elements of an SVG: the `verify` attribute (a compact JWS) or, without one, the
 * text inside (JSON in CDATA). Found by namespace and local name, whatever the prefix.
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
  let inside: { depth: number; parts: string[]; verify: string | undefined } | null = null
  for (const event of scanXml(text)) {
    if (event.kind === 'text') {
      inside?.parts.push(event.text)
    } else if (event.kind === 'start') {
      if (depth === 0 && event.namespace !== SVG_NAMESPACE) throw new NotWellFormed('the root is not svg')
      depth++
      if (event.namespace === NAMESPACE && event.name === LOCAL_NAME)
        inside = { depth, parts: [], verify: event.attributes.get('verify') }
    } else {
      if (inside?.depth === depth) {
        texts.push(inside.verify ?? inside.parts.join(''))
        inside = null
      }
      depth--
    }
  }
  return texts
}
