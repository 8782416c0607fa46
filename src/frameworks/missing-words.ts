import type { FieldProblem } from '../kernel/domain-error.ts'
import { languageName, type PageContext } from '../pages/index.ts'
import type { Framework } from './framework.ts'
import type { MissingPart } from './review-panel.tsx'

/** What a review still needs, in words and with a link to where it is written. */
export function missingInWords(
  { t, language }: PageContext,
  { id, items, baseLanguage }: Framework,
  missing: readonly FieldProblem[],
): readonly MissingPart[] {
  const base = languageName(baseLanguage, language)
  return missing.map(({ pointer }) => {
    const [, part, itemId, text] = pointer.split('/')
    const item = items.find((one) => one.id === itemId)
    if (item) {
      const what = text === 'title' ? 'frameworks.missing.itemTitle' : 'frameworks.missing.itemStatement'
      return { text: t(what, { code: item.code, language: base }), href: `/frameworks/${id}/items/${item.id}` }
    }
    return part === 'items'
      ? { text: t('frameworks.missing.competency'), href: `/frameworks/${id}/items/new?kind=competency` }
      : { text: t('frameworks.missing.title', { language: base }), href: `/frameworks/${id}/edit` }
  })
}
