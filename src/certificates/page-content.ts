import { type Colour, WHITE } from '../kernel/colour.ts'
import type { BoxMark, Mark, QrMark, Role, TextMark } from './marks.ts'
import { PAGE } from './set-text.ts'
import { QUIET_ZONE, qrRectangles } from './qr-rectangles.ts'
import type { PlacedGlyph, Typeface, Weight } from './typeface.ts'

/** An element of the structure tree; its place in the list is its marked-content id. */
export interface TaggedContent {
  readonly role: Role | 'Figure'
  readonly alternative?: string
}

export interface PageContent {
  readonly operators: string
  readonly tags: readonly TaggedContent[]
}

/** The page's content stream, every piece of it either tagged or marked as an artifact. */
export function pageContent(marks: readonly Mark[], faces: Readonly<Record<Weight, Typeface>>): PageContent {
  const tags: TaggedContent[] = []
  const wrapped = (tag: TaggedContent, operators: string): string => {
    if (tag.role === 'Artifact') return `/Artifact BMC\n${operators}EMC\n`
    tags.push(tag)
    return `/${tag.role} <</MCID ${String(tags.length - 1)}>> BDC\n${operators}EMC\n`
  }
  const operators = marks.map((mark) => {
    switch (mark.kind) {
      case 'text':
        return wrapped({ role: mark.role }, textOperators(mark, faces[mark.weight]))
      case 'box':
        return wrapped({ role: 'Artifact' }, boxOperators(mark))
      case 'qr':
        return wrapped({ role: 'Figure', alternative: mark.description }, qrOperators(mark))
      case 'link':
        return ''
    }
  })
  return { operators: operators.join(''), tags }
}

function textOperators(mark: TextMark, face: Typeface): string {
  const turn = (mark.degrees * Math.PI) / 180
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)]
  const matrix = [cosine, sine, -sine, cosine].map((value) => number(value, 5)).join(' ')
  const lines = mark.lines.map(
    ({ text, xPt, yPt }) =>
      `${matrix} ${number(xPt)} ${number(PAGE.heightPt - yPt)} Tm\n${shown(face.glyphs(text), mark)}`,
  )
  return `BT\n${fill(mark.colour)}/${mark.weight} ${number(mark.sizePt)} Tf ${number(mark.trackingPt)} Tc\n${lines.join('')}ET\n`
}

/** One array of glyphs and corrections; an accent above or below its usual place raises the text for its own glyph. */
function shown(glyphs: readonly PlacedGlyph[], { sizePt }: TextMark): string {
  let operators = ''
  let array = ''
  let rise = 0
  const flush = (): void => {
    if (array) operators += `[${array}] TJ\n`
    array = ''
  }
  for (const { id, width, advance, dx, dy } of glyphs) {
    if (dy !== rise) {
      flush()
      operators += `${number((dy * sizePt) / 1000)} Ts\n`
      rise = dy
    }
    if (dx !== 0) array += `${number(-dx)} `
    array += `<${id.toString(16).padStart(4, '0')}>`
    const correction = width + dx - advance
    if (Math.abs(correction) > 0.01) array += `${number(correction)} `
  }
  flush()
  return rise === 0 ? operators : `${operators}0 Ts\n`
}

function boxOperators({ colour, xPt, yPt, widthPt, heightPt }: BoxMark): string {
  const rectangle = [xPt, PAGE.heightPt - yPt - heightPt, widthPt, heightPt].map((value) => number(value)).join(' ')
  return `${fill(colour)}${rectangle} re f\n`
}

/** One path filled once: no hairlines where rectangles touch. */
function qrOperators({ url, xPt, yPt, sidePt }: QrMark): string {
  const { rectangles, side } = qrRectangles(url)
  const modulePt = sidePt / side
  const path = rectangles.map(({ x, y, width, height }) =>
    [xPt + x * modulePt, PAGE.heightPt - yPt - (y + height) * modulePt, width * modulePt, height * modulePt]
      .map((value) => number(value, 3))
      .join(' '),
  )
  const zonePt = QUIET_ZONE * modulePt
  const ground = boxOperators({
    kind: 'box',
    colour: WHITE,
    xPt: xPt - zonePt,
    yPt: yPt - zonePt,
    widthPt: sidePt + 2 * zonePt,
    heightPt: sidePt + 2 * zonePt,
  })
  return `${ground}0 0 0 rg\n${path.join(' re\n')} re\nf\n`
}

function fill(colour: Colour): string {
  return `${colour.map((channel) => number(channel, 3)).join(' ')} rg\n`
}

function number(value: number, digits = 2): string {
  return String(Number(value.toFixed(digits)))
}
