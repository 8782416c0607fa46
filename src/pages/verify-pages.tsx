import type { VNode } from 'preact'
import { Button, Card, PageHeader } from './content.tsx'
import type { FormValues, PageContext, PageProblem } from './context.ts'
import { FileField, TextArea, TextField } from './fields.tsx'
import { ErrorSummary, Form } from './form.tsx'
import { Layout } from './layout.tsx'

interface VerifyFormPageProps {
  readonly context: PageContext
  readonly problem?: PageProblem | null | undefined
  readonly values?: FormValues | undefined
}

/** Four ways in, each a form of its own: `GET /verify?code=`, and `POST /verify` with `file`, `url` or `text`. */
export function VerifyFormPage({ context, problem, values }: VerifyFormPageProps): VNode {
  const { t } = context
  const form = { context, action: '/verify', problem, values } as const
  return (
    <Layout context={context} title={t('verification.form.title')} width="narrow">
      <PageHeader title={t('verification.form.title')} lead={t('verification.form.lead')} />
      <ErrorSummary context={context} problem={problem} />
      <Card title={t('verification.form.codeTitle')}>
        <Form {...form} method="get">
          <TextField
            name="code"
            label={t('verification.form.code')}
            hint={t('verification.form.codeHint')}
            autocomplete="off"
            maxlength={300}
            required
          />
          <Button>{t('verification.form.codeSubmit')}</Button>
        </Form>
      </Card>
      <Card title={t('verification.form.fileTitle')}>
        <Form {...form} multipart>
          <FileField
            name="file"
            label={t('verification.form.file')}
            hint={t('verification.form.fileHint')}
            accept=".json,.jsonld,.jwt,.jws,.txt,.png,.svg,.pdf"
            multiple
            required
          />
          <Button kind="secondary">{t('verification.form.fileSubmit')}</Button>
        </Form>
      </Card>
      <Card title={t('verification.form.urlTitle')}>
        <Form {...form} multipart>
          <TextField
            name="url"
            type="url"
            label={t('verification.form.url')}
            hint={t('verification.form.urlHint')}
            required
          />
          <Button kind="secondary">{t('verification.form.urlSubmit')}</Button>
        </Form>
      </Card>
      <Card title={t('verification.form.pasteTitle')}>
        <Form {...form} multipart>
          <TextArea
            name="text"
            label={t('verification.form.paste')}
            hint={t('verification.form.pasteHint')}
            rows={6}
            required
          />
          <Button kind="secondary">{t('verification.form.pasteSubmit')}</Button>
        </Form>
      </Card>
    </Layout>
  )
}
