import type { VNode } from 'preact'
import { LANGUAGES } from '../kernel/language.ts'
import {
  CheckboxGroup,
  DateField,
  FileField,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatBytes, hasText } from '../texts/index.ts'
import { consentStatus } from './consent.ts'
import type { ConsentRecord } from './evidence-store.ts'
import { PEOPLE_SHOWN } from './evidence.ts'
import { ACCEPTED_EXTENSIONS } from './media-types.ts'

export const CONTENT_KINDS = ['file', 'text', 'link'] as const
export type ContentKind = (typeof CONTENT_KINDS)[number]

export interface ContentFieldsProps {
  readonly context: PageContext
  readonly kind: ContentKind
  /** Under which name the browser keeps an unsent text. */
  readonly keep: string
  readonly at: Date
  /** In the zone of the programme. */
  readonly today: string
  readonly consents: readonly ConsentRecord[]
  readonly maxUploadBytes: number
  /** What the form was refused with. */
  readonly problem: PageProblem | undefined
}

/** The fields of every version, of a new item or not. */
export function ContentFields(props: ContentFieldsProps): VNode {
  const { context, at, today, consents } = props
  const { t } = context
  const usable = attachable(consents)
  return (
    <>
      <Content {...props} />
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
          hint={t('portfolio.consents.attachHint')}
          options={usable.map((consent) => consentOption(context, consent, at))}
        />
      ) : null}
    </>
  )
}

function Content({ context, kind, keep, maxUploadBytes, problem }: ContentFieldsProps): VNode {
  const { t, language } = context
  switch (kind) {
    case 'file':
      return (
        <FileField
          name="file"
          label={t('portfolio.evidence.file')}
          hint={t(problem ? 'portfolio.evidence.fileAgain' : 'portfolio.evidence.fileHint', {
            size: formatBytes(maxUploadBytes, language),
          })}
          accept={ACCEPTED_EXTENSIONS}
          maxBytes={maxUploadBytes}
          error={fileError(context, problem)}
          required
        />
      )
    case 'text':
      return (
        <TextArea
          name="text"
          label={t('portfolio.evidence.text')}
          hint={t('portfolio.evidence.textHint')}
          rows={14}
          maxlength={200_000}
          keep={keep}
          required
        />
      )
    case 'link':
      return (
        <TextField
          name="url"
          type="url"
          inputmode="url"
          label={t('portfolio.evidence.url')}
          hint={t('portfolio.evidence.urlHint')}
          maxlength={2000}
          required
        />
      )
  }
}

const ABOUT_THE_FILE = ['media-type-refused', 'media-type-mismatch', 'too-large', 'unreadable-image']

/** Refusals of the file itself are said at its field as well. */
function fileError({ t }: PageContext, problem: PageProblem | undefined): string | undefined {
  const code = problem?.code ?? ''
  return ABOUT_THE_FILE.includes(code) && hasText(`problems.${code}.title`) ? t(`problems.${code}.title`) : undefined
}

/** A withdrawn consent covers nothing any more. */
export function attachable(consents: readonly ConsentRecord[]): readonly ConsentRecord[] {
  return consents.filter(({ withdrawnAt }) => withdrawnAt === null)
}

export function consentOption({ t }: PageContext, consent: ConsentRecord, at: Date) {
  const who = t(`portfolio.subject.${consent.subjectKind}`, { count: consent.subjectCount })
  const status = t(`portfolio.consentStatus.${consentStatus(consent, at)}`)
  return { value: consent.id, label: `${who} · ${consent.heldBy}`, hint: status }
}

/** The names of the fields, for the summary of what is wrong. */
export function contentLabels({ t }: PageContext): Readonly<Record<string, string>> {
  return {
    title: t('portfolio.evidence.name'),
    type: t('portfolio.evidence.type'),
    file: t('portfolio.evidence.file'),
    text: t('portfolio.evidence.text'),
    url: t('portfolio.evidence.url'),
    capturedOn: t('portfolio.evidence.capturedOn'),
    language: t('portfolio.evidence.language'),
    peopleShown: t('portfolio.people.label'),
  }
}
