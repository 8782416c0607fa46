import sharp from 'sharp'
import { loadPicture, type MicroCourseVersion } from '../courses/index.ts'
import type { Db } from '../database/index.ts'
import { localised, type Language } from '../kernel/language.ts'
import { badgePng, drawBadgeSvg, framedSvg, type BadgeContent } from './badge-image.ts'
import { programmeOf } from './certificate-of.ts'
import { DEFAULT_ACCENT } from '../kernel/colour.ts'
import { BadgeDoesNotFit, UnprintableCharacter } from './errors.ts'

export const PICTURE_TYPES = { png: 'image/png', svg: 'image/svg+xml' } as const
export type PictureFormat = keyof typeof PICTURE_TYPES

/** What is drawn, or the words for the picture that was uploaded in its place. */
export interface PictureContent extends BadgeContent {
  /** A cleaned PNG. */
  readonly uploaded?: Uint8Array
}

/** The picture of a version in one of its languages. */
export async function pictureContent(tx: Db, version: MicroCourseVersion, language: Language): Promise<PictureContent> {
  const { awarding } = await programmeOf(tx, version.programmeId)
  const uploaded = await loadPicture(tx, version)
  return {
    title: localised(version.title, language, version.baseLanguage),
    organisation: localised(awarding.displayName, language),
    accentColour: awarding.accentColour ?? DEFAULT_ACCENT,
    ...(uploaded ? { uploaded } : {}),
  }
}

const REMEMBERED = 100
const drawn = new Map<string, Promise<Uint8Array>>()

/** The same content gives the same bytes; the latest ones are remembered, since drawing costs half a second. */
export function drawPicture({ uploaded, ...content }: PictureContent, format: PictureFormat): Promise<Uint8Array> {
  if (uploaded) return uploadedPicture(uploaded, content, format)
  const key = JSON.stringify([format, content.title, content.organisation, content.accentColour, content.level])
  const known = drawn.get(key)
  if (known) return known
  const [oldest] = drawn.keys()
  if (oldest !== undefined && drawn.size >= REMEMBERED) drawn.delete(oldest)
  const picture = draw(content, format)
  drawn.set(key, picture)
  picture.catch(() => drawn.delete(key))
  return picture
}

async function uploadedPicture(png: Uint8Array, content: BadgeContent, format: PictureFormat): Promise<Uint8Array> {
  if (format === 'png') return png
  const { width } = await sharp(png).metadata()
  return Buffer.from(framedSvg(content, png, width))
}

/** Every achievement has a picture: a character without a glyph is left out, and words without room end in an ellipsis. */
async function draw(content: BadgeContent, format: PictureFormat): Promise<Uint8Array> {
  try {
    return format === 'png' ? await badgePng(content) : Buffer.from(await drawBadgeSvg(content))
  } catch (error) {
    const simpler = simplified(content, error)
    if (!simpler) throw error
    return draw(simpler, format)
  }
}

function simplified(content: BadgeContent, error: unknown): BadgeContent | null {
  if (!(error instanceof UnprintableCharacter) && !(error instanceof BadgeDoesNotFit)) return null
  const text = content[error.field as keyof BadgeContent] ?? ''
  const shorter =
    error instanceof UnprintableCharacter ? text.replaceAll(error.character, '') : `${shortened(text)}\u2026`
  return shorter.length < text.length ? { ...content, [error.field]: shorter } : null
}

/** Four fifths of a text, to the end of a word where there is one. */
function shortened(text: string): string {
  const part = Array.from(text.replace(/\u2026$/, ''))
  const start = part.slice(0, Math.floor(part.length * 0.8)).join('')
  return start.replace(/\s+\S*$/, '') || start
}
