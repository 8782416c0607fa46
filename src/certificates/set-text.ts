import type { Colour } from '../kernel/colour.ts'
import { CertificateDoesNotFit } from './errors.ts'
import type { BoxMark, Role, TextMark } from './marks.ts'
import { type LongWords, wrapText } from './text-fit.ts'
import type { Typeface, Weight } from './typeface.ts'
import type { CertificateWording, PrintedText } from './wording.ts'

/** A4, upright. */
export const PAGE = { widthPt: 595.28, heightPt: 841.89 } as const

export const MARGIN = { left: 64, right: 64, top: 58, bottom: 46 } as const
export const WIDTH = PAGE.widthPt - MARGIN.left - MARGIN.right
export const LABEL_WIDTH = 130
export const INK: Colour = [0.11, 0.13, 0.15]
export const QUIET: Colour = [0.33, 0.36, 0.39]
export const LEADING = 1.38

export interface PlanInput {
  readonly wording: CertificateWording
  readonly faces: Readonly<Record<Weight, Typeface>>
  readonly accent: Colour
  readonly verificationUrl: string
  readonly qrDescription: string
}

export interface Setting {
  readonly sizePt: number
  readonly colour: Colour
  readonly trackingPt?: number
  readonly xPt?: number
  readonly widthPt?: number
  readonly longWords?: LongWords
  readonly role?: Role
  readonly leading?: number
}

/** Sets a paragraph from the top of its block. */
export function setText(
  { faces }: Pick<PlanInput, 'faces'>,
  printed: PrintedText,
  setting: Setting,
  lines = linesOf(faces[printed.weight], printed, setting),
): { mark: TextMark; heightPt: number } {
  const { sizePt, xPt = MARGIN.left, leading = LEADING } = setting
  const linePt = sizePt * leading
  const ascentPt = sizePt * 0.78 + (linePt - sizePt) / 2
  return {
    heightPt: lines.length * linePt,
    mark: {
      kind: 'text',
      role: setting.role ?? 'P',
      weight: printed.weight,
      sizePt,
      trackingPt: setting.trackingPt ?? 0,
      colour: setting.colour,
      lines: lines.map((text, index) => ({ text, xPt, yPt: ascentPt + index * linePt })),
      degrees: 0,
    },
  }
}

function linesOf(face: Typeface, printed: PrintedText, setting: Setting): string[] {
  const lines = wrapText(printed.text, { face, widthPt: WIDTH, ...setting })
  if (!lines) throw new CertificateDoesNotFit(printed.field)
  return lines
}

export function box(
  colour: Colour,
  yPt: number,
  { xPt = MARGIN.left, widthPt, heightPt }: { xPt?: number; widthPt: number; heightPt: number },
): BoxMark {
  return { kind: 'box', colour, xPt, yPt, widthPt, heightPt }
}
