import type { VNode } from 'preact'
import type { Actor } from '../access/index.ts'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  Card,
  Form,
  HiddenField,
  Notice,
  RadioGroup,
  safeHref,
  SelectField,
  StateBadge,
  Steps,
  TextArea,
  type FormValues,
  type PageContext,
  type PageProblem,
  type Tone,
} from '../pages/index.ts'
import { formatDate } from '../texts/index.ts'
import { dutyIn, obstacleTo, stepsFrom, type Outlook } from './review-outlook.ts'
import type { NamedPerson, NamedReview, ReviewPeople } from './review-people-store.ts'
import { isPublished, validationOf, type ReviewableState, type Step } from './review.ts'

const STATE_TONES: Readonly<Record<ReviewableState, Tone>> = {
  draft: 'neutral',
  in_review: 'info',
  changes_requested: 'attention',
  validated: 'info',
  published: 'good',
  deprecated: 'neutral',
  retired: 'neutral',
}

export function ReviewBadge({ context: { t }, state }: { context: PageContext; state: ReviewableState }): VNode {
  return <StateBadge tone={STATE_TONES[state]} label={t(`review.state.${state}`)} />
}

export interface MissingPart {
  readonly text: string
  /** Where it can be filled in. */
  readonly href?: string | undefined
}

export interface ReviewPanelProps {
  readonly context: PageContext
  readonly reader: Actor
  readonly outlook: Outlook
  readonly people: ReviewPeople
  /** The address of the content; its forms go to `review-request`, `reviews`, `publication`, `deprecation`, `retirement` and `authors` below it. */
  readonly base: string
  /** In words, what is missing for the next step. */
  readonly missing: readonly MissingPart[]
  /** In words, what may go out without being translated. */
  readonly untranslated?: readonly MissingPart[]
  /** What a step means for this kind of content. */
  readonly hints: Readonly<Record<'publish' | 'deprecate' | 'retire', string>>
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** Where a draft stands, whose turn it is, and each step: its form, or why it is not this reader's. */
export function ReviewPanel(props: ReviewPanelProps): VNode {
  const { context, outlook, people } = props
  const { t } = context
  const steps = stepsFrom(outlook.state)
  return (
    <Card title={t('review.title')} id="review" aside={<ReviewBadge context={context} state={outlook.state} />}>
      <Steps context={context} steps={roadOf(context, outlook.state)} />
      <WhoseTurn {...props} />
      <Missing {...props} />
      <h3>{t('review.authors')}</h3>
      <People context={context} people={people.authors} />
      <CoAuthorForm {...props} />
      {people.reviews.length > 0 ? <Reviews {...props} /> : null}
      {steps.map((step) => (
        <StepPart key={step} {...props} step={step} />
      ))}
    </Card>
  )
}

const ROAD = ['draft', 'in_review', 'validated', 'published'] as const

function roadOf({ t }: PageContext, state: ReviewableState) {
  const reached = isPublished(state) ? ROAD.length : state === 'changes_requested' ? 0 : ROAD.indexOf(state as 'draft')
  return ROAD.map((one, index) => ({
    label: t(`review.road.${one}`),
    state: index < reached ? ('done' as const) : index === reached ? ('current' as const) : ('ahead' as const),
  }))
}

function WhoseTurn({ context, outlook, people }: ReviewPanelProps): VNode {
  const { t, language } = context
  const duty = dutyIn(outlook.state)
  const { organisations } = validationOf(outlook)
  const approving = people.reviews
    .filter(
      ({ organisationId, outcome, voidedAt }) =>
        outcome === 'approved' && voidedAt === null && organisations.includes(organisationId),
    )
    .map(({ organisationName }) => localised(organisationName, language))
  return (
    <>
      <p>{t(`review.turn.${duty ?? outlook.state}`)}</p>
      {duty === 'validator' ? (
        <>
          <p>
            {approving.length === 0
              ? t('review.noApproval')
              : t('review.approvedBy', { organisations: [...new Set(approving)].join(', ') })}
          </p>
          <h3>{t('review.validators')}</h3>
          <People context={context} people={people.validators} />
        </>
      ) : null}
    </>
  )
}

function People({ context, people }: { context: PageContext; people: readonly NamedPerson[] }): VNode {
  const { t, language } = context
  if (people.length === 0) return <p class="muted">{t('review.nobody')}</p>
  return (
    <ul>
      {people.map(({ id, name, organisation }) => (
        <li key={id}>
          {name || t('review.unnamed')}
          {organisation ? <span class="muted"> · {localised(organisation.name, language)}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function Missing({ context: { t }, missing, untranslated = [], outlook }: ReviewPanelProps): VNode | null {
  if (isPublished(outlook.state)) return null
  return (
    <>
      {missing.length === 0 ? (
        <p>{t(untranslated.length === 0 ? 'review.complete' : 'review.completeButTranslations')}</p>
      ) : (
        <Notice kind="warning" title={t('review.missing', { count: missing.length })}>
          <Parts parts={missing} />
        </Notice>
      )}
      {untranslated.length === 0 ? null : (
        <Notice title={t('review.untranslated', { count: untranslated.length })}>
          <p>{t('review.untranslatedText')}</p>
          <Parts parts={untranslated} />
        </Notice>
      )}
    </>
  )
}

function Parts({ parts }: { parts: readonly MissingPart[] }): VNode {
  return (
    <ul>
      {parts.map(({ text, href }) => (
        <li key={text}>{href ? <a href={safeHref(href)}>{text}</a> : text}</li>
      ))}
    </ul>
  )
}

function Reviews({ context, people, outlook }: ReviewPanelProps): VNode {
  const { t } = context
  return (
    <>
      <h3>{t('review.reviews')}</h3>
      <ul class="facts">
        {people.reviews.map((review) => (
          <Review key={review.id} context={context} review={review} isCurrent={stillStands(review, outlook)} />
        ))}
      </ul>
    </>
  )
}

function isAboutContent({ voidedAt, contentHash }: Outlook['reviews'][number], outlook: Outlook): boolean {
  return voidedAt === null && contentHash === outlook.contentHash
}

/** A wording mended after publication takes nothing from the approvals that the publication rests on. */
function stillStands(review: NamedReview, outlook: Outlook): boolean {
  const { voidedAt, outcome } = review
  return isAboutContent(review, outlook) || (isPublished(outlook.state) && outcome === 'approved' && voidedAt === null)
}

interface ReviewProps {
  readonly context: PageContext
  readonly review: NamedReview
  readonly isCurrent: boolean
}

function Review({ context, review, isCurrent }: ReviewProps): VNode {
  const { t, language, timeZone } = context
  const tone = !isCurrent ? 'neutral' : review.outcome === 'approved' ? 'good' : 'attention'
  return (
    <li class="fact">
      <div>
        <p class="fact-label">
          <StateBadge tone={tone} label={t(`review.outcome.${review.outcome}`)} />{' '}
          {review.reviewerName || t('review.unnamed')}
        </p>
        <p class="fact-detail">
          {localised(review.organisationName, language)} · {formatDate(review.at, language, timeZone)}
          {isCurrent ? null : ` · ${t('review.ofEarlierContent')}`}
        </p>
        {review.comment ? <p class="prose">{review.comment}</p> : null}
      </div>
    </li>
  )
}

function StepPart(props: ReviewPanelProps & { readonly step: Step }): VNode | null {
  const { context, step, reader, outlook } = props
  const { t } = context
  const obstacle = obstacleTo(step, reader, outlook)
  if (obstacle !== null) {
    return (
      <p class="muted">
        <strong>{t(`review.step.${step}`)}:</strong> {t(`review.obstacle.${obstacle}`)}
      </p>
    )
  }
  if (step === 'edit') return dutyIn(outlook.state) === 'author' ? null : <p>{t('review.editVoids')}</p>
  return step === 'review' ? <ReviewForm {...props} /> : <PlainStep {...props} step={step} />
}

const PATHS = {
  'request-review': 'review-request',
  publish: 'publication',
  deprecate: 'deprecation',
  retire: 'retirement',
} as const

function PlainStep(props: ReviewPanelProps & { readonly step: keyof typeof PATHS }): VNode {
  const { context, step, base, hints } = props
  const { t } = context
  return (
    <Form context={context} action={`${base}/${PATHS[step]}`}>
      <h3>{t(`review.step.${step}`)}</h3>
      <p>{step === 'request-review' ? t('review.requestHint') : hints[step]}</p>
      <Actions>
        <Button kind={step === 'deprecate' || step === 'retire' ? 'danger' : 'primary'}>
          {t(`review.step.${step}`)}
        </Button>
      </Actions>
    </Form>
  )
}

function ReviewForm({ context, base, outlook, problem, values, reader }: ReviewPanelProps): VNode {
  const { t } = context
  return (
    <Form context={context} action={`${base}/reviews`} problem={problem} values={values}>
      <h3>{t('review.step.review')}</h3>
      <p>{t(`review.${reviewHint(reader, outlook)}`)}</p>
      <HiddenField name="contentHash" value={outlook.contentHash} />
      <RadioGroup
        name="outcome"
        label={t('review.outcome')}
        required
        options={(['approved', 'changes_requested'] as const).map((value) => ({
          value,
          label: t(`review.choice.${value}`),
        }))}
      />
      <TextArea
        name="comment"
        label={t('review.comment')}
        hint={t('review.commentHint')}
        maxlength={4000}
        keep={`${base}/reviews`}
      />
      <Actions>
        <Button>{t('review.send')}</Button>
      </Actions>
    </Form>
  )
}

function reviewHint({ personId, organisationId }: Actor, outlook: Outlook): string {
  const isOwn = outlook.reviews.some((review) => review.reviewerId === personId && isAboutContent(review, outlook))
  if (isOwn) return 'ownReview'
  const { organisations } = validationOf(outlook)
  return organisationId !== null && organisations.includes(organisationId) ? 'ownOrganisationApproved' : 'reviewHint'
}

function CoAuthorForm({ context, base, people, outlook, reader, problem, values }: ReviewPanelProps): VNode | null {
  const { t } = context
  if (isPublished(outlook.state) || obstacleTo('edit', reader, outlook) !== null || people.otherAuthors.length === 0) {
    return null
  }
  return (
    <details>
      <summary>{t('review.addAuthor')}</summary>
      <Form context={context} action={`${base}/authors`} problem={problem} values={values}>
        <SelectField
          name="personId"
          label={t('review.author')}
          hint={t('review.addAuthorHint')}
          required
          placeholder={t('common.choose')}
          options={people.otherAuthors.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Actions>
          <Button kind="secondary">{t('review.addAuthor')}</Button>
        </Actions>
      </Form>
    </details>
  )
}
