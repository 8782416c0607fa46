import sharp from 'sharp'
import { type Colour, colourOf, contrast, hexOf, mix, WHITE } from '../kernel/colour.ts'
import { BadgeDoesNotFit, UnprintableCharacter } from './errors.ts'
import { balanceText, type FitAttempt, fitText } from './text-fit.ts'
import { Typeface } from './typeface.ts'

export interface BadgeContent {
  readonly title: string
  readonly organisation: string
  /** `#rrggbb`. */
  readonly accentColour: string
  readonly level?: string
}

const SIDE = 600
const CENTRE = SIDE / 2
const INNER_RADIUS = 252
const DARK: Colour = [0.09, 0.11, 0.13]

/**
 * The picture of an achievement: a hexagon in the organisation's colour. Letters are drawn as outlines, so that it
 * looks the same without fonts; the words themselves are its title and description. No script, style or reference.
 */
export async function drawBadgeSvg(content: BadgeContent): Promise<string> {
  const accent = colourOf(content.accentColour)
  const ink = contrast(WHITE, accent) >= contrast(DARK, accent) ? WHITE : DARK
  const words = {
    title: plain(content.title),
    organisation: plain(content.organisation),
    level: plain(content.level ?? ''),
  }
  const semibold = await Typeface.of('semibold', `${words.title}${words.level}`)
  const regular = await Typeface.of('regular', words.organisation)

  const level = fitted(semibold, 'level', words.level, 210, [{ maxLines: 2, fromPt: 24, toPt: 13 }])
  const title = fitted(semibold, 'title', words.title, 400, [
    { maxLines: 3, fromPt: 50, toPt: 40 },
    { maxLines: 4, fromPt: 40, toPt: 26 },
    { maxLines: 6, fromPt: 27, toPt: 19 },
  ])
  const middlePt = CENTRE - (words.level === '' ? 26 : 8)
  const linePt = middlePt + Math.max(title.heightPt / 2, 50) + 20
  const organisation = tapered(regular, 'organisation', words.organisation, linePt + 16)
  const faint = hexOf(mix(ink, accent, 0.45))
  const name = escaped([words.title, words.level].filter((word) => word !== '').join(' – '))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(SIDE)} ${String(SIDE)}" width="${String(SIDE)}" height="${String(SIDE)}" role="img" aria-labelledby="title description">
<title id="title">${name}</title>
<desc id="description">${escaped(words.organisation)}</desc>
<path d="${hexagon(266)}" fill="${hexOf(accent)}" stroke="${hexOf(accent)}" stroke-width="44" stroke-linejoin="round"/>
<path d="${hexagon(INNER_RADIUS)}" fill="none" stroke="${faint}" stroke-width="2.5" stroke-linejoin="round"/>
<g fill="${hexOf(ink)}">
${outlines(level, 142 - level.heightPt / 2)}
${outlines(title, middlePt - title.heightPt / 2)}
${outlines(organisation, linePt + 16)}
</g>
<path d="M${String(CENTRE - 34)} ${linePt.toFixed(1)}h68" stroke="${faint}" stroke-width="3"/>
</svg>
`
}

/** A picture that was uploaded, as an SVG with the words of the badge: its bytes stand inside, nothing is fetched. */
export function framedSvg({ title, organisation }: BadgeContent, png: Uint8Array, sidePx: number): string {
  const side = String(sidePx)
  const data = Buffer.from(png).toString('base64')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}" role="img" aria-labelledby="title description">
<title id="title">${escaped(plain(title))}</title>
<desc id="description">${escaped(plain(organisation))}</desc>
<image width="${side}" height="${side}" href="data:image/png;base64,${data}"/>
</svg>
`
}

/** The badge as PNG, `sidePx` wide and high, transparent outside the hexagon. */
export async function badgePng(content: BadgeContent, sidePx = SIDE): Promise<Uint8Array> {
  const svg = Buffer.from(await drawBadgeSvg(content))
  const density = (72 * sidePx) / SIDE
  return new Uint8Array(await sharp(svg, { density }).resize(sidePx, sidePx).png({ compressionLevel: 9 }).toBuffer())
}

interface TextBlock {
  readonly face: Typeface
  readonly lines: readonly string[]
  readonly sizePt: number
  readonly heightPt: number
}

const LEADING = 1.2

function fitted(
  face: Typeface,
  field: string,
  text: string,
  widthPt: number,
  attempts: readonly FitAttempt[],
): TextBlock {
  if (text === '') return { face, lines: [], sizePt: 0, heightPt: 0 }
  refuseHopeless(face, field, text)
  const found =
    fitText(text, { face, widthPt }, attempts) ?? fitText(text, { face, widthPt, longWords: 'hyphenate' }, attempts)
  if (!found) throw new BadgeDoesNotFit(field)
  return { face, ...found, heightPt: found.lines.length * found.sizePt * LEADING }
}

/** Fitted between the lower sides of the inner hexagon: the more lines, the narrower the last of them. */
function tapered(face: Typeface, field: string, text: string, topPt: number): TextBlock {
  refuseHopeless(face, field, text)
  for (let sizePt = 23; sizePt >= 11; sizePt -= 0.5) {
    for (const maxLines of [1, 2, 3]) {
      const heightPt = maxLines * sizePt * LEADING
      const widthPt = 2 * Math.sqrt(3) * (CENTRE + INNER_RADIUS - topPt - heightPt) - 28
      const lines = widthPt > 0 ? balanceText(text, { face, sizePt, widthPt }) : null
      if (lines && lines.length <= maxLines) return { face, lines, sizePt, heightPt }
    }
  }
  throw new BadgeDoesNotFit(field)
}

/** Texts without a glyph, and those far too long, before they are measured. */
function refuseHopeless(face: Typeface, field: string, text: string): void {
  if (text.length > 400) throw new BadgeDoesNotFit(field)
  for (const character of text) if (!face.canPrint(character)) throw new UnprintableCharacter(field, character)
}

function outlines({ face, lines, sizePt }: TextBlock, topPt: number): string {
  return lines
    .map((line, index) => {
      const xPt = CENTRE - face.widthPt(line, sizePt) / 2
      return `<path d="${face.outline(line, sizePt, xPt, topPt + sizePt * (0.94 + index * LEADING))}"/>`
    })
    .join('\n')
}

/** Standing on a corner; `radius` from centre to corner. */
function hexagon(radius: number): string {
  const corners = [0, 1, 2, 3, 4, 5].map((corner) => {
    const angle = (corner * Math.PI) / 3
    return `${(CENTRE + radius * Math.sin(angle)).toFixed(1)} ${(CENTRE - radius * Math.cos(angle)).toFixed(1)}`
  })
  return `M${corners.join('L')}Z`
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').replaceAll('\u00ad', '').trim()
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
