import type { VNode } from 'preact'
import { LANGUAGES, type Language, type LocalisedText } from '../kernel/language.ts'
import type { PageContext } from './context.ts'
import { TextArea, TextField } from './fields.tsx'

interface LocalisedFieldsProps {
  readonly context: PageContext
  /** The fields are `name.es`, `name.en` and `name.fi`. */
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  /** The language that the text is written in first, and has to have. */
  readonly base: Language
  readonly required?: boolean | undefined
  /** A text of several lines. */
  readonly rows?: number | undefined
  readonly maxlength?: number | undefined
  /** As of TextArea. */
  readonly keep?: string | undefined
}

/** One text in each language, the one it is written in first. */
export function LocalisedFields(props: LocalisedFieldsProps): VNode {
  const { context, name, label, hint, base, required, rows, maxlength, keep } = props
  return (
    <fieldset class="localised">
      <legend>{label}</legend>
      {hint ? <p class="hint">{hint}</p> : null}
      <div class="localised-fields">
        {[base, ...LANGUAGES.filter((one) => one !== base)].map((language) => {
          const field = {
            name: `${name}.${language}`,
            label: languageLabel(language, context.language),
            summaryName: `${label} (${languageName(language, context.language)})`,
            required: required === true && language === base,
            saysOptional: false,
            maxlength,
          }
          return rows === undefined ? (
            <TextField key={language} {...field} />
          ) : (
            <TextArea key={language} {...field} rows={rows} keep={keep && `${keep}/${name}.${language}`} />
          )
        })}
      </div>
    </fieldset>
  )
}

/** The name of a language in the reader's own, as it stands in a sentence. */
export function languageName(code: string, reader: Language): string {
  return new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code
}

/** The same with a capital, as labels have. */
export function languageLabel(code: string, reader: Language): string {
  const name = languageName(code, reader)
  return name.charAt(0).toLocaleUpperCase(reader) + name.slice(1)
}

/** What a stored text puts into the fields called `name`. */
export function localisedValues(name: string, text: LocalisedText): Record<string, string> {
  return Object.fromEntries(LANGUAGES.map((language) => [`${name}.${language}`, text[language] ?? '']))
}
