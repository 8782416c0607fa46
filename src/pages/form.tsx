import { createContext, type ComponentChildren, type VNode } from 'preact'
import { useContext } from 'preact/hooks'
import type { FieldProblem } from '../kernel/domain-error.ts'
import { fieldMessage, problemText, type Translate } from '../texts/index.ts'
import type { FormValues, PageContext, PageProblem } from './context.ts'
import { FieldLabelsContext, type FieldLabels } from './field-labels.ts'
import { Icon } from './icons.tsx'
import { safeHref } from './safe-href.ts'

interface FormProps {
  readonly context: PageContext
  readonly action: string
  readonly method?: 'post' | 'get' | undefined
  /** True for forms with a FileField. */
  readonly multipart?: boolean | undefined
  /** What the form was refused with; its fields show their part of it. */
  readonly problem?: PageProblem | null | undefined
  /** What was sent, or what is stored: each field finds its value by its name. */
  readonly values?: FormValues | undefined
  readonly class?: string | undefined
  readonly id?: string | undefined
  readonly children?: ComponentChildren
}

interface FormState {
  readonly context: PageContext
  readonly problem: PageProblem | null
  readonly values: FormValues
}

const FormContext = createContext<FormState | null>(null)

/** A form with its CSRF token; the fields inside find their value and their error by their name. */
export function Form(props: FormProps): VNode {
  const { context, action, method = 'post', multipart, problem, values, children } = props
  return (
    <form
      action={safeHref(action)}
      method={method}
      enctype={multipart ? 'multipart/form-data' : undefined}
      class={props.class ?? 'form'}
      id={props.id}
    >
      {method === 'post' && context.csrfToken !== null ? (
        <input type="hidden" name="_csrf" value={context.csrfToken} />
      ) : null}
      <FormContext.Provider value={{ context, problem: problem ?? null, values: values ?? {} }}>
        {children}
      </FormContext.Provider>
    </form>
  )
}

export interface FieldState {
  readonly context: PageContext
  readonly id: string
  /** The remembered value. */
  readonly value: unknown
  readonly error: string | undefined
}

/** What the surrounding form knows about a field. Where it was refused, the summary calls it by `label`. */
export function useField(name: string, label: string): FieldState {
  const form = useContext(FormContext)
  const labels = useContext(FieldLabelsContext)
  if (!form) throw new Error(`the field ${name} stands outside a Form`)
  const { context, problem, values } = form
  const pointer = pointerOf(name)
  const found = problem?.errors?.find((error) => error.pointer === pointer)
  if (found && !labels.known.has(pointer)) labels.known.set(pointer, label)
  return {
    context,
    id: fieldId(pointer),
    value: values[name],
    error: found ? fieldMessage(context.t, found.detail) : undefined,
  }
}

/** `criteria.0.level` and `criteria[0][level]` are both `/criteria/0/level`. */
function pointerOf(name: string): string {
  return `/${name.replace(/\]/g, '').split(/[.[]/).join('/')}`
}

function fieldId(pointer: string): string {
  return `field${pointer.replace(/[^A-Za-z0-9]+/g, '-')}`
}

interface ErrorSummaryProps {
  readonly context: PageContext
  readonly problem: PageProblem | null | undefined
  /** Names by which fields are called here instead of by their labels, by field name. */
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** A refusal at the top of a form: what is wrong, what to do, and a link to every field concerned. */
export function ErrorSummary({ context: { t }, problem, labels = {} }: ErrorSummaryProps): VNode | null {
  const fields = useContext(FieldLabelsContext)
  if (!problem) return null
  fields.isAsked = true
  const { title, todo } = problemText(t, problem)
  return (
    <div class="notice notice-error error-summary" role="alert" tabindex={-1} id="error-summary">
      <Icon name="cross" />
      <div>
        <h2 class="notice-title">{title}</h2>
        <p>{todo}</p>
        {problem.errors && problem.errors.length > 0 ? (
          <ul>
            {problem.errors.map((error) => (
              <li key={error.pointer}>
                <a href={`#${fieldId(error.pointer)}`}>{summaryLine(t, error, labels, fields)}</a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}

function summaryLine(
  t: Translate,
  error: FieldProblem,
  labels: Readonly<Record<string, string>>,
  { known }: FieldLabels,
): string {
  const given = Object.entries(labels).find(([name]) => pointerOf(name) === error.pointer)?.[1]
  const label = given ?? known.get(error.pointer)
  const message = fieldMessage(t, error.detail)
  return label === undefined ? message : `${label}: ${message}`
}
