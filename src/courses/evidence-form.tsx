import type { VNode } from 'preact'
import { tables } from '../database/index.ts'
import {
  CheckboxField,
  CheckboxGroup,
  HiddenField,
  LocalisedFields,
  localisedValues,
  TextField,
  type PageContext,
} from '../pages/index.ts'
import { merged, PartForm, type PartPageProps } from './part-form.tsx'
import type { EvidenceRequirement, MicroCourseVersion } from './version.ts'

/** Empty rows at the end, to be filled or left. */
const SPARE_ROWS = 2
const BLANK: Pick<EvidenceRequirement, 'description' | 'acceptedTypes' | 'minimum'> = {
  description: {},
  acceptedTypes: [],
  minimum: 1,
}

/** What participants have to bring: one row each. */
export function EvidencePage(props: PartPageProps): VNode {
  const { context, version } = props
  const { t } = context
  const rows: readonly (EvidenceRequirement | null)[] = [
    ...version.requirements,
    ...Array.from({ length: SPARE_ROWS }, () => null),
  ]
  return (
    <PartForm
      {...props}
      title={t('courses.edit.evidence')}
      lead={t('courses.evidenceLead')}
      path="evidence"
      stored={merged(rows.map((row, index) => storedRow(row ?? BLANK, index)))}
    >
      {rows.map((row, index) => (
        <Row key={row?.id ?? index} context={context} version={version} row={row} index={index} />
      ))}
    </PartForm>
  )
}

function storedRow({ description, acceptedTypes, minimum }: typeof BLANK, index: number) {
  const name = `requirements.${String(index)}`
  return {
    ...localisedValues(`${name}.description`, description),
    [`${name}.acceptedTypes`]: acceptedTypes,
    [`${name}.minimum`]: String(minimum),
  }
}

interface RowProps {
  readonly context: PageContext
  readonly version: MicroCourseVersion
  readonly row: EvidenceRequirement | null
  readonly index: number
}

function Row({ context, version, row, index }: RowProps): VNode {
  const { t } = context
  const name = `requirements.${String(index)}`
  return (
    <section class="form-part">
      <h2>{row ? t('courses.evidenceNumber', { number: index + 1 }) : t('courses.evidenceNew')}</h2>
      {row ? <HiddenField name={`${name}.id`} value={row.id} /> : null}
      <LocalisedFields
        context={context}
        name={`${name}.description`}
        label={t('courses.field.evidence')}
        hint={row ? undefined : t('courses.field.evidenceHint')}
        base={version.baseLanguage}
        rows={2}
        maxlength={4000}
        keep={`${version.id}/${row?.id ?? String(index)}`}
      />
      <CheckboxGroup
        name={`${name}.acceptedTypes`}
        label={t('courses.field.acceptedTypes')}
        inline
        saysOptional={false}
        options={tables.EVIDENCE_TYPES.map((type) => ({ value: type, label: t(`courses.evidenceType.${type}`) }))}
      />
      <TextField
        name={`${name}.minimum`}
        label={t('courses.field.minimum')}
        hint={t('courses.field.minimumHint')}
        required
        short
        inputmode="numeric"
      />
      {row ? <CheckboxField name={`${name}.isRemoved`} label={t('courses.field.remove')} /> : null}
    </section>
  )
}
