import type { Typeface } from './typeface.ts'

/** What may happen to a word that is wider than the line: the text is refused, cut with a hyphen, or cut as it is. */
export type LongWords = 'refuse' | 'hyphenate' | 'cut'

export interface FittedText {
  readonly lines: readonly string[]
  readonly sizePt: number
}

export interface Measure {
  readonly face: Typeface
  readonly sizePt: number
  readonly widthPt: number
  readonly trackingPt?: number
  readonly longWords?: LongWords
}

interface Piece {
  readonly text: string
  readonly spaceBefore: boolean
  /** What is added when a line ends here. */
  readonly ending: string
}

const SOFT_HYPHEN = '\u00ad'

/** Lines no wider than the measure, broken at spaces, hyphens, slashes and soft hyphens; null when a word is too wide. */
export function wrapText(text: string, measure: Measure): string[] | null {
  const fits = (line: string): boolean =>
    measure.face.widthPt(line, measure.sizePt, measure.trackingPt) <= measure.widthPt + 0.01
  const lines: string[] = []
  let line = ''
  let ending = ''
  for (const piece of pieces(text)) {
    const longer = `${line}${line && piece.spaceBefore ? ' ' : ''}${piece.text}`
    if (fits(longer + piece.ending)) {
      line = longer
    } else {
      if (line) lines.push(line + ending)
      const parts = fits(piece.text + piece.ending) ? [piece.text] : cutWord(piece.text, fits, measure.longWords)
      if (!parts) return null
      lines.push(...parts.slice(0, -1))
      line = parts.at(-1) ?? ''
    }
    ending = piece.ending
  }
  return [...lines, line]
}

function pieces(text: string): Piece[] {
  return text.split(' ').flatMap((word) =>
    word.split(/(?<=[\p{L}\p{N}][-/–—])(?=[\p{L}\p{N}])|(?<=\u00ad)/u).map((part, index) => ({
      text: part.replaceAll(SOFT_HYPHEN, ''),
      spaceBefore: index === 0,
      ending: part.endsWith(SOFT_HYPHEN) ? '-' : '',
    })),
  )
}

function cutWord(word: string, fits: (line: string) => boolean, longWords: LongWords = 'refuse'): string[] | null {
  if (longWords === 'refuse') return null
  const hyphen = longWords === 'hyphenate' ? '-' : ''
  const parts: string[] = []
  let rest: readonly string[] = word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []
  while (rest.length > 0 && !fits(rest.join(''))) {
    let count = rest.length - 1
    while (count > 1 && !fits(rest.slice(0, count).join('') + hyphen)) count -= 1
    parts.push(rest.slice(0, count).join('') + hyphen)
    rest = rest.slice(count)
  }
  return [...parts, rest.join('')]
}

/** The same number of lines, as even as they get: no line of a title ends with one lonely word below it. */
export function balanceText(text: string, measure: Measure): string[] | null {
  const greedy = wrapText(text, measure)
  if (!greedy || greedy.length < 2) return greedy
  let narrow = measure.widthPt / greedy.length
  let wide = measure.widthPt
  let best = greedy
  while (wide - narrow > 1) {
    const widthPt = (narrow + wide) / 2
    const lines = wrapText(text, { ...measure, widthPt })
    if (lines && lines.length <= greedy.length) {
      best = lines
      wide = widthPt
    } else {
      narrow = widthPt
    }
  }
  return best
}

export interface FitAttempt {
  readonly maxLines: number
  readonly fromPt: number
  readonly toPt: number
}

/** The first attempt, at its largest size, in which the text fits; null when it fits in none. */
export function fitText(
  text: string,
  measure: Omit<Measure, 'sizePt'>,
  attempts: readonly FitAttempt[],
): FittedText | null {
  for (const { maxLines, fromPt, toPt } of attempts) {
    for (let sizePt = fromPt; sizePt >= toPt; sizePt -= 0.5) {
      const greedy = wrapText(text, { ...measure, sizePt })
      if (!greedy || greedy.length > maxLines) continue
      return { lines: balanceText(text, { ...measure, sizePt }) ?? greedy, sizePt }
    }
  }
  return null
}
