import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fontkit, { type Font, type Glyph } from '@pdf-lib/fontkit'
import subsetFont from 'subset-font'
import { sha256Hex } from '../kernel/hash.ts'

export type Weight = 'light' | 'regular' | 'semibold'

const FONT_FILES: Readonly<Record<Weight, Buffer>> = {
  light: fontFile('300Light/NotoSans_300Light.ttf'),
  regular: fontFile('400Regular/NotoSans_400Regular.ttf'),
  semibold: fontFile('600SemiBold/NotoSans_600SemiBold.ttf'),
}

function fontFile(path: string): Buffer {
  return readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${path}`))
}

/** Kerning and the placing of accents. No substitution: each character keeps the glyph that its code point names. */
const LAYOUT_FEATURES = ['kern', 'mark', 'mkmk']

/**
 * fontkit reads a glyph's header even where the glyph is empty; a space that comes last in the file would make it read
 * beyond the end. Bytes after the last table mean nothing to a font.
 */
const READ_AHEAD = Buffer.alloc(12)

/** Scripts that need no shaping beyond those features. */
const PLAIN_SCRIPT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u

/** Controls, bidirectional overrides, joiners, private use, unassigned, lone surrogates. */
const INVISIBLE = /\p{C}/u

/** A glyph with its place, in thousandths of the type size. */
export interface PlacedGlyph {
  readonly id: number
  readonly width: number
  readonly advance: number
  readonly dx: number
  readonly dy: number
  readonly outline: Glyph
}

/**
 * One weight, cut down to the characters of one document. Measuring and drawing share it, so that what was measured
 * is what is drawn. The cut is made by harfbuzz: the subsetter inside pdf-lib loses outlines of composite glyphs.
 */
export class Typeface {
  readonly weight: Weight
  readonly bytes: Uint8Array
  /** Name with the subset tag that PDF asks for, derived from the bytes. */
  readonly postscriptName: string
  readonly #font: Font
  readonly #words = new Map<string, readonly PlacedGlyph[]>()

  private constructor(weight: Weight, bytes: Uint8Array) {
    this.weight = weight
    this.bytes = bytes
    this.#font = fontkit.create(bytes)
    this.postscriptName = `${subsetTag(bytes)}+${this.#font.postscriptName ?? 'NotoSans'}`
  }

  static async of(weight: Weight, text: string): Promise<Typeface> {
    const characters = [...new Set(text)].sort().join('')
    const subset = await subsetFont(FONT_FILES[weight], ` -${characters}`, {
      targetFormat: 'truetype',
      keepFeatures: LAYOUT_FEATURES,
      noHinting: true,
    })
    return new Typeface(weight, new Uint8Array(Buffer.concat([subset, READ_AHEAD])))
  }

  /** Whether the character leaves ink where ink is expected. */
  canPrint(character: string): boolean {
    if (character === ' ' || character === '\u00a0') return true
    if (INVISIBLE.test(character) || !PLAIN_SCRIPT.test(character)) return false
    const codePoint = character.codePointAt(0) ?? 0
    return this.#font.hasGlyphForCodePoint(codePoint) && this.#font.glyphForCodePoint(codePoint).path.toSVG() !== ''
  }

  /** Kerned within words; words keep their widths whatever stands beside them. */
  glyphs(text: string): PlacedGlyph[] {
    return text.split(/( )/).flatMap((word) => this.#word(word))
  }

  /** `trackingPt` is added after every character, the last one included, as PDF does. */
  widthPt(text: string, sizePt: number, trackingPt = 0): number {
    const glyphs = this.glyphs(text)
    return (glyphs.reduce((sum, glyph) => sum + glyph.advance, 0) * sizePt) / 1000 + glyphs.length * trackingPt
  }

  /** SVG path data of a line whose baseline begins at `xPt`, `yPt`, y downwards. */
  outline(text: string, sizePt: number, xPt: number, yPt: number): string {
    const [emScale, thousandth] = [sizePt / this.#font.unitsPerEm, sizePt / 1000]
    let pen = 0
    return this.glyphs(text)
      .map(({ outline, advance, dx, dy }) => {
        const left = xPt + (pen + dx) * thousandth
        const baseline = yPt - dy * thousandth
        pen += advance
        return outline.path
          .toSVG()
          .replace(
            /(-?[\d.]+) (-?[\d.]+)/g,
            (_, x: string, y: string) =>
              `${String(rounded(left + Number(x) * emScale))} ${String(rounded(baseline - Number(y) * emScale))}`,
          )
      })
      .join('')
  }

  #word(word: string): readonly PlacedGlyph[] {
    const known = this.#words.get(word)
    if (known) return known
    const scale = 1000 / this.#font.unitsPerEm
    const run = this.#font.layout(word, { liga: false })
    const placed = run.glyphs.map((glyph, index) => {
      const position = run.positions[index]
      return {
        id: glyph.id,
        width: glyph.advanceWidth * scale,
        advance: (position?.xAdvance ?? glyph.advanceWidth) * scale,
        dx: (position?.xOffset ?? 0) * scale,
        dy: (position?.yOffset ?? 0) * scale,
        outline: glyph,
      }
    })
    this.#words.set(word, placed)
    return placed
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

function subsetTag(bytes: Uint8Array): string {
  const digest = sha256Hex(bytes)
  return [0, 2, 4, 6, 8, 10]
    .map((at) => String.fromCharCode(65 + (Number.parseInt(digest.slice(at, at + 2), 16) % 26)))
    .join('')
}
