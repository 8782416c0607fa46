import type { ComponentChildren, VNode } from 'preact'
import { hasText, type Translate } from '../texts/index.ts'
import type { PageNotice } from './context.ts'
import { Icon, type IconName } from './icons.tsx'

export type NoticeKind = PageNotice['kind'] | 'error'

const ICONS: Readonly<Record<NoticeKind, IconName>> = {
  success: 'check',
  info: 'info',
  warning: 'exclamation',
  error: 'cross',
}

interface NoticeProps {
  readonly kind?: NoticeKind | undefined
  readonly title?: string | undefined
  readonly children?: ComponentChildren
}

/** A remark set apart from the page: sign, title, text. */
export function Notice({ kind = 'info', title, children }: NoticeProps): VNode {
  return (
    <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={ICONS[kind]} />
      <div>
        {title ? <p class="notice-title">{title}</p> : null}
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
    </div>
  )
}

const DONE_KEY = /^[a-z]+\.done\.[A-Za-z0-9-]+$/

/**
 * The notice that a redirect asks for by `?done=area.done.step`: a step that succeeded answers 303 to such an address.
 * Only keys of that form are read, so a forged link can at most show one of our own confirmations.
 */
export function noticeOfDone(t: Translate, done: unknown): PageNotice | null {
  return typeof done === 'string' && DONE_KEY.test(done) && hasText(done) ? { kind: 'success', text: t(done) } : null
}
