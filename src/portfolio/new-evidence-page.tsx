import type { VNode } from 'preact'
import { localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  PageHeader,
  SelectField,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { CONTENT_KINDS, ContentFields, contentLabels, type ContentKind } from './content-fields.tsx'
import type { ConsentRecord } from './evidence-store.ts'
import { contentKindOf, EVIDENCE_TYPES } from './evidence.ts'
import type { Programme } from './programme-store.ts'

/** The criterion of a draft that new evidence is for. */
export interface Purpose {
  readonly submissionId: string
  readonly criterionId: string
}

export interface NewEvidenceProps {
  readonly context: PageContext
  /** Null until the person has chosen. */
  readonly kind: ContentKind | null
  readonly programmes: readonly Programme[]
  readonly purpose: Purpose | null
  readonly at: Date
  readonly today: string
  readonly consents: readonly ConsentRecord[]
  readonly maxUploadBytes: number
  readonly values: FormValues
  readonly problem?: PageProblem | undefined
}

/** First what it is – three large choices – and then only the fields that this needs. */
export function NewEvidencePage(props: NewEvidenceProps): VNode {
  const { context, kind, purpose, problem } = props
  const { t } = context
  const title = t(kind === null ? 'portfolio.evidence.add' : `portfolio.kind.${kind}`)
  const back = kind === null ? originOf(purpose) : `/portfolio/evidence/new?${queryOf(purpose)}`
  return (
    <Layout context={context} title={title} width="narrow" isPrivate>
      <PageHeader
        title={title}
        kicker={purpose ? t('portfolio.forCriterion') : undefined}
        back={{ href: back, label: t('common.back') }}
      />
      <ErrorSummary context={context} problem={problem} labels={contentLabels(context)} />
      {kind === null ? <KindChoice context={context} purpose={purpose} /> : <NewEvidenceForm {...props} kind={kind} />}
    </Layout>
  )
}

function originOf(purpose: Purpose | null): string {
  return purpose ? `/portfolio/submissions/${purpose.submissionId}#criterion-${purpose.criterionId}` : '/portfolio'
}

function queryOf(purpose: Purpose | null, kind?: ContentKind): string {
  return new URLSearchParams({
    ...(kind ? { kind } : {}),
    ...(purpose ? { submission: purpose.submissionId, criterion: purpose.criterionId } : {}),
  }).toString()
}

function KindChoice({ context: { t }, purpose }: Pick<NewEvidenceProps, 'context' | 'purpose'>): VNode {
  return (
    <div class="card-grid">
      {CONTENT_KINDS.map((kind) => (
        <Card key={kind} title={t(`portfolio.kind.${kind}`)} href={`/portfolio/evidence/new?${queryOf(purpose, kind)}`}>
          <p>{t(`portfolio.kindHint.${kind}`)}</p>
        </Card>
      ))}
    </div>
  )
}

function NewEvidenceForm(props: NewEvidenceProps & { kind: ContentKind }): VNode {
  const { context, kind, purpose, values, problem } = props
  const { t } = context
  const types = EVIDENCE_TYPES.filter((type) => contentKindOf(type) === kind)
  return (
    <Form context={context} action="/portfolio/evidence" multipart problem={problem} values={values}>
      <HiddenField name="kind" value={kind} />
      {purpose ? <HiddenField name="submissionId" value={purpose.submissionId} /> : null}
      {purpose ? <HiddenField name="criterionId" value={purpose.criterionId} /> : null}
      <ProgrammeField context={context} programmes={props.programmes} />
      {types.length > 1 ? (
        <SelectField
          name="type"
          label={t('portfolio.evidence.type')}
          required
          options={types.map((type) => ({ value: type, label: t(`portfolio.type.${type}`) }))}
        />
      ) : (
        <HiddenField name="type" value={types[0] ?? 'file'} />
      )}
      <TextField
        name="title"
        label={t('portfolio.evidence.name')}
        hint={t('portfolio.evidence.nameHint')}
        required
        maxlength={300}
      />
      <ContentFields {...props} keep={`evidence-new-${purpose?.criterionId ?? 'free'}`} problem={problem} />
      <Actions>
        <Button>{t('portfolio.evidence.save')}</Button>
        <ButtonLink kind="quiet" href={originOf(purpose)}>
          {t('common.cancel')}
        </ButtonLink>
      </Actions>
    </Form>
  )
}

interface ProgrammeFieldProps {
  readonly context: PageContext
  readonly programmes: readonly Programme[]
}

/** Asked only of the few who take part in several. */
export function ProgrammeField({ context: { t, language }, programmes }: ProgrammeFieldProps): VNode {
  return programmes.length > 1 ? (
    <SelectField
      name="programmeId"
      label={t('portfolio.programme')}
      required
      options={programmes.map(({ id, title }) => ({ value: id, label: localised(title, language) }))}
    />
  ) : (
    <HiddenField name="programmeId" value={programmes[0]?.id ?? ''} />
  )
}
