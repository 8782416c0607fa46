import { isLanguage, type Language } from '../kernel/language.ts'

interface Wishes {
  /** `?lang=` of this request. */
  readonly query?: string | null | undefined
  /** What an earlier `?lang=` left behind. */
  readonly cookie?: string | null | undefined
  /** The language in the person's profile. */
  readonly person?: string | null | undefined
  readonly acceptLanguage?: string | null | undefined
}

/** The nearest wish that names a language we speak: this request, this browser, this person, the browser's list. */
export function negotiateLanguage(wishes: Wishes, fallback: Language = 'es'): Language {
  const said = [wishes.query, wishes.cookie, wishes.person].find((wish) => wish && isLanguage(wish))
  return (said as Language | undefined) ?? accepted(wishes.acceptLanguage ?? '') ?? fallback
}

function accepted(header: string): Language | undefined {
  return header
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { language: tag.split('-')[0] ?? '', weight: weight ? Number(weight.slice(2)) || 0 : 1 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language)
    .find(isLanguage)
}
