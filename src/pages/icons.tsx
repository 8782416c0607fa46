import type { VNode } from 'preact'

const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  clock: 'M12 6.5V12l3.5 2.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  renew: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4',
  pause: 'M9 6v12M15 6v12',
  exclamation: 'M12 5v9M12 18.2v.3',
  question: 'M8.8 9a3.2 3.2 0 1 1 4.9 2.7c-1 .7-1.7 1.3-1.7 2.6M12 18.2v.3',
  lock: 'M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  info: 'M12 11v7M12 6.2v.3',
  dash: 'M6.5 12h11',
  dot: 'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  pen: 'M5 19l1-4L16 5l3 3L9 18z',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  file: 'M7 3.5h7l4 4V20.5H7zM14 3.5v4h4',
} as const

export type IconName = keyof typeof PATHS

/** A drawn sign; `label` when it says something that no word beside it says. */
export function Icon({ name, label }: { name: IconName; label?: string | undefined }): VNode {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="2.25"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...(label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label })}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The product's mark: two arcs, two judges, one badge. */
export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path class="mark-one" d="M16 3a13 13 0 0 0 0 26z" />
      <path class="mark-two" d="M16 3a13 13 0 0 1 0 26" />
      <path class="mark-tick" d="M10.5 16.5l4 4 7.5-8.5" />
    </svg>
  )
}
