import type { Role } from '../kernel/actor.ts'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { Language } from '../kernel/language.ts'
import type { Translate } from '../texts/index.ts'

/** What every page is given: the reader, the language and the place. Built once a request, at the edge. */
export interface PageContext {
  readonly language: Language
  readonly t: Translate
  /** The reader's time zone, or the programme's. */
  readonly timeZone: string
  readonly person: PagePerson | null
  /** Null for a reader without a session, who then has no form that changes anything. */
  readonly csrfToken: string | null
  /** Path of this page, without query; language links and the current menu entry follow it. */
  readonly path: string
  /** What else opens this page as it is: `kind=link&…`, without language and notice. */
  readonly query?: string | undefined
  readonly publicUrl: string
  /** What the step before this page brought about, told once at the top. */
  readonly notice?: PageNotice | null | undefined
}

export interface PagePerson {
  /** Keeps the drafts of two people on one device apart. */
  readonly id?: string | undefined
  readonly name: string
  readonly roles: readonly Role[]
  readonly programmeTitle?: string | undefined
}

export interface PageNotice {
  readonly kind: 'success' | 'info' | 'warning'
  readonly text: string
}

/** The members of an RFC 9457 problem that a page shows. */
export interface PageProblem {
  readonly status?: number | undefined
  readonly code?: string | undefined
  readonly title?: string | undefined
  readonly detail?: string | undefined
  readonly errors?: readonly FieldProblem[] | undefined
}

/** A form's values as they were sent, to be shown again after a refusal. */
export type FormValues = Readonly<Record<string, unknown>>
