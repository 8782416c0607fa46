import { createRequire } from 'node:module'
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import jsqr from 'jsqr'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A run of text as the file says it is shown: points from the lower left corner. */
export interface ShownText {
  readonly text: string
  readonly family: string
  readonly sizePt: number
  readonly xPt: number
  readonly yPt: number
  readonly widthPt: number
}

export interface RenderedPage {
  readonly pages: number
  readonly widthPt: number
  readonly heightPt: number
  readonly texts: readonly ShownText[]
  readonly attachments: Readonly<Record<string, Uint8Array>>
  readonly canvas: Canvas
}

const SCALE = 3
const require = createRequire(import.meta.url)
const FAMILIES = { 'NotoSans-Light': '300Light', 'NotoSans-Regular': '400Regular', 'NotoSans-SemiBold': '600SemiBold' }

for (const [family, folder] of Object.entries(FAMILIES)) {
  const file = require.resolve(`@expo-google-fonts/noto-sans/${folder}/NotoSans_${folder}.ttf`)
  GlobalFonts.registerFromPath(file, family)
}

/** The first page at 216 dpi, with what a text extractor and an attachment extractor see. */
export async function renderedPage(pdf: Uint8Array): Promise<RenderedPage> {
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false })
  const document = await task.promise
  const page = await document.getPage(1)
  const viewport = page.getViewport({ scale: SCALE })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise
  const content = await page.getTextContent()
  const texts = content.items.flatMap((item): ShownText[] => {
    if (!('str' in item) || item.str.trim() === '') return []
    const [a = 0, b = 0, , , xPt = 0, yPt = 0] = item.transform as number[]
    const font = page.commonObjs.get(item.fontName) as { name: string }
    const family = font.name.replace(/^[A-Z]{6}\+/, '')
    return [{ text: item.str, family, sizePt: Math.hypot(a, b), xPt, yPt, widthPt: item.width }]
  })
  const attachments: Record<string, Uint8Array> = {}
  const files = (await document.getAttachments()) as Record<string, { content: Uint8Array }> | null
  for (const [name, file] of Object.entries(files ?? {})) attachments[name] = file.content
  const rendered = {
    pages: document.numPages,
    widthPt: viewport.width / SCALE,
    heightPt: viewport.height / SCALE,
    texts,
    attachments,
    canvas,
  }
  await task.destroy()
  return rendered
}

/** All the words of the page, one space between runs. */
export function wordsOf(page: RenderedPage): string {
  return page.texts
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')
}

export function decodedQr({ canvas }: RenderedPage): string | undefined {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return jsqr.default(new Uint8ClampedArray(data), canvas.width, canvas.height)?.data
}

/**
 * Characters that leave less than half of the ink they leave when the whole font file draws them at the same place.
 * Text extraction cannot tell: a subset without outlines still extracts well.
 */
export function blankCharacters(page: RenderedPage): string[] {
  const paper = page.canvas.getContext('2d')
  const reference = createCanvas(page.canvas.width, page.canvas.height).getContext('2d')
  return page.texts.flatMap((shown) => {
    const characters = Array.from(shown.text)
    const sizePx = shown.sizePt * SCALE
    reference.font = `${String(sizePx)}px "${shown.family}"`
    const spacing = (shown.widthPt * SCALE - reference.measureText(shown.text).width) / characters.length
    return characters.filter((character, index) => {
      if (/\s/u.test(character)) return false
      const x = shown.xPt * SCALE + reference.measureText(characters.slice(0, index).join('')).width + index * spacing
      const y = (page.heightPt - shown.yPt) * SCALE
      const area = {
        x: Math.floor(x),
        y: Math.floor(y - sizePx),
        width: Math.ceil(reference.measureText(character).width),
      }
      const box = { ...area, width: Math.max(area.width, 2), height: Math.ceil(sizePx * 1.3) }
      reference.fillStyle = '#ffffff'
      reference.fillRect(box.x - 4, box.y - 4, box.width + 8, box.height + 8)
      reference.fillStyle = '#222222'
      reference.fillText(character, x, y)
      return darkPixels(paper, box) < darkPixels(reference, box) / 2
    })
  })
}

function darkPixels(
  context: SKRSContext2D,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): number {
  const { data } = context.getImageData(x, y, width, height)
  let count = 0
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 170) count += 1
  return count
}

/** Pairs of lines that touch each other, and lines that leave the page's margins. */
export function collisions({ texts, widthPt, heightPt }: RenderedPage): string[] {
  const boxes = texts.map(({ text, xPt, yPt, widthPt: width, sizePt }) => ({
    text,
    left: xPt,
    right: xPt + width,
    low: yPt - sizePt * 0.18,
    high: yPt + sizePt * 0.68,
  }))
  const outside = boxes.filter(
    ({ left, right, low, high }) => left < 40 || right > widthPt - 40 || low < 30 || high > heightPt - 30,
  )
  const touching = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) => one.left < other.right && other.left < one.right && one.low < other.high && other.low < one.high,
      )
      .map((other) => `${one.text} × ${other.text}`),
  )
  return [...outside.map(({ text }) => text), ...touching]
}
