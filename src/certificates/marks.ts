import type { Colour } from '../kernel/colour.ts'
import type { Weight } from './typeface.ts'

/** What a screen reader is told a text is; `Artifact` is skipped. */
export type Role = 'H1' | 'H2' | 'P' | 'Lbl' | 'Artifact'

/** Places are points from the upper left corner of the page; `yPt` of a line is its baseline. */
export interface TextMark {
  readonly kind: 'text'
  readonly role: Role
  readonly weight: Weight
  readonly sizePt: number
  readonly trackingPt: number
  readonly colour: Colour
  readonly lines: readonly { readonly text: string; readonly xPt: number; readonly yPt: number }[]
  /** Turned anticlockwise around the beginning of the line. */
  readonly degrees: number
}

export interface BoxMark {
  readonly kind: 'box'
  readonly colour: Colour
  readonly xPt: number
  readonly yPt: number
  readonly widthPt: number
  readonly heightPt: number
}

export interface QrMark {
  readonly kind: 'qr'
  readonly url: string
  /** Spoken in place of the picture. */
  readonly description: string
  readonly xPt: number
  readonly yPt: number
  /** Of the symbol itself; its quiet zone lies around that and is painted white. */
  readonly sidePt: number
}

/** An area of the page that opens an address when it is read on a screen. */
export interface LinkMark {
  readonly kind: 'link'
  readonly url: string
  readonly xPt: number
  readonly yPt: number
  readonly widthPt: number
  readonly heightPt: number
}

export type Mark = TextMark | BoxMark | QrMark | LinkMark

export function movedDown<M extends Mark>(mark: M, byPt: number): M {
  if (mark.kind === 'text') return { ...mark, lines: mark.lines.map((line) => ({ ...line, yPt: line.yPt + byPt })) }
  return { ...mark, yPt: mark.yPt + byPt }
}
