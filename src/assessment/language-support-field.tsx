import type { VNode } from 'preact'
import { SelectField, type PageContext } from '../pages/index.ts'

const SUPPORTS = ['assessor_reads_language', 'human_summary_en', 'machine_translation_reviewed'] as const

export function LanguageSupportField({ context: { t } }: { context: PageContext }): VNode {
  return (
    <SelectField
      name="languageSupport"
      label={t('assessment.languageSupport')}
      placeholder={t('common.choose')}
      options={SUPPORTS.map((support) => ({ value: support, label: t(`assessment.support.${support}`) }))}
      required
    />
  )
}
