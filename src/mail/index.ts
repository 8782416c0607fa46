export { isLinkKind, MESSAGE_KINDS, MESSAGE_STATES, type LinkKind, type MessageKind, type NoticeKind } from './kinds.ts'
export {
  countMessages,
  findMessage,
  findReader,
  listMessages,
  queueMessage,
  queueSending,
  reopenMessage,
  SEND_MAIL,
  settleMessage,
  type ListedMessage,
  type NewMessage,
} from './outbox-store.ts'
export { NotDelivered, smtpPostman, TROUBLES, type Letter, type Postman, type Trouble } from './postman.ts'
export { renderMessage, type MessageContent, type RenderedMessage } from './render-message.tsx'
export { composeMessage, mailErrand, type MailParts, type MakeLink } from './send-message.ts'
