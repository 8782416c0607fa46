import sharp, { type Sharp } from 'sharp'
import { InvalidInput } from '../access/index.ts'

export const MAX_PICTURE_BYTES = 5_000_000
const MAX_PIXELS = 25_000_000
const SMALLEST_SIDE = 200
/** Tried in turn until the picture is small enough to be carried inside every badge. */
const SIDES = [1000, 700, 500] as const
const KEPT_BYTES = 1_000_000
const SECONDS = 10
const SVG_DPI = 72

/**
 * An uploaded picture as we keep it: drawn anew as a square PNG, so that neither metadata nor anything active of the file
 * survives. An SVG is drawn to pixels, without entities and without anything from elsewhere. The same upload gives the
 * same bytes. Throws `InvalidInput` at `/file`.
 */
export async function cleanPicture(upload: Uint8Array): Promise<Uint8Array> {
  if (upload.length > MAX_PICTURE_BYTES) throw refused('is too large')
  const kind = kindOf(upload)
  if (kind === null) throw refused('has to be a picture: PNG, JPEG, WebP or SVG')
  try {
    const density = await densityFor(upload, kind)
    for (const side of SIDES) {
      const png = await square(opened(upload, density), side)
      if (png.length <= KEPT_BYTES || side === SIDES.at(-1)) return png
    }
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    throw refused('cannot be read as a picture', error)
  }
  throw refused('cannot be read as a picture')
}

type Kind = 'png' | 'jpeg' | 'webp' | 'svg'

function kindOf(bytes: Uint8Array): Kind | null {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp'
  const source = Buffer.from(bytes).toString('utf8')
  const isSvg = /^\uFEFF?\s*<(\?xml|svg|!--)/.test(source) && source.includes('<svg')
  return isSvg && !/<!DOCTYPE|<!ENTITY/i.test(source) ? 'svg' : null
}

/** An SVG is drawn at the size that it is kept at; the others have theirs. */
async function densityFor(upload: Uint8Array, kind: Kind): Promise<number> {
  const { width, height } = await opened(upload, SVG_DPI).metadata()
  const longest = Math.max(width, height)
  if (kind !== 'svg') {
    if (Math.min(width, height) < SMALLEST_SIDE)
      throw refused(`has to be at least ${String(SMALLEST_SIDE)} pixels wide and high`)
    return SVG_DPI
  }
  return Math.min(2400, Math.max(1, (SVG_DPI * SIDES[0]) / longest))
}

function opened(upload: Uint8Array, density: number): Sharp {
  return sharp(upload, { limitInputPixels: MAX_PIXELS, failOn: 'error', density })
}

async function square(picture: Sharp, side: number): Promise<Uint8Array> {
  const background = { r: 0, g: 0, b: 0, alpha: 0 }
  const drawn = await picture
    .timeout({ seconds: SECONDS })
    .rotate()
    .toColourspace('srgb')
    .resize(side, side, { fit: 'contain', background })
    .png({ compressionLevel: 9, palette: true, quality: 90 })
    .toBuffer()
  return Uint8Array.from(drawn)
}

function refused(detail: string, cause?: unknown): InvalidInput {
  return new InvalidInput({ errors: [{ pointer: '/file', detail }], ...(cause === undefined ? {} : { cause }) })
}
