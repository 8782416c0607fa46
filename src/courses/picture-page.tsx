import type { VNode } from 'preact'
import { Actions, Button, Card, FileField, Form } from '../pages/index.ts'
import { MAX_PICTURE_BYTES } from './clean-picture.ts'
import { PartForm, type PartPageProps } from './part-form.tsx'
import { Picture } from './picture.tsx'

/** The picture of the badge: the one there is, another in its place, or the drawn one again. */
export function PicturePage(props: PartPageProps): VNode {
  const { context, version } = props
  const { t } = context
  return (
    <PartForm
      {...props}
      title={t('courses.picture.title')}
      lead={t('courses.picture.lead')}
      path="picture"
      stored={{}}
      multipart
      labels={{ file: t('courses.picture.file') }}
      after={
        version.pictureSha256 === null ? null : (
          <Card title={t('courses.picture.drawnAgain')}>
            <p>{t('courses.picture.drawnAgainHint')}</p>
            <Form context={context} action={`/courses/${version.id}/picture/removal`}>
              <Actions>
                <Button kind="secondary">{t('courses.picture.remove')}</Button>
              </Actions>
            </Form>
          </Card>
        )
      }
    >
      <Picture context={context} version={version} />
      <FileField
        name="file"
        label={t('courses.picture.file')}
        hint={t('courses.picture.fileHint')}
        accept="image/png,image/jpeg,image/webp,image/svg+xml"
        maxBytes={MAX_PICTURE_BYTES}
        required
      />
    </PartForm>
  )
}
