import type { VNode } from 'preact'
import { languageName, SelectField, type PageContext } from '../pages/index.ts'
import { formatList } from '../texts/index.ts'
import type { Workbench } from './workbench.ts'

const SUPPORTS = ['assessor_reads_language', 'human_summary_en', 'machine_translation_reviewed'] as const

/** How the evidence is read. "In its own language" is offered where the judge reads it; otherwise it is said why not. */
export function LanguageSupportField({ context, bench }: { context: PageContext; bench: Workbench }): VNode {
  const { t, language } = context
  const { unreadLanguages, judgement } = bench
  const offered = unreadLanguages.length === 0 ? SUPPORTS : SUPPORTS.filter((one) => one !== 'assessor_reads_language')
  const names = unreadLanguages.map((code) => languageName(code, language))
  return (
    <>
      <SelectField
        name="languageSupport"
        label={t('assessment.languageSupport')}
        placeholder={t('common.choose')}
        options={offered.map((support) => ({ value: support, label: t(`assessment.support.${support}`) }))}
        required
      />
      {names.length === 0 ? null : (
        <p class="hint">
          {t('assessment.unread', { languages: formatList(names, language) })}{' '}
          <a href={`/assessment/languages?judgement=${judgement.id}`}>{t('assessment.unreadLink')}</a>
        </p>
      )}
    </>
  )
}
