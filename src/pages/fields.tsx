import type { ComponentChildren, VNode } from 'preact'
import { useField, type FieldState } from './form.tsx'

/** Common to all fields; `name` doubles as JSON pointer with dots for slashes (`criteria.0.level`). */
export interface FieldProps {
  readonly name: string
  readonly label: string
  /** What the summary of a refused form calls the field, where the label alone does not say it. */
  readonly summaryName?: string | undefined
  readonly hint?: string | undefined
  readonly required?: boolean | undefined
  /** False where what surrounds the field says already whether it may stay empty. */
  readonly saysOptional?: boolean | undefined
  /** Overrides the form's own value for this name. */
  readonly value?: string | number | null | undefined
  /** Overrides the error that the form's problem has at this field. */
  readonly error?: string | undefined
}

export interface Option {
  readonly value: string
  readonly label: string
  readonly hint?: string | undefined
  readonly disabled?: boolean | undefined
}

type TextType = 'text' | 'email' | 'password' | 'url' | 'tel' | 'search' | 'number'

interface TextFieldProps extends FieldProps {
  readonly type?: TextType | undefined
  readonly autocomplete?: string | undefined
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url' | undefined
  readonly maxlength?: number | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly step?: number | 'any' | undefined
  /** For short values such as codes and numbers. */
  readonly short?: boolean | undefined
}

export function TextField(props: TextFieldProps): VNode {
  const field = useField(props.name, props.summaryName ?? props.label)
  return (
    <Field {...props} field={field}>
      <input
        {...controlAttributes(props, field, props.type ?? 'text')}
        value={props.type === 'password' ? undefined : textValue(props, field)}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        min={props.min}
        max={props.max}
        step={props.step}
        class={props.short ? 'short' : undefined}
      />
    </Field>
  )
}

interface TextAreaProps extends FieldProps {
  readonly rows?: number | undefined
  readonly maxlength?: number | undefined
  /** Name under which the browser keeps an unsent draft; unique for each thing written about. */
  readonly keep?: string | undefined
}

export function TextArea(props: TextAreaProps): VNode {
  const field = useField(props.name, props.summaryName ?? props.label)
  return (
    <Field {...props} field={field}>
      <textarea
        {...controlAttributes(props, field)}
        rows={props.rows ?? 5}
        maxlength={props.maxlength}
        data-keep={props.keep}
        value={textValue(props, field)}
      />
    </Field>
  )
}

export function DateField(props: FieldProps & { min?: string | undefined; max?: string | undefined }): VNode {
  const field = useField(props.name, props.summaryName ?? props.label)
  return (
    <Field {...props} field={field}>
      <input
        {...controlAttributes(props, field)}
        type="date"
        class="short"
        min={props.min}
        max={props.max}
        value={textValue(props, field)}
      />
    </Field>
  )
}

interface FileFieldProps extends FieldProps {
  readonly accept?: string | undefined
  readonly multiple?: boolean | undefined
  /** Told before anything is sent, where there is script. */
  readonly maxBytes?: number | undefined
}

export function FileField(props: FileFieldProps): VNode {
  const field = useField(props.name, props.summaryName ?? props.label)
  return (
    <Field {...props} field={field}>
      <input
        {...controlAttributes(props, field)}
        type="file"
        accept={props.accept}
        multiple={props.multiple}
        data-max-bytes={props.maxBytes}
        data-too-large={props.maxBytes === undefined ? undefined : field.context.t('common.field.tooLarge')}
      />
    </Field>
  )
}

interface SelectFieldProps extends FieldProps {
  readonly options: readonly Option[]
  /** The first, empty entry; left out when a value is always chosen. */
  readonly placeholder?: string | undefined
}

export function SelectField(props: SelectFieldProps): VNode {
  const field = useField(props.name, props.summaryName ?? props.label)
  const chosen = textValue(props, field)
  return (
    <Field {...props} field={field}>
      <select {...controlAttributes(props, field)}>
        {props.placeholder === undefined ? null : <option value="">{props.placeholder}</option>}
        {props.options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function HiddenField({ name, value }: { name: string; value: string | number }): VNode {
  return <input type="hidden" name={name} value={value} />
}

/** Label, hint and error around one control. */
function Field({
  label,
  hint,
  required,
  saysOptional,
  error,
  field,
  children,
}: FieldProps & { field: FieldState; children: VNode }): VNode {
  const shown = error ?? field.error
  return (
    <div class={shown ? 'field field-invalid' : 'field'}>
      <label for={field.id}>
        {label}
        <Optional field={field} isSilent={required === true || saysOptional === false} />
      </label>
      <Hint field={field} text={hint} />
      <FieldError field={field} text={shown} />
      {children}
    </div>
  )
}

export function Optional({ field, isSilent }: { field: FieldState; isSilent: boolean }): VNode | null {
  return isSilent ? null : <span class="optional"> {field.context.t('common.field.optional')}</span>
}

export function Hint({ field, text }: { field: FieldState; text?: ComponentChildren }): VNode | null {
  return text ? (
    <p class="hint" id={`${field.id}-hint`}>
      {text}
    </p>
  ) : null
}

export function FieldError({ field, text }: { field: FieldState; text: string | undefined }): VNode | null {
  return text ? (
    <p class="field-error" id={`${field.id}-error`}>
      <span class="visually-hidden">{field.context.t('common.field.error')} </span>
      {text}
    </p>
  ) : null
}

/** The ids that describe a control, for `aria-describedby`. */
export function describedBy(props: Pick<FieldProps, 'hint' | 'error'>, field: FieldState): string | undefined {
  const ids = [props.hint ? `${field.id}-hint` : '', (props.error ?? field.error) ? `${field.id}-error` : '']
  return ids.filter(Boolean).join(' ') || undefined
}

function controlAttributes(
  props: FieldProps,
  field: FieldState,
  type?: TextType,
): Record<string, string | boolean | undefined> {
  return {
    type,
    id: field.id,
    name: props.name,
    required: props.required,
    'aria-invalid': (props.error ?? field.error) ? 'true' : undefined,
    'aria-describedby': describedBy(props, field),
  }
}

function textValue(props: FieldProps, field: FieldState): string {
  const value = props.value === undefined ? field.value : props.value
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
