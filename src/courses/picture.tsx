import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import type { PageContext } from '../pages/index.ts'
import type { MicroCourseVersion } from './version.ts'

interface PictureProps {
  readonly context: PageContext
  readonly version: MicroCourseVersion
}

/** The picture as badges carry it, uploaded or drawn, and which of the two it is. */
export function Picture({ context: { t, language }, version }: PictureProps): VNode {
  const { id, title, baseLanguage, pictureSha256, contentHash } = version
  const name = localised(title, language, baseLanguage)
  const isDrawn = pictureSha256 === null
  return (
    <figure class="badge-picture">
      <img
        src={`/courses/${id}/picture.png?of=${contentHash.slice(0, 12)}`}
        alt={t('courses.picture.alt', { name })}
        width={180}
        height={180}
      />
      <figcaption class="hint">{t(isDrawn ? 'courses.picture.drawn' : 'courses.picture.uploaded')}</figcaption>
    </figure>
  )
}
