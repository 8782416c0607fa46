/** What a message is about. Each kind has its texts `mail.<kind>.…` in every language. */
export const MESSAGE_KINDS = [
  'invitation',
  'password-link',
  'sign-in-link',
  'password-changed',
  'assessor-assigned',
  'submission-returned',
  'decision-released',
  'award-issued',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** Kinds that carry a link which lets its holder act as the reader. */
export const LINK_KINDS = ['invitation', 'password-link', 'sign-in-link'] as const satisfies readonly MessageKind[]
export type LinkKind = (typeof LINK_KINDS)[number]
/** Kinds that lead to a page which asks who is there. */
export type NoticeKind = Exclude<MessageKind, LinkKind>

export function isLinkKind(kind: MessageKind): kind is LinkKind {
  return (LINK_KINDS as readonly MessageKind[]).includes(kind)
}

/** `kept`: there is no mail server. `dropped`: nobody is to get it any more. `failed`: given up. */
export const MESSAGE_STATES = ['waiting', 'sent', 'kept', 'dropped', 'failed'] as const
