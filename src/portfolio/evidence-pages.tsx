import type { VNode } from 'preact'
import { LANGUAGES, localised } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxGroup,
  DateField,
  DefinitionList,
  ErrorSummary,
  FileField,
  Form,
  HiddenField,
  Layout,
  PageHeader,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatBytes, formatDate, formatDay } from '../texts/index.ts'
import { consentStatus } from './consent.ts'
import type { ConsentRecord, EvidenceVersion } from './evidence-store.ts'
import { contentKindOf, EVIDENCE_TYPES, PEOPLE_SHOWN } from './evidence.ts'
import { ACCEPTED_EXTENSIONS } from './media-types.ts'
import { ScanBadge, VersionContent } from './page-parts.tsx'
import type { Programme } from './programme-store.ts'
import type { EvidenceView } from './view-portfolio.ts'

export const CONTENT_KINDS = ['file', 'text', 'link'] as const
export type ContentKind = (typeof CONTENT_KINDS)[number]

interface FormProps {
  readonly context: PageContext
  readonly today: string
  readonly consents: readonly ConsentRecord[]
  readonly maxUploadBytes: number
  readonly values?: FormValues | undefined
  readonly problem?: PageProblem | undefined
}

export interface NewEvidenceProps extends FormProps {
  /** Null until the person has chosen. */
  readonly kind: ContentKind | null
  readonly programmes: readonly Programme[]
  /** The criterion of a draft that the new evidence is for. */
  readonly purpose: { readonly submissionId: string; readonly criterionId: string } | null
}

/** First what it is – three large buttons – and then only the fields that this needs. */
export function NewEvidencePage(props: NewEvidenceProps): VNode {
  const { context, kind, purpose } = props
  const { t } = context
  const back = purpose ? `/portfolio/submissions/${purpose.submissionId}` : '/portfolio'
  return (
    <Layout context={context} title={t('portfolio.evidence.add')} width="narrow" isPrivate>
      <PageHeader title={t('portfolio.evidence.add')} back={{ href: back, label: t('common.back') }} />
      {kind === null ? <KindChoice context={context} purpose={purpose} /> : <NewEvidenceForm {...props} kind={kind} />}
    </Layout>
  )
}

function KindChoice({ context: { t }, purpose }: Pick<NewEvidenceProps, 'context' | 'purpose'>): VNode {
  const query = purpose ? `&submission=${purpose.submissionId}&criterion=${purpose.criterionId}` : ''
  return (
    <div class="card-grid">
      {CONTENT_KINDS.map((kind) => (
        <Card key={kind} title={t(`portfolio.kind.${kind}`)} href={`/portfolio/evidence/new?kind=${kind}${query}`}>
          <p>{t(`portfolio.kindHint.${kind}`)}</p>
        </Card>
      ))}
    </div>
  )
}

function NewEvidenceForm(props: NewEvidenceProps & { kind: ContentKind }): VNode {
  const { context, kind, programmes, purpose, values, problem } = props
  const { t } = context
  const types = EVIDENCE_TYPES.filter((type) => contentKindOf(type) === kind)
  const [only] = programmes
  return (
    <>
      <ErrorSummary context={context} problem={problem} />
      <Form context={context} action="/portfolio/evidence" multipart problem={problem} values={values}>
        <HiddenField name="kind" value={kind} />
        {purpose ? <HiddenField name="submissionId" value={purpose.submissionId} /> : null}
        {purpose ? <HiddenField name="criterionId" value={purpose.criterionId} /> : null}
        {programmes.length > 1 ? (
          <SelectField
            name="programmeId"
            label={t('portfolio.programme')}
            required
            options={programmes.map(({ id, title }) => ({
              value: id,
              label: localised(title, context.language),
            }))}
          />
        ) : (
          <HiddenField name="programmeId" value={only?.id ?? ''} />
        )}
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
        <TextField name="title" label={t('portfolio.evidence.name')} required maxlength={300} />
        <ContentFields {...props} kind={kind} keep={`evidence-new-${purpose?.criterionId ?? 'free'}`} />
        <Actions>
          <Button>{t('portfolio.evidence.save')}</Button>
          <ButtonLink kind="quiet" href="/portfolio">
            {t('common.cancel')}
          </ButtonLink>
        </Actions>
      </Form>
    </>
  )
}

/** The fields of every version, new item or not. */
function ContentFields(props: FormProps & { kind: ContentKind; keep: string }): VNode {
  const { context, kind, keep, today, consents, maxUploadBytes } = props
  const { t, language } = context
  const at = new Date(`${today}T12:00:00Z`)
  const usable = consents.filter(({ withdrawnAt }) => withdrawnAt === null)
  return (
    <>
      {kind === 'file' ? (
        <FileField
          name="file"
          label={t('portfolio.evidence.file')}
          hint={t('portfolio.evidence.fileHint', { size: formatBytes(maxUploadBytes, language) })}
          accept={ACCEPTED_EXTENSIONS}
          required
        />
      ) : null}
      {kind === 'text' ? (
        <TextArea
          name="text"
          label={t('portfolio.evidence.text')}
          hint={t('portfolio.evidence.textHint')}
          rows={14}
          maxlength={200_000}
          keep={keep}
          required
        />
      ) : null}
      {kind === 'link' ? (
        <TextField
          name="url"
          type="url"
          inputmode="url"
          label={t('portfolio.evidence.url')}
          hint={t('portfolio.evidence.urlHint')}
          maxlength={2000}
          required
        />
      ) : null}
      <DateField
        name="capturedOn"
        label={t('portfolio.evidence.capturedOn')}
        hint={t('portfolio.evidence.capturedOnHint')}
        max={today}
        required
      />
      <SelectField
        name="language"
        label={t('portfolio.evidence.language')}
        required
        options={LANGUAGES.map((code) => ({ value: code, label: t(`portfolio.language.${code}`) }))}
      />
      <RadioGroup
        name="peopleShown"
        label={t('portfolio.people.label')}
        hint={t('portfolio.people.hint')}
        required
        options={PEOPLE_SHOWN.map((value) => ({
          value,
          label: t(`portfolio.people.${value}`),
          hint: t(`portfolio.peopleHint.${value}`),
        }))}
      />
      {usable.length > 0 ? (
        <CheckboxGroup
          name="consentIds"
          label={t('portfolio.consents.attach')}
          options={usable.map((consent) => consentOption(context, consent, at))}
        />
      ) : null}
    </>
  )
}

function consentOption({ t }: PageContext, consent: ConsentRecord, at: Date) {
  const who = t(`portfolio.subject.${consent.subjectKind}`, { count: consent.subjectCount })
  const status = t(`portfolio.consentStatus.${consentStatus(consent, at)}`)
  return { value: consent.id, label: `${who} · ${consent.heldBy}`, hint: status }
}

export interface EvidencePageProps extends FormProps {
  readonly view: EvidenceView
}

/** One item: its versions, newest first, and for its owner the next one. */
export function EvidencePage(props: EvidencePageProps): VNode {
  const { context, view, problem } = props
  const { t } = context
  const { item, isOwner } = view
  const kind = contentKindOf(item.type)
  return (
    <Layout context={context} title={t('portfolio.evidence.one')} width="narrow" isPrivate>
      <PageHeader
        title={localised(item.title, context.language)}
        kicker={t(`portfolio.type.${item.type}`)}
        back={{ href: '/portfolio', label: t('common.nav.portfolio') }}
      />
      <ErrorSummary context={context} problem={problem} />
      {item.versions.map((version) => (
        <VersionCard key={version.id} {...props} version={version} />
      ))}
      {isOwner ? (
        <>
          <details open={problem !== undefined}>
            <summary>{t('portfolio.evidence.newVersion')}</summary>
            <p class="muted">{t('portfolio.evidence.newVersionHint')}</p>
            <Form
              context={context}
              action={`/portfolio/evidence/${item.id}/versions`}
              multipart
              problem={problem}
              values={props.values ?? lastValues(item.versions[0])}
            >
              <ContentFields {...props} kind={kind} keep={`evidence-${item.id}`} />
              <Actions>
                <Button>{t('portfolio.evidence.saveVersion')}</Button>
              </Actions>
            </Form>
          </details>
          <details>
            <summary>{t('portfolio.evidence.remove')}</summary>
            <p class="muted">{t('portfolio.evidence.removeHint')}</p>
            <Form context={context} action={`/portfolio/evidence/${item.id}/remove`}>
              <Button kind="danger">{t('portfolio.evidence.removeNow')}</Button>
            </Form>
          </details>
        </>
      ) : null}
    </Layout>
  )
}

function lastValues(version: EvidenceVersion | undefined): FormValues {
  if (!version) return {}
  const { capturedOn, language, identifiablePeople } = version
  return { capturedOn, language, peopleShown: identifiablePeople }
}

function VersionCard({
  context,
  view,
  consents,
  today,
  version,
}: EvidencePageProps & { version: EvidenceVersion }): VNode {
  const { t, language, timeZone } = context
  const isLatest = view.item.versions[0]?.id === version.id
  const showsPeople = version.identifiablePeople === 'adults' || version.identifiablePeople === 'minors'
  const usable = consents.filter(({ withdrawnAt }) => withdrawnAt === null)
  return (
    <Card
      title={t('portfolio.evidence.versionNumber', { version: version.version })}
      aside={<ScanBadge context={context} status={version.scanStatus} />}
    >
      {version.scanStatus === 'clean' ? null : <p>{t(`portfolio.scanHint.${version.scanStatus}`)}</p>}
      <VersionContent context={context} version={version} />
      <DefinitionList
        items={[
          { term: t('portfolio.evidence.capturedOn'), value: formatDay(version.capturedOn, language) },
          { term: t('portfolio.evidence.addedOn'), value: formatDate(version.createdAt, language, timeZone) },
          { term: t('portfolio.people.label'), value: t(`portfolio.people.${version.identifiablePeople}`) },
          { term: t('portfolio.evidence.fileName'), value: version.fileName },
          { term: 'SHA-256', value: version.sha256 ? <code class="code">{version.sha256}</code> : null },
        ]}
      />
      {view.isOwner && isLatest && showsPeople ? (
        usable.length > 0 ? (
          <Form context={context} action={`/portfolio/evidence/${version.itemId}/consents`}>
            <HiddenField name="versionId" value={version.id} />
            <CheckboxGroup
              name="attachIds"
              label={t('portfolio.consents.attach')}
              options={usable.map((consent) => consentOption(context, consent, new Date(`${today}T12:00:00Z`)))}
            />
            <Actions>
              <Button kind="secondary">{t('portfolio.consents.attachNow')}</Button>
            </Actions>
          </Form>
        ) : (
          <p>
            <a href="/portfolio/consents">{t('portfolio.consents.record')}</a>
          </p>
        )
      ) : null}
    </Card>
  )
}
