import sharp from 'sharp'
import { UnreadableImage } from './errors.ts'

const IMAGES = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/webp': 'webp' } as const

/**
 * The same picture or video without the place where it was taken. What carries no metadata stays byte for byte as it
 * came; a picture that does is drawn anew, turned as its metadata said; in a video the metadata boxes are blanked.
 */
export async function stripLocation(content: Uint8Array, mediaType: string): Promise<Uint8Array> {
  if (mediaType in IMAGES) return stripImage(content, IMAGES[mediaType as keyof typeof IMAGES])
  return mediaType === 'video/mp4' ? blankVideoMetadata(content) : content
}

async function stripImage(content: Uint8Array, format: 'png' | 'jpeg' | 'webp'): Promise<Uint8Array> {
  try {
    const image = sharp(content, { failOn: 'error', animated: format === 'webp' })
    const { exif, xmp, iptc, tifftagPhotoshop, comments, orientation } = await image.metadata()
    const carriesMetadata = [exif, xmp, iptc, tifftagPhotoshop, comments?.length, (orientation ?? 1) > 1].some(Boolean)
    if (!carriesMetadata && endsWhereItShould(content, format)) {
      await image.stats()
      return content
    }
    return await image.autoOrient().keepIccProfile().toFormat(format, { quality: 90 }).toBuffer()
  } catch (error) {
    throw new UnreadableImage(error)
  }
}

/** Phones append whole videos to a picture, with their own metadata. */
function endsWhereItShould(content: Uint8Array, format: 'png' | 'jpeg' | 'webp'): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (format === 'webp') return bytes.readUInt32LE(4) + 8 === bytes.length
  if (format === 'png') return bytes.indexOf('IEND') === bytes.length - 8
  return bytes.indexOf(Buffer.from([0xff, 0xd9])) === bytes.length - 2
}

const CONTAINERS = ['moov', 'trak', 'mdia']
const METADATA = ['udta', 'meta', 'uuid']

/** Renames the metadata boxes to `free` and zeroes them; no other byte moves, so that every offset stays true. */
function blankVideoMetadata(content: Uint8Array): Uint8Array {
  const copy = Buffer.from(content)
  blankBoxes(copy, 0, copy.length)
  return new Uint8Array(copy)
}

function blankBoxes(video: Buffer, from: number, to: number): void {
  for (let at = from; at + 8 <= to;) {
    const type = video.toString('latin1', at + 4, at + 8)
    const { header, size } = boxSize(video, at, to)
    if (size < header || at + size > to) return
    if (METADATA.includes(type)) {
      video.write('free', at + 4, 'latin1')
      video.fill(0, at + header, at + size)
    } else if (CONTAINERS.includes(type)) {
      blankBoxes(video, at + header, at + size)
    }
    at += size
  }
}

/** A size of 1 says that 64 bits follow, a size of 0 that the box reaches to the end. */
function boxSize(video: Buffer, at: number, to: number): { header: number; size: number } {
  const size = video.readUInt32BE(at)
  if (size === 1 && at + 16 <= to) return { header: 16, size: Number(video.readBigUInt64BE(at + 8)) }
  return { header: 8, size: size === 0 ? to - at : size }
}
