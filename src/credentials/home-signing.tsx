import type { VNode } from 'preact'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  FileField,
  Form,
  Notice,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import type { AwardListRow } from './award-store.ts'

export const BUNDLE_PATH = '/awards/endorsement-bundle.json'
export const SIGNED_PATH = '/awards/signed-endorsements'

interface HomeSigningProps {
  readonly context: PageContext
  readonly problem: PageProblem | undefined
  /** Readied awards that wait for the signature of this organisation. */
  readonly rows: readonly AwardListRow[]
}

/** For the signatory of a partner that keeps its key itself: the bundle out, and the signed one back in. */
export function HomeSigningCard({ context, problem, rows }: HomeSigningProps): VNode | null {
  const { t } = context
  const programmeIds = [...new Set(rows.map(({ programmeId }) => programmeId))]
  if (rows.length === 0) return null
  return (
    <Card title={t('credentials.atHome.title', { count: rows.length })}>
      <Notice>{t('credentials.atHome.lead')}</Notice>
      <Actions>
        {programmeIds.map((programmeId) => (
          <ButtonLink key={programmeId} kind="secondary" href={`${BUNDLE_PATH}?programmeId=${programmeId}`} download>
            {t('credentials.atHome.download')}
          </ButtonLink>
        ))}
      </Actions>
      <p>
        <code>insignia endorse endorsement-bundle.json --keys FILE --out signed.json</code>
      </p>
      <Form context={context} action={SIGNED_PATH} multipart problem={problem}>
        <FileField
          name="file"
          label={t('credentials.atHome.file')}
          hint={t('credentials.atHome.fileHint')}
          accept="application/json,.json"
          required
        />
        <Actions>
          <Button>{t('credentials.atHome.bringBack')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}
