import type { ComponentChildren, VNode } from 'preact'
import { localised, type LocalisedText as Text } from '../kernel/language.ts'
import type { PageContext } from './context.ts'
import { Icon, type IconName } from './icons.tsx'
import { safeHref } from './safe-href.ts'

interface PageHeaderProps {
  readonly title: string
  /** A small line above the title: where this belongs. */
  readonly kicker?: string | undefined
  readonly lead?: ComponentChildren
  /** Where the reader came from. */
  readonly back?: { readonly href: string; readonly label: string } | undefined
  /** Badge and buttons beside the title. */
  readonly children?: ComponentChildren
}

/** The one h1 of a page. */
export function PageHeader({ title, kicker, lead, back, children }: PageHeaderProps): VNode {
  return (
    <header class="page-header">
      {back ? (
        <p class="back">
          <a href={safeHref(back.href)}>
            <span aria-hidden="true">←</span> {back.label}
          </a>
        </p>
      ) : null}
      {kicker ? <p class="kicker">{kicker}</p> : null}
      <h1>{title}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
      {children ? <div class="page-header-side">{children}</div> : null}
    </header>
  )
}

interface ButtonProps {
  readonly children?: ComponentChildren
  /** One primary a page; `danger` for what cannot be undone. */
  readonly kind?: 'primary' | 'secondary' | 'danger' | 'quiet' | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
  readonly disabled?: boolean | undefined
  /** Sends the form elsewhere than its own action. */
  readonly formaction?: string | undefined
  /** Sends what is there without the browser's own checks: for "save for later". */
  readonly formnovalidate?: boolean | undefined
}

export function Button({ kind = 'primary', children, formaction, ...rest }: ButtonProps): VNode {
  return (
    <button
      type="submit"
      class={`button button-${kind}`}
      formaction={formaction === undefined ? undefined : safeHref(formaction)}
      {...rest}
    >
      {children}
    </button>
  )
}

interface ButtonLinkProps {
  readonly href: string
  readonly kind?: ButtonProps['kind']
  readonly children?: ComponentChildren
  readonly download?: boolean | undefined
}

export function ButtonLink({ href, kind = 'secondary', download, children }: ButtonLinkProps): VNode {
  return (
    <a class={`button button-${kind}`} href={safeHref(href)} download={download}>
      {children}
    </a>
  )
}

/** Buttons in a row, the first one the one meant. */
export function Actions({ children }: { children?: ComponentChildren }): VNode {
  return <div class="actions">{children}</div>
}

interface CardProps {
  readonly title?: string | undefined
  readonly href?: string | undefined
  readonly aside?: ComponentChildren
  readonly children?: ComponentChildren
  readonly level?: 2 | 3 | undefined
  readonly id?: string | undefined
}

/** A part of a page with its heading; with `href` the heading leads on. */
export function Card({ title, href, aside, children, level = 2, id }: CardProps): VNode {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section class="card" id={id}>
      {title ? (
        <div class="card-head">
          <Heading class="card-title">{href ? <a href={safeHref(href)}>{title}</a> : title}</Heading>
          {aside}
        </div>
      ) : null}
      {children}
    </section>
  )
}

interface EmptyStateProps {
  readonly title: string
  readonly children?: ComponentChildren
}

/** Nothing here yet: says why, and what would make something appear. */
export function EmptyState({ title, children }: EmptyStateProps): VNode {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {typeof children === 'string' ? <p>{children}</p> : children}
    </div>
  )
}

export type Tone = 'good' | 'info' | 'attention' | 'bad' | 'neutral'

const TONE_ICONS: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  info: 'dot',
  attention: 'exclamation',
  bad: 'cross',
  neutral: 'dash',
}

/** A state in sign and word; colour only repeats what both say. */
export function StateBadge({ tone, label, icon }: { tone: Tone; label: string; icon?: IconName | undefined }): VNode {
  return (
    <span class={`badge tone-${tone}`}>
      <Icon name={icon ?? TONE_ICONS[tone]} />
      {label}
    </span>
  )
}

export type Outcome = 'passed' | 'failed' | 'unknown' | 'not-applicable'

export interface Fact {
  readonly outcome: Outcome
  readonly label: string
  readonly detail?: ComponentChildren
}

const OUTCOMES: Readonly<Record<Outcome, { tone: Tone; icon: IconName }>> = {
  passed: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'cross' },
  unknown: { tone: 'attention', icon: 'question' },
  'not-applicable': { tone: 'neutral', icon: 'dash' },
}

/** Facts one under another, each with sign, word and detail. */
export function FactList({ context: { t }, facts }: { context: PageContext; facts: readonly Fact[] }): VNode {
  return (
    <ul class="facts">
      {facts.map(({ outcome, label, detail }) => (
        <li key={label} class={`fact tone-${OUTCOMES[outcome].tone}`}>
          <Icon name={OUTCOMES[outcome].icon} label={t(`common.outcome.${outcome}`)} />
          <div>
            <p class="fact-label">{label}</p>
            {detail ? <p class="fact-detail">{detail}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  )
}

export interface Step {
  readonly label: string
  readonly state: 'done' | 'current' | 'ahead'
  readonly href?: string | undefined
}

/** How far a journey has come. */
export function Steps({ context: { t }, steps }: { context: PageContext; steps: readonly Step[] }): VNode {
  return (
    <ol class="steps">
      {steps.map(({ label, state, href }) => (
        <li key={label} class={`step step-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
          <span class="step-sign">{state === 'done' ? <Icon name="check" label={t('common.step.done')} /> : null}</span>
          {href ? <a href={safeHref(href)}>{label}</a> : <span>{label}</span>}
        </li>
      ))}
    </ol>
  )
}

interface DefinitionListProps {
  /** Rows without a value are left out. */
  readonly items: readonly { readonly term: string; readonly value: ComponentChildren }[]
}

export function DefinitionList({ items }: DefinitionListProps): VNode {
  return (
    <dl class="definitions">
      {items
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

interface LocalisedTextProps {
  readonly context: PageContext
  readonly text: Text
  /** The language the text was written in first. */
  readonly base?: PageContext['language'] | undefined
}

/** A text in the reader's language, or in one it exists in, and then marked as such for screen readers. */
export function LocalisedText({ context: { language }, text, base = 'es' }: LocalisedTextProps): VNode {
  const shown = localised(text, language, base)
  const found = (Object.keys(text) as (keyof Text)[]).find((code) => text[code] === shown)
  return <span lang={text[language] !== undefined || found === language ? undefined : found}>{shown}</span>
}
