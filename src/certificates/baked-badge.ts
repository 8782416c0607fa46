import type { Db } from '../database/index.ts'
import { drawPicture, pictureContent, type PictureContent, type PictureFormat } from './achievement-picture.ts'
import { bakePng } from './bake-png.ts'
import { bakeSvg } from './bake-svg.ts'
import { languageOf, versionOf } from './certificate-of.ts'
import { parseSigned } from './signed-document.ts'

/** What stands on the picture of the achievement that a signed credential of ours is about. */
export async function pictureOfCredential(tx: Db, signed: string): Promise<PictureContent> {
  const { achievement } = parseSigned(signed).credentialSubject
  return pictureContent(tx, await versionOf(tx, achievement.id), languageOf(achievement.inLanguage))
}

/** The picture with a signed text inside: JSON with its proofs, or a compact JWS. */
export async function bakedBadge(
  content: PictureContent,
  format: PictureFormat,
  credential: string,
): Promise<Uint8Array> {
  const picture = await drawPicture(content, format)
  if (format === 'png') return bakePng(picture, credential)
  return Buffer.from(bakeSvg(Buffer.from(picture).toString(), credential))
}

const LONGEST_NAME = 60

/** A name that tells what the file is wherever it is saved: the badge in plain letters, and its number. */
export function badgeFileName(signed: string, code: string, extension: string): string {
  const words = parseSigned(signed)
    .name.normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  while (words.length > 1 && words.join('-').length > LONGEST_NAME) words.pop()
  return `${(words.join('-') || 'badge').slice(0, LONGEST_NAME)}-${code}.${extension}`
}
