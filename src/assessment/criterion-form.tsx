import type { VNode } from 'preact'
import { localised, LANGUAGES } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  CheckboxGroup,
  ErrorSummary,
  Form,
  RadioGroup,
  SelectField,
  StateBadge,
  TextArea,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import type { CriterionText } from './description-store.ts'
import type { FrozenEvidence } from './frozen-evidence.ts'
import { markKey, NOT_EVIDENCED_KEY, prefixed, RULES } from './form-fields.ts'
import { markWord } from './judged-criterion.tsx'
import type { CriterionJudgement } from './seal-rules.ts'
import type { WorkbenchCriterion } from './workbench.ts'

interface CriterionFormProps {
  readonly context: PageContext
  readonly judgementId: string
  readonly criterion: WorkbenchCriterion
  readonly evidence: readonly FrozenEvidence[]
  /** Of this criterion's form alone. */
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** One criterion: level, reasons, evidence. Saved by itself, so that nothing is lost between two criteria. */
export function CriterionForm({
  context,
  judgementId,
  criterion,
  evidence,
  problem,
  values,
}: CriterionFormProps): VNode {
  const { t, language } = context
  const { criterionId, judged, standing } = criterion
  const prefix = `c.${criterionId}`
  const found = prefixed(problem, prefix)
  return (
    <Card
      id={`criterion-${criterionId}`}
      title={localised(criterion.title, language)}
      aside={<Progress context={context} criterion={criterion} />}
    >
      <Form
        context={context}
        action={`/assessment/judgements/${judgementId}/criteria/${criterionId}#criterion-${criterionId}`}
        problem={found}
        values={values ?? storedValues(prefix, judged, language)}
      >
        <ErrorSummary context={context} problem={found} />
        {standing === null ? null : (
          <p class="muted">{t('assessment.standing', { mark: markWord(context, standing) })}</p>
        )}
        <MarkField context={context} name={`${prefix}.mark`} criterion={criterion} />
        <RationaleField
          context={context}
          name={`${prefix}.rationale`}
          keep={`judgement-${judgementId}-${criterionId}`}
        />
        {evidence.length === 0 ? null : (
          <CheckboxGroup
            name={`${prefix}.evidenceVersionIds`}
            label={t('assessment.cited')}
            hint={t('assessment.citedHint')}
            options={evidence.map(({ versionId, title, criterionIds }, index) => ({
              value: versionId,
              label: `${String(index + 1)} · ${localised(title, language)}`,
              hint: criterionIds.includes(criterionId) ? t('assessment.putForward') : undefined,
            }))}
            saysOptional={false}
          />
        )}
        <CheckboxGroup
          name={`${prefix}.rules`}
          label={t('assessment.rules')}
          hint={t('assessment.rulesHint')}
          options={RULES.map((rule) => ({ value: rule, label: t(`assessment.rule.${rule}`) }))}
          saysOptional={false}
        />
        <TextField
          name={`${prefix}.reason`}
          label={t('assessment.rulesReason')}
          maxlength={2000}
          saysOptional={false}
        />
        <Actions>
          <Button kind="secondary">{t('assessment.saveCriterion')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}

function Progress({ context: { t }, criterion }: { context: PageContext; criterion: WorkbenchCriterion }): VNode {
  const { judged, gap } = criterion
  if (!judged) return <StateBadge tone="neutral" label={t('assessment.open')} />
  return gap ? (
    <StateBadge tone="attention" label={t(`assessment.gap.${gap}`)} />
  ) : (
    <StateBadge tone="good" label={t('assessment.saved')} />
  )
}

interface MarkFieldProps {
  readonly context: PageContext
  readonly name: string
  readonly criterion: CriterionText
  readonly label?: string | undefined
}

/** The levels with their descriptors, one key each; 0 is "not evidenced", set apart at the end. */
export function MarkField({ context: { t, language }, name, criterion, label }: MarkFieldProps): VNode {
  const levels = criterion.levels.map(({ level, quality, descriptor }) => ({
    value: String(level),
    label:
      level === criterion.requiredLevel
        ? t('assessment.requiredLevel', { level, quality: localised(quality, language) })
        : t('assessment.level', { level, quality: localised(quality, language) }),
    hint: localised(descriptor, language),
  }))
  const none = { value: NOT_EVIDENCED_KEY, label: t('assessment.notEvidenced'), hint: t('assessment.notEvidencedHint') }
  return (
    <RadioGroup
      name={name}
      label={label ?? t('assessment.markLabel')}
      hint={t('assessment.markKeys')}
      options={[...levels, none]}
      required
      rating
    />
  )
}

interface RationaleFieldProps {
  readonly context: PageContext
  readonly name: string
  readonly keep: string
  readonly label?: string | undefined
}

/** A text with the language it is written in. */
export function RationaleField({ context, name, keep, label }: RationaleFieldProps): VNode {
  const { t } = context
  return (
    <>
      <TextArea name={name} label={label ?? t('assessment.rationale')} keep={keep} maxlength={10_000} required />
      <SelectField
        name={`${name}Language`}
        label={t('assessment.writtenIn')}
        options={LANGUAGES.map((code) => ({ value: code, label: t(`assessment.language.${code}`) }))}
        required
      />
    </>
  )
}

function storedValues(
  prefix: string,
  judged: CriterionJudgement | null,
  language: PageContext['language'],
): FormValues {
  const written = LANGUAGES.find((code) => (judged?.rationale[code] ?? '') !== '') ?? language
  const rules = RULES.filter((rule) => judged?.rulesOfEvidence[rule] ?? true)
  return {
    [`${prefix}.mark`]: judged ? markKey(judged.mark) : undefined,
    [`${prefix}.rationale`]: judged?.rationale[written] ?? '',
    [`${prefix}.rationaleLanguage`]: written,
    [`${prefix}.evidenceVersionIds`]: judged?.evidenceVersionIds ?? [],
    [`${prefix}.rules`]: rules,
    [`${prefix}.reason`]: judged?.rulesOfEvidence.reason ?? '',
  }
}
