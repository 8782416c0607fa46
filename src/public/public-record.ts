import { PUBLIC_ACTOR } from '../access/index.ts'
import {
  bakedBadge,
  certificateOf,
  drawCertificate,
  pictureOfCredential,
  type PictureFormat,
} from '../certificates/index.ts'
import { lookUpPublicly, type PublicCredential } from '../credentials/index.ts'
import type { Services } from '../services.ts'

type Needs = Pick<Services, 'database' | 'clock' | 'config'>

/** A credential whose page is on and whose bytes are there. */
export type OpenRecord = PublicCredential & { readonly signed: string }

/** Null for whatever is unknown, switched off or erased. */
export async function openRecord(services: Needs, iri: string): Promise<OpenRecord | null> {
  const record = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    lookUpPublicly(tx, { iri }),
  )
  return isOpen(record) ? record : null
}

function isOpen(record: PublicCredential | null): record is OpenRecord {
  return record?.visibility === 'link' && record.signed !== null
}

/** The certificate of a record: the same bytes for the same credential. */
export async function certificatePdf(services: Needs, record: OpenRecord): Promise<Uint8Array> {
  const content = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    certificateOf(tx, services.config, record),
  )
  return drawCertificate(content)
}

/** The picture of the achievement with a signed text inside: the same bytes for the same text. */
export async function bakedPicture(
  services: Needs,
  record: OpenRecord,
  format: PictureFormat,
  credential: string,
): Promise<Uint8Array> {
  const content = await services.database.transaction(PUBLIC_ACTOR, services.clock.now(), (tx) =>
    pictureOfCredential(tx, record.signed),
  )
  return bakedBadge(content, format, credential)
}
