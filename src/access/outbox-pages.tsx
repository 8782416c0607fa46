import type { VNode } from 'preact'
import type { ListedMessage, RenderedMessage } from '../mail/index.ts'
import {
  Button,
  Card,
  EmptyState,
  Form,
  Layout,
  Notice,
  PageHeader,
  Pagination,
  StateBadge,
  Table,
  type PageContext,
  type Tone,
} from '../pages/index.ts'
import { formatDateTime } from '../texts/index.ts'
import type { OutboxPart } from './outbox.ts'

interface OutboxPageProps {
  readonly context: PageContext
  readonly part: OutboxPart
  /** Whether the service sends mail. */
  readonly sendsMail: boolean
  readonly isReadHere: boolean
}

const TONES: Readonly<Record<ListedMessage['state'], Tone>> = {
  waiting: 'attention',
  sent: 'good',
  kept: 'neutral',
  dropped: 'neutral',
  failed: 'bad',
}

/** Messages and their state; never what they say, since some let their reader act as the person. */
export function OutboxPage({ context, part, sendsMail, isReadHere }: OutboxPageProps): VNode {
  const { t, language, timeZone } = context
  return (
    <Layout context={context} title={t('access.outbox.title')} width="wide">
      <PageHeader title={t('access.outbox.title')} lead={t('access.outbox.lead')} />
      {sendsMail ? null : (
        <Notice kind="warning" title={t('access.outbox.noServer')}>
          {t(isReadHere ? 'access.outbox.readHereHint' : 'access.outbox.noServerHint')}
        </Notice>
      )}
      {part.messages.length === 0 ? (
        <EmptyState title={t('access.outbox.empty')}>{t('access.outbox.emptyHint')}</EmptyState>
      ) : (
        <Table
          caption={t('access.outbox.title')}
          rows={part.messages}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t('access.outbox.reader'),
              isHeading: true,
              cell: ({ name }) => name,
            },
            { label: t('access.email'), cell: ({ address }) => address },
            { label: t('access.outbox.about'), cell: ({ kind }) => t(`mail.${kind}.subject`) },
            {
              label: t('access.outbox.written'),
              cell: ({ createdAt }) => formatDateTime(createdAt, language, timeZone),
            },
            {
              label: t('access.outbox.state'),
              cell: (message) => (
                <>
                  <MessageState context={context} message={message} />
                  <MessageStep context={context} message={message} sendsMail={sendsMail} isReadHere={isReadHere} />
                </>
              ),
            },
          ]}
        />
      )}
      <Pagination context={context} next={part.next === null ? null : `/outbox?before=${part.next}`} />
    </Layout>
  )
}

function MessageState({ context, message }: { context: PageContext; message: ListedMessage }): VNode {
  const { t } = context
  const { state, trouble, replyCode, attempts } = message
  return (
    <>
      <StateBadge tone={TONES[state]} label={t(`access.outbox.state.${state}`)} />
      {trouble === null ? null : (
        <p class="muted">
          {t(`access.outbox.trouble.${trouble}`)}
          {replyCode === null ? '' : ` (${replyCode})`} · {t('access.outbox.attempts', { count: attempts })}
        </p>
      )}
    </>
  )
}

interface MessageStepProps extends Omit<OutboxPageProps, 'part'> {
  readonly message: ListedMessage
}

function MessageStep({ context, message: { id, state }, sendsMail, isReadHere }: MessageStepProps): VNode | null {
  const { t } = context
  if (state === 'kept' && isReadHere) {
    return (
      <Form context={context} action={`/outbox/${id}/reading`} class="inline">
        <Button kind="secondary">{t('access.outbox.read')}</Button>
      </Form>
    )
  }
  if (!sendsMail || (state !== 'failed' && state !== 'kept')) return null
  return (
    <Form context={context} action={`/outbox/${id}/sending`} class="inline">
      <Button kind="secondary">{t('access.outbox.send')}</Button>
    </Form>
  )
}

/** In place of a mail program, while developing. */
export function KeptMessagePage({ context, message }: { context: PageContext; message: RenderedMessage }): VNode {
  const { t } = context
  return (
    <Layout context={context} title={message.subject} width="narrow" isPrivate>
      <PageHeader
        title={message.subject}
        lead={t('access.outbox.readLead')}
        back={{ href: '/outbox', label: t('access.outbox.title') }}
      />
      <Card title={t('access.outbox.readText')}>
        <pre class="message">{message.text}</pre>
      </Card>
    </Layout>
  )
}
