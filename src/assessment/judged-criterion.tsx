import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { LocalisedText, type PageContext } from '../pages/index.ts'
import { RULES } from './form-fields.ts'
import type { FrozenEvidence } from './frozen-evidence.ts'
import { NOT_EVIDENCED, type Mark } from './marks.ts'
import type { ComparedCriterion } from './read-assessment.ts'
import type { JudgementView } from './read-judgements.ts'
import type { CriterionJudgement } from './seal-rules.ts'

export function markWord({ t }: PageContext, mark: Mark): string {
  return mark === NOT_EVIDENCED ? t('assessment.notEvidenced') : t('assessment.levelOnly', { level: mark })
}

interface JudgedProps {
  readonly context: PageContext
  readonly judged: CriterionJudgement
  /** Where it stands on the same page: what is cited is then named and linked, and otherwise only counted. */
  readonly evidence: readonly FrozenEvidence[] | null
}

/** A judged criterion, to be read. */
export function JudgedCriterion({ context, judged, evidence }: JudgedProps): VNode {
  const { t } = context
  const failed = RULES.filter((rule) => !judged.rulesOfEvidence[rule])
  return (
    <>
      <p>
        <strong>{markWord(context, judged.mark)}</strong>
      </p>
      <p>
        <LocalisedText context={context} text={judged.rationale} />
      </p>
      {failed.length === 0 ? null : (
        <p class="muted">
          {t('assessment.rulesFailed', { rules: failed.map((rule) => t(`assessment.rule.${rule}`)).join(' · ') })}
          {judged.rulesOfEvidence.reason ? ` ${judged.rulesOfEvidence.reason}` : null}
        </p>
      )}
      <Cited context={context} judged={judged} evidence={evidence} />
    </>
  )
}

function Cited({ context, judged, evidence }: JudgedProps): VNode {
  const { t, language } = context
  const { evidenceVersionIds } = judged
  const count = t('assessment.citedCount', { count: evidenceVersionIds.length })
  if (evidence === null || evidenceVersionIds.length === 0) return <p class="muted">{count}</p>
  return (
    <>
      <p class="muted">{`${count}:`}</p>
      <ul>
        {evidence.map(({ versionId, title }, index) =>
          evidenceVersionIds.includes(versionId) ? (
            <li key={versionId}>
              <a href={`#evidence-${versionId}`}>{`${String(index + 1)} · ${localised(title, language)}`}</a>
            </li>
          ) : null,
        )}
      </ul>
    </>
  )
}

interface BothProps {
  readonly context: PageContext
  readonly criterion: ComparedCriterion
  readonly judgements: readonly JudgementView[]
  readonly evidence: readonly FrozenEvidence[] | null
}

/** What the two judged of one criterion, side by side. */
export function BothJudgements({ context, criterion, judgements, evidence }: BothProps): VNode {
  const { t } = context
  return (
    <div class="card-grid">
      {(['A', 'B'] as const).map((slot) => {
        const judged = criterion[slot]
        const author = judgements.find((one) => one.slot === slot && one.state === 'revealed')
        return (
          <section key={slot}>
            <h3>{`${t(`assessment.slot.${slot}`)} · ${author?.assessorName ?? ''}`}</h3>
            {judged ? (
              <JudgedCriterion context={context} judged={judged} evidence={evidence} />
            ) : (
              <p>{t('assessment.basis.carried_forward')}</p>
            )}
          </section>
        )
      })}
    </div>
  )
}
