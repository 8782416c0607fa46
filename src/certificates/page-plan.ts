import type { Colour } from '../kernel/colour.ts'
import { CertificateDoesNotFit } from './errors.ts'
import { type Mark, movedDown, type Role } from './marks.ts'
import { trialMarks, verificationFoot } from './page-foot.ts'
import {
  box,
  INK,
  LABEL_WIDTH,
  LEADING,
  MARGIN,
  PAGE,
  type PlanInput,
  QUIET,
  type Setting,
  setText,
  WIDTH,
} from './set-text.ts'
import { type FitAttempt, fitText } from './text-fit.ts'
import type { ElementWording, OrganisationWording, PrintedText } from './wording.ts'

const COLUMN_GAP = 24
const HAIRLINE: Colour = [0.8, 0.82, 0.84]
/** Wider, and text extractors would read a space after every letter. */
const KIND_TRACKING = 0.8

/** Share of the comfortable sizes; the last keeps body text at 7.2 pt. */
const DENSITIES = [1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.8, 0.78] as const

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
