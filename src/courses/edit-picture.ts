import type { Actor } from '../access/index.ts'
import { recordEdit, requireEditable, type AuthoringDeps } from '../frameworks/index.ts'
import { sha256Hex } from '../kernel/hash.ts'
import { cleanPicture } from './clean-picture.ts'
import { keepPicture, loadVersion, lockVersion, moveVersion, reviewableVersion, updateVersion } from './course-store.ts'
import { readEditable, type ReadDeps } from './find-courses.ts'
import { versionHash } from './version.ts'

type Needs = AuthoringDeps & ReadDeps

/** Gives a draft a picture of its own. Throws `InvalidInput` for what is no picture, and what `editVersion` throws. */
export async function setPicture(services: Needs, actor: Actor, versionId: string, upload: Uint8Array): Promise<void> {
  // Nothing of a stranger's file is looked into for somebody who may not edit.
  const { programmeId } = await readEditable(services, actor, versionId)
  const content = await cleanPicture(upload)
  await write(services, actor, versionId, { programmeId, sha256: sha256Hex(content), content })
}

/** Back to the picture that is drawn. */
export async function removePicture(services: Needs, actor: Actor, versionId: string): Promise<void> {
  await readEditable(services, actor, versionId)
  await write(services, actor, versionId, null)
}

async function write(
  services: Needs,
  actor: Actor,
  versionId: string,
  picture: { readonly programmeId: string; readonly sha256: string; readonly content: Uint8Array } | null,
): Promise<void> {
  const at = services.clock.now()
  await services.database.transaction(actor, at, async (tx) => {
    const moment = { tx, actor, at }
    const before = await lockVersion(tx, versionId)
    await requireEditable(moment, reviewableVersion(before))
    if (picture) await keepPicture(tx, { ...picture, createdAt: at })
    await updateVersion(tx, versionId, { pictureSha256: picture?.sha256 ?? null })
    const contentHash = versionHash(await loadVersion(tx, versionId))
    await recordEdit(moment, reviewableVersion(before), contentHash, moveVersion)
  })
}
