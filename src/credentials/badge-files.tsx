import type { VNode } from 'preact'
import { safeHref, type BadgeFile, type PageContext } from '../pages/index.ts'
import type { AwardListRow } from './award-store.ts'

const ORDER = ['png', 'svg', 'json', 'jwt'] as const satisfies readonly BadgeFile[]

interface BadgeFilesProps {
  readonly context: PageContext
  readonly award: AwardListRow
  /** Whether the issuer's keys stand on a domain, which a JWT needs. */
  readonly offersJwt: boolean
}

/** Every file that carries the badge of an award, what it is for, and how a picture keeps it. */
export function BadgeFiles({ context: { t }, award, offersJwt }: BadgeFilesProps): VNode {
  const hasJwt = offersJwt && award.visibility === 'link' && award.state === 'issued' && award.credentialId !== null
  const addresses: Partial<Record<BadgeFile, string>> = {
    png: `/awards/${award.id}/badge.png`,
    svg: `/awards/${award.id}/badge.svg`,
    json: `/awards/${award.id}/credential.json`,
    ...(hasJwt ? { jwt: `/credentials/${award.credentialId}.jwt` } : {}),
  }
  return (
    <details>
      <summary>{t('credentials.mine.files')}</summary>
      <p>{t('credentials.mine.filesLead')}</p>
      <ul>
        {ORDER.flatMap((file) => {
          const address = addresses[file]
          if (address === undefined) return []
          return [
            <li key={file}>
              <a href={safeHref(address)} download>
                {t(`verification.file.${file}`)}
              </a>
              {'. '}
              {t(`credentials.mine.file.${file}`)}
            </li>,
          ]
        })}
      </ul>
    </details>
  )
}
