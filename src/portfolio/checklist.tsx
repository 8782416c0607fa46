import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import { ButtonLink, Actions, Card, safeHref, StateBadge, type PageContext, type Tone } from '../pages/index.ts'
import { formatDay } from '../texts/index.ts'
import { missingText } from './page-parts.tsx'
import type { Missing } from './missing.ts'
import type { SubmissionEvidence } from './submission-store.ts'
import type { SubmissionView } from './view-submission.ts'

interface ChecklistProps {
  readonly context: PageContext
  readonly view: SubmissionView
  /** Whether it stands above the criteria themselves, or leads to the page that has them. */
  readonly isHere: boolean
}

/** One line a thing that is missing, each leading to where it can be put right. */
export function Checklist({ context, view, isHere }: ChecklistProps): VNode {
  const { t } = context
  const { missing, course, submission, isOwner } = view
  const path = `/portfolio/submissions/${submission.id}`
  return (
    <Card
      title={missing.length === 0 ? t('portfolio.nothingMissing') : t('portfolio.whatIsMissing')}
      aside={missing.length > 0 ? <span class="count">{missing.length}</span> : null}
    >
      {missing.length > 0 ? (
        <ul class="tasks">
          {missing.map((one) => (
            <li key={`${one.code}-${one.subjectId}`}>
              <a href={safeHref(`${isHere ? '' : path}#${anchorOf(one, submission.items)}`)}>
                {missingText(context, one, course, submission.items)}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      <div id="requirements">
        <Requirements context={context} view={view} />
        <Window context={context} view={view} />
      </div>
      {isHere && isOwner && missing.length === 0 ? (
        <Actions>
          <ButtonLink kind="primary" href={`${path}/hand-in`}>
            {t('portfolio.handIn')}
          </ButtonLink>
        </Actions>
      ) : null}
    </Card>
  )
}

function anchorOf({ code, subjectId }: Missing, items: readonly SubmissionEvidence[]): string {
  if (code.startsWith('criterion')) return `criterion-${subjectId}`
  const criterionId = items.find(({ version }) => version.id === subjectId)?.criterionId
  return criterionId ? `criterion-${criterionId}` : 'requirements'
}

/** What the micro-course asks for in all; nothing by number where prior learning is recognised. */
function Requirements({ context, view }: Omit<ChecklistProps, 'isHere'>): VNode {
  const { t, language } = context
  const { course, submission } = view
  if (submission.route === 'rpl') return <p>{t('portfolio.rplHint')}</p>
  return (
    <>
      <h3>{t('portfolio.requirements')}</h3>
      <ul class="tasks">
        {course.requirements.map(({ id, description, minimum, acceptedTypes }) => {
          const { tone, label } = requirementState(context, view, id)
          return (
            <li key={id}>
              <span>
                {t('portfolio.requirement', { text: localised(description, language, course.baseLanguage), minimum })}
              </span>
              <StateBadge tone={tone} label={label} />
              <p class="muted">
                {t('portfolio.counts', { kinds: acceptedTypes.map((type) => t(`portfolio.type.${type}`)).join(', ') })}
              </p>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function requirementState({ t }: PageContext, view: SubmissionView, id: string): { tone: Tone; label: string } {
  const short = view.missing.find(({ subjectId }) => subjectId === id)
  if (short) {
    const { provided = 0, minimum = 0 } = short
    return { tone: 'attention', label: t('portfolio.providedOf', { provided, minimum }) }
  }
  const isExcused = view.submission.exceptions.some(({ requirementId }) => requirementId === id)
  return isExcused ? { tone: 'info', label: t('portfolio.excused') } : { tone: 'good', label: t('portfolio.met') }
}

function Window({ context: { t, language }, view: { window } }: Omit<ChecklistProps, 'isHere'>): VNode {
  return (
    <p class="muted">
      {t('portfolio.window', {
        opens: formatDay(window.opensOn, language),
        closes: formatDay(window.closesOn, language),
      })}
      {window.recommendedBy ? ` ${t('portfolio.recommended', { day: formatDay(window.recommendedBy, language) })}` : ''}
    </p>
  )
}
