import type { VNode } from 'preact'
import { describedBy, FieldError, Hint, Optional, type FieldProps, type Option } from './fields.tsx'
import { useField } from './form.tsx'

interface CheckboxFieldProps extends Omit<FieldProps, 'value'> {
  /** What is sent when ticked. */
  readonly value?: string | undefined
  /** Overrides what the form remembers. */
  readonly checked?: boolean | undefined
}

/** One box with its sentence; the text of `label` is what the person agrees to. */
export function CheckboxField(props: CheckboxFieldProps): VNode {
  const field = useField(props.name, props.label)
  const value = props.value ?? 'yes'
  const error = props.error ?? field.error
  return (
    <div class={error ? 'field field-invalid' : 'field'}>
      <FieldError field={field} text={error} />
      <div class="choice">
        <input
          type="checkbox"
          id={field.id}
          name={props.name}
          value={value}
          checked={props.checked ?? isRemembered(field.value, value)}
          required={props.required}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={describedBy(props, field)}
        />
        <label for={field.id}>{props.label}</label>
        <Hint field={field} text={props.hint} />
      </div>
    </div>
  )
}

interface GroupProps extends FieldProps {
  readonly options: readonly Option[]
  /** Short options in one row where there is room. */
  readonly inline?: boolean | undefined
  /** Marks the group as a criterion: the keys 0 to 4 choose its levels. */
  readonly rating?: boolean | undefined
}

/** One choice of several. */
export function RadioGroup(props: GroupProps): VNode {
  return <ChoiceGroup {...props} type="radio" />
}

/** Any number of several; all are sent under the same name. */
export function CheckboxGroup(props: Omit<GroupProps, 'rating'>): VNode {
  return <ChoiceGroup {...props} type="checkbox" />
}

function ChoiceGroup(props: GroupProps & { type: 'radio' | 'checkbox' }): VNode {
  const field = useField(props.name, props.label)
  const error = props.error ?? field.error
  const chosen = props.value === undefined ? field.value : props.value
  return (
    <fieldset
      class={`field choices${props.inline ? ' choices-inline' : ''}${error ? ' field-invalid' : ''}`}
      aria-describedby={describedBy(props, field)}
      data-rating={props.rating ? '' : undefined}
      id={field.id}
      tabindex={-1}
    >
      <legend>
        {props.label}
        <Optional field={field} isSilent={props.required === true || props.saysOptional === false} />
      </legend>
      <Hint field={field} text={props.hint} />
      <FieldError field={field} text={error} />
      {props.options.map((option, index) => {
        const id = `${field.id}-${String(index)}`
        return (
          <div class="choice" key={option.value}>
            <input
              type={props.type}
              id={id}
              name={props.name}
              value={option.value}
              checked={isRemembered(chosen, option.value)}
              disabled={option.disabled}
              required={props.type === 'radio' && props.required}
              aria-describedby={option.hint ? `${id}-hint` : undefined}
            />
            <label for={id}>{option.label}</label>
            {option.hint ? (
              <p class="hint" id={`${id}-hint`}>
                {option.hint}
              </p>
            ) : null}
          </div>
        )
      })}
    </fieldset>
  )
}

/** Forms send a single tick as a text and several as a list; JSON may send a boolean. */
function isRemembered(remembered: unknown, value: string): boolean {
  if (Array.isArray(remembered)) return remembered.includes(value)
  if (typeof remembered === 'number') return String(remembered) === value
  return remembered === value || remembered === true
}
