import { type Colour, mix, WHITE } from './colour.ts'
import { CertificateDoesNotFit } from './errors.ts'
import { type BoxMark, type Mark, movedDown, type Role, type TextMark } from './marks.ts'
import { type FitAttempt, fitText, type LongWords, wrapText } from './text-fit.ts'
import type { Typeface, Weight } from './typeface.ts'
import type { CertificateWording, ElementWording, OrganisationWording, PrintedText } from './wording.ts'

export const PAGE = { widthPt: 595.28, heightPt: 841.89 } as const

const MARGIN = { left: 64, right: 64, top: 58, bottom: 46 } as const
const WIDTH = PAGE.widthPt - MARGIN.left - MARGIN.right
const LABEL_WIDTH = 130
const COLUMN_GAP = 24
const QR_SIDE = 100
const QR_TOP = 16
const INK: Colour = [0.11, 0.13, 0.15]
const QUIET: Colour = [0.33, 0.36, 0.39]
const HAIRLINE: Colour = [0.8, 0.82, 0.84]
const LEADING = 1.38
/** Wider, and text extractors would read a space after every letter. */
const KIND_TRACKING = 0.8

/** Share of the comfortable sizes; the last keeps body text at 7.2 pt. */
const DENSITIES = [1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.8, 0.78] as const

export interface PlanInput {
  readonly wording: CertificateWording
  readonly faces: Readonly<Record<Weight, Typeface>>
  readonly accent: Colour
  readonly verificationUrl: string
  readonly qrDescription: string
}

/** A piece of the page from top to bottom, drawn as if it began at zero. */
interface Block {
  readonly field: string
  readonly heightPt: number
  readonly gapPt: number
  /** Share of the white space that is left over, added to the gap above. */
  readonly grow: number
  readonly marks: readonly Mark[]
}

/** Places everything on one page. Throws CertificateDoesNotFit when even the smallest print is too large. */
export function planPage(input: PlanInput): Mark[] {
  const foot = verificationFoot(input)
  const footTop = PAGE.heightPt - MARGIN.bottom - foot.heightPt
  const roomPt = footTop - 20 - MARGIN.top
  let blocks: Block[] = []
  for (const density of DENSITIES) {
    blocks = pageBlocks(input, density)
    if (heightOf(blocks) <= roomPt) {
      return [
        ...trialMarks(input),
        ...stacked(blocks, roomPt - heightOf(blocks)),
        ...foot.marks.map((mark) => movedDown(mark, footTop)),
      ]
    }
  }
  throw new CertificateDoesNotFit(tallest(blocks).field)
}

function heightOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.gapPt + block.heightPt, 0)
}

function stacked(blocks: readonly Block[], sparePt: number): Mark[] {
  const shares = blocks.reduce((sum, block) => sum + block.grow, 0)
  const perShare = Math.min(sparePt / shares, 13)
  let top = MARGIN.top
  return blocks.flatMap((block) => {
    top += block.gapPt + block.grow * perShare
    const marks = block.marks.map((mark) => movedDown(mark, top))
    top += block.heightPt
    return marks
  })
}

function pageBlocks(input: PlanInput, density: number): Block[] {
  const { wording } = input
  const gap = density * density
  const set = (size: number, colour: Colour = INK): Setting => ({ sizePt: size * density, colour })
  const lead = set(10.5, QUIET)
  const paragraph = { ...set(10), widthPt: WIDTH * 0.92, longWords: 'hyphenate' } as const
  const name = headline(input, wording.name, { colour: INK, role: 'P', gapPt: 3 * gap, grow: 0 }, [
    { maxLines: 1, fromPt: 33 * density, toPt: 23 * density },
    { maxLines: 2, fromPt: 26 * density, toPt: 14 },
  ])
  const title = headline(input, wording.title, { colour: input.accent, role: 'H1', gapPt: 4 * gap, grow: 0 }, [
    { maxLines: 2, fromPt: 21 * density, toPt: 16 * density },
    { maxLines: 3, fromPt: 18 * density, toPt: 12 },
  ])
  return [
    organisationsBlock(input, density),
    textBlock(
      input,
      wording.kind,
      { ...set(8.6, input.accent), trackingPt: KIND_TRACKING * density },
      { gapPt: 26 * gap, grow: 3 },
    ),
    textBlock(input, wording.certifies, lead, { gapPt: 14 * gap, grow: 1 }),
    name,
    textBlock(input, wording.hasBeenAwarded, lead, { gapPt: 9 * gap, grow: 0.6 }),
    title,
    textBlock(input, wording.description, paragraph, { gapPt: 9 * gap, grow: 0.4 }),
    highlightsBlock(input, density),
    ...wording.elements.map((element, index) => elementBlock(input, element, density, index === 0)),
  ]
}

interface Setting {
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
function setText(
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

function textBlock(
  input: PlanInput,
  printed: PrintedText,
  setting: Setting,
  spacing: Pick<Block, 'gapPt' | 'grow'>,
): Block {
  const { mark, heightPt } = setText(input, printed, setting)
  return { field: printed.field, heightPt, ...spacing, marks: [mark] }
}

function headline(
  input: PlanInput,
  printed: PrintedText,
  look: { colour: Colour; role: Role } & Pick<Block, 'gapPt' | 'grow'>,
  attempts: readonly FitAttempt[],
): Block {
  const fitted = fitText(printed.text, { face: input.faces[printed.weight], widthPt: WIDTH }, attempts)
  if (!fitted) throw new CertificateDoesNotFit(printed.field)
  const setting = { sizePt: fitted.sizePt, colour: look.colour, role: look.role, leading: 1.18 }
  const { mark, heightPt } = setText(input, printed, setting, [...fitted.lines])
  return { field: printed.field, heightPt, gapPt: look.gapPt, grow: look.grow, marks: [mark] }
}

interface Column {
  readonly xPt: number
  readonly widthPt: number
}

function columnsOf(count: number): Column[] {
  const widthPt = (WIDTH - COLUMN_GAP * (count - 1)) / count
  return Array.from({ length: count }, (_, index) => ({ xPt: MARGIN.left + index * (widthPt + COLUMN_GAP), widthPt }))
}

/** Texts one below the other, as one block. */
function pile(input: PlanInput, parts: readonly { printed: PrintedText; setting: Setting }[]): Block {
  let heightPt = 0
  const marks = parts.map(({ printed, setting }) => {
    const set = setText(input, printed, setting)
    const mark = movedDown(set.mark, heightPt)
    heightPt += set.heightPt + 1
    return mark
  })
  return { field: parts[1]?.printed.field ?? '', heightPt, gapPt: 0, grow: 0, marks }
}

function tallest(blocks: readonly Block[]): Block {
  return blocks.reduce((most, block) => (block.heightPt > most.heightPt ? block : most))
}

function highlightsBlock(input: PlanInput, density: number): Block {
  const { highlights } = input.wording
  const columns = columnsOf(highlights.length)
  const built = highlights.map((highlight, index) => {
    const column = { ...(columns[index] ?? { xPt: MARGIN.left, widthPt: WIDTH }), longWords: 'hyphenate' } as const
    const labelled = { printed: highlight.label, setting: { ...column, sizePt: 7.8 * density, colour: QUIET } }
    const value = { ...column, sizePt: 9.6 * density, colour: INK }
    return pile(input, [labelled, ...highlight.texts.map((printed) => ({ printed, setting: value }))])
  })
  const { field, heightPt } = tallest(built)
  return { field, heightPt, gapPt: 14 * density * density, grow: 1.2, marks: built.flatMap((block) => block.marks) }
}

/** The organisations side by side over a line, under a short bar of the accent colour. */
function organisationsBlock(input: PlanInput, density: number): Block {
  const { organisations } = input.wording
  const columns = columnsOf(organisations.length)
  const built = organisations.map((organisation, index) =>
    organisationColumn(input, organisation, columns[index] ?? { xPt: MARGIN.left, widthPt: WIDTH }, density),
  )
  const { field, heightPt: columnPt } = tallest(built)
  const heightPt = 14 + columnPt + 12 * density
  return {
    field,
    heightPt,
    gapPt: 0,
    grow: 0,
    marks: [
      box(input.accent, 0, { widthPt: 44, heightPt: 3 }),
      ...built.flatMap((column) => column.marks.map((mark) => movedDown(mark, 14))),
      box(HAIRLINE, heightPt, { widthPt: WIDTH, heightPt: 0.6 }),
    ],
  }
}

function organisationColumn(
  input: PlanInput,
  { role, name, place }: OrganisationWording,
  { xPt, widthPt }: Column,
  density: number,
): Block {
  const column = { xPt, widthPt, longWords: 'hyphenate' } as const
  return pile(input, [
    { printed: role, setting: { ...column, sizePt: 7.8 * density, colour: QUIET } },
    { printed: name, setting: { ...column, sizePt: 11.2 * density, colour: INK, leading: 1.25 } },
    { printed: place, setting: { ...column, sizePt: 8.8 * density, colour: QUIET } },
  ])
}

/** A row of the table: label to the left, text or list to the right. */
function elementBlock(input: PlanInput, element: ElementWording, density: number, isFirst: boolean): Block {
  const size = 9.2 * density
  const isList = element.texts.length > 1
  const left = setText(input, element.label, {
    sizePt: 8.4 * density,
    colour: QUIET,
    widthPt: LABEL_WIDTH - 8,
    role: 'Lbl',
    leading: (LEADING * 9.2) / 8.4,
    longWords: 'hyphenate',
  })
  const indent = isList ? 11 : 0
  let heightPt = 0
  const marks: Mark[] = element.texts.flatMap((printed, index) => {
    if (index > 0) heightPt += 2.2 * density
    const set = setText(input, printed, {
      sizePt: size,
      colour: INK,
      xPt: MARGIN.left + LABEL_WIDTH + indent,
      widthPt: WIDTH - LABEL_WIDTH - indent,
      longWords: 'hyphenate',
    })
    const bullet = isList
      ? [box(input.accent, heightPt + size * 0.55, { xPt: MARGIN.left + LABEL_WIDTH, widthPt: 3, heightPt: 3 })]
      : []
    const placed = [...bullet, movedDown(set.mark, heightPt)]
    heightPt += set.heightPt
    return placed
  })
  return {
    field: element.texts[0]?.field.split('/')[0] ?? '',
    heightPt: Math.max(heightPt, left.heightPt),
    gapPt: (isFirst ? 16 : 4.6) * density * density,
    grow: isFirst ? 1.4 : 0.16,
    marks: [left.mark, ...marks],
  }
}

/** The QR and everything that is needed to check the paper, at the foot of the page; its sizes never shrink. */
function verificationFoot(input: PlanInput): { marks: Mark[]; heightPt: number } {
  const { wording, faces, accent, verificationUrl: url } = input
  const xPt = MARGIN.left + LABEL_WIDTH
  const widthPt = PAGE.widthPt - MARGIN.right - xPt
  const column = { xPt, widthPt, longWords: 'cut' } as const
  const address = fitText(wording.address.text, { face: faces.semibold, widthPt, longWords: 'cut' }, [
    { maxLines: 1, fromPt: 9, toPt: 6.5 },
    { maxLines: 2, fromPt: 7.5, toPt: 6.5 },
  ])
  if (!address) throw new CertificateDoesNotFit('verificationUrl')
  const small = { ...column, sizePt: 7.8, colour: QUIET }
  const parts = [
    { ...setText(input, wording.verify, { ...column, sizePt: 10, colour: accent, role: 'H2' }), gapPt: 0 },
    { ...setText(input, wording.how, { ...small, colour: INK }), gapPt: 3 },
    {
      ...setText(input, wording.address, { ...column, sizePt: address.sizePt, colour: INK }, [...address.lines]),
      gapPt: 0,
    },
    { ...setText(input, wording.mustBegin, small), gapPt: 0 },
    { ...setText(input, wording.codeLabel, small), gapPt: 5 },
    { ...setText(input, wording.code, { ...column, sizePt: 13, colour: INK, trackingPt: 0.6 }), gapPt: -2 },
  ]
  let heightPt = 11
  const placed = parts.map(({ mark, heightPt: partPt, gapPt }) => {
    const moved = movedDown(mark, heightPt + gapPt)
    heightPt += gapPt + partPt
    return moved
  })
  const belowTop = Math.max(heightPt, QR_TOP + QR_SIDE) + 10
  const copy = setText(input, wording.copy, { sizePt: 7.8, colour: INK })
  const fingerprint = setText(input, wording.fingerprint, { sizePt: 6.6, colour: QUIET, longWords: 'cut' })
  if (fingerprint.mark.lines.length > 2) throw new CertificateDoesNotFit('issuerKeyFingerprint')
  return {
    heightPt: belowTop + copy.heightPt + fingerprint.heightPt + 1,
    marks: [
      box(accent, 0, { widthPt: WIDTH, heightPt: 0.8 }),
      { kind: 'qr', url, description: input.qrDescription, xPt: MARGIN.left, yPt: QR_TOP, sidePt: QR_SIDE },
      ...placed,
      movedDown(copy.mark, belowTop),
      movedDown(fingerprint.mark, belowTop + copy.heightPt + 1),
      { kind: 'link', url, xPt: MARGIN.left, yPt: QR_TOP, widthPt: WIDTH, heightPt: QR_SIDE },
    ],
  }
}

/** A band across the head of the page, and one pale word behind everything. */
function trialMarks(input: PlanInput): Mark[] {
  const { trial } = input.wording
  if (!trial) return []
  const pale = mix(INK, WHITE, 0.075)
  const face = input.faces[trial.mark.weight]
  const sizePt = Math.min(150, (150 * 560) / face.widthPt(trial.mark.text, 150))
  const reachPt = face.widthPt(trial.mark.text, sizePt)
  const [dx, dy] = [Math.cos(0.9) * reachPt, Math.sin(0.9) * reachPt]
  const lower = { text: trial.mark.text, xPt: (PAGE.widthPt - dx) / 2 + sizePt * 0.25, yPt: (PAGE.heightPt + dy) / 2 }
  const band = fitText(trial.band.text, { face: input.faces.semibold, widthPt: PAGE.widthPt - 40 }, [
    { maxLines: 1, fromPt: 10, toPt: 6.5 },
  ])
  if (!band) throw new CertificateDoesNotFit('verificationUrl')
  const [line = ''] = band.lines
  const xPt = (PAGE.widthPt - input.faces.semibold.widthPt(line, band.sizePt)) / 2
  const common = { kind: 'text', weight: 'semibold', trackingPt: 0 } as const
  return [
    { ...common, role: 'Artifact', sizePt, colour: pale, degrees: (0.9 * 180) / Math.PI, lines: [lower] },
    { ...box(INK, 0, { xPt: 0, widthPt: PAGE.widthPt, heightPt: 26 }) },
    { ...common, role: 'P', sizePt: band.sizePt, colour: WHITE, degrees: 0, lines: [{ text: line, xPt, yPt: 16.5 }] },
  ]
}

function box(
  colour: Colour,
  yPt: number,
  { xPt = MARGIN.left, widthPt, heightPt }: { xPt?: number; widthPt: number; heightPt: number },
): BoxMark {
  return { kind: 'box', colour, xPt, yPt, widthPt, heightPt }
}
