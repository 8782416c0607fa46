import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { InvalidInput } from '../access/index.ts'
import { handleForm, pageContext, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  Layout,
  PageHeader,
  Table,
  TextArea,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import type { Services } from '../services.ts'
import { formatDate } from '../texts/index.ts'
import { entryOf, RecognisedIssuersFile } from './recognised-issuer-routes.ts'
import {
  dropIssuer,
  importRecognisedIssuers,
  listRecognisedIssuers,
  recogniseIssuer,
  type RecognisedIssuerRow,
} from './recognised-issuers.ts'

const PATH = '/recognised-issuers'

interface PageProps {
  readonly context: PageContext
  readonly issuers: readonly RecognisedIssuerRow[]
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

export function RecognisedIssuersPage({ context, issuers, problem, values }: PageProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('issuers.recognised.title')} width="wide">
      <PageHeader title={t('issuers.recognised.title')} lead={t('issuers.recognised.lead')} />
      <ErrorSummary context={context} problem={problem} />
      {issuers.length === 0 ? (
        <EmptyState title={t('issuers.recognised.empty')}>{t('issuers.recognised.emptyHint')}</EmptyState>
      ) : (
        <IssuerTable context={context} issuers={issuers} />
      )}
      <Card title={t('issuers.recognised.add')}>
        <Form context={context} action={PATH} values={values} problem={problem}>
          <TextField name="name" label={t('issuers.recognised.name')} maxlength={200} required />
          <TextField
            name="issuerId"
            label={t('issuers.recognised.issuerId')}
            hint={t('issuers.recognised.issuerIdHint')}
            maxlength={2000}
            required
          />
          <TextArea
            name="note"
            label={t('issuers.recognised.note')}
            hint={t('issuers.recognised.noteHint')}
            rows={2}
            maxlength={1000}
          />
          <Actions>
            <Button>{t('issuers.recognised.addNow')}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('issuers.recognised.import')}>
        <Form context={context} action={`${PATH}/import`} multipart problem={problem}>
          <FileField
            name="file"
            label={t('issuers.recognised.importFile')}
            hint={t('issuers.recognised.importHint')}
            accept="application/json,.json"
            required
          />
          <Actions>
            <Button kind="secondary">{t('issuers.recognised.importNow')}</Button>
            <ButtonLink kind="quiet" href={`${PATH}.json`} download>
              {t('issuers.recognised.export')}
            </ButtonLink>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

function IssuerTable({ context, issuers }: Pick<PageProps, 'context' | 'issuers'>): VNode {
  const { t, language, timeZone } = context
  return (
    <Table
      caption={t('issuers.recognised.title')}
      rows={issuers}
      rowKey={({ id }) => id}
      columns={[
        { label: t('issuers.recognised.name'), isHeading: true, cell: ({ name }) => name },
        { label: t('issuers.recognised.issuerId'), cell: ({ issuerId }) => <code>{issuerId}</code> },
        { label: t('issuers.recognised.note'), cell: ({ note }) => note ?? '' },
        { label: t('issuers.recognised.addedAt'), cell: ({ addedAt }) => formatDate(addedAt, language, timeZone) },
        {
          label: t('issuers.recognised.drop'),
          cell: ({ id, name }) => (
            <Form context={context} action={`${PATH}/${id}/removal`} class="inline">
              <Button kind="quiet">
                {t('issuers.recognised.drop')}
                <span class="visually-hidden"> {name}</span>
              </Button>
            </Form>
          ),
        },
      ]}
    />
  )
}

export const recognisedIssuerPages: FeatureRoutes = (app, services) => {
  const config = { access: ['administrator'] } as const
  const page = async (request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> => (
    <RecognisedIssuersPage
      context={pageContext(request)}
      issuers={await listRecognisedIssuers(services, request.actor)}
      problem={problem}
      values={request.formValues}
    />
  )
  app.get(PATH, { config, schema: { hide: true } }, async (request, reply) => sendPage(reply, await page(request)))
  app.get(`${PATH}.json`, { config, schema: { hide: true } }, async (request, reply) => {
    const recognisedIssuers = (await listRecognisedIssuers(services, request.actor)).map(entryOf)
    return reply
      .header('content-disposition', 'attachment; filename="recognised-issuers.json"')
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify({ recognisedIssuers }, null, 2)}\n`)
  })
  const step = (path: string, done: string, act: (request: FastifyRequest) => Promise<unknown>): void => {
    app.post(`${PATH}${path}`, { config, schema: { hide: true } }, async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await act(request)
          return `${PATH}?done=issuers.done.${done}`
        },
        redisplay: (problem) => page(request, problem),
      }),
    )
  }
  step('', 'recognised', (request) => recogniseIssuer(services, request.actor, formEntry(request)))
  step('/import', 'imported', (request) => importFile(services, request))
  app.post(
    `${PATH}/:id/removal`,
    { config, schema: { hide: true, params: Type.Object({ id: Type.String({ format: 'uuid' }) }) } },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => {
          await dropIssuer(services, request.actor, request.params.id)
          return `${PATH}?done=issuers.done.dropped`
        },
        redisplay: (problem) => page(request, problem),
      }),
  )
}

function formEntry({ formValues }: FastifyRequest): { issuerId: string; name: string; note?: string } {
  const text = (name: string): string => {
    const value = formValues[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  return { issuerId: text('issuerId'), name: text('name'), ...(text('note') === '' ? {} : { note: text('note') }) }
}

async function importFile(services: Services, request: FastifyRequest): Promise<unknown> {
  const [file] = request.formFiles
  const list = file ? parsed(Buffer.from(file.content).toString('utf8')) : null
  if (!Value.Check(RecognisedIssuersFile, list)) {
    const { t } = pageContext(request)
    throw new InvalidInput({ errors: [{ pointer: '/file', detail: t('issuers.recognised.fileUnreadable') }] })
  }
  return importRecognisedIssuers(services, request.actor, list.recognisedIssuers)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}
