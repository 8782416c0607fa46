import type { VNode } from 'preact'
import {
  Actions,
  Button,
  Card,
  CheckboxGroup,
  DateField,
  Form,
  RadioGroup,
  SelectField,
  TextField,
  type PageContext,
} from '../pages/index.ts'
import { CONSENT_FORMS, CONSENT_SCOPES } from './consent.ts'
import { ProgrammeField } from './new-evidence-page.tsx'
import type { Programme } from './programme-store.ts'
import { formState, type RefusedForm } from './refused-form.ts'

interface NewConsentFormProps {
  readonly context: PageContext
  readonly programmes: readonly Programme[]
  readonly today: string
  readonly refused?: RefusedForm | undefined
}

/** A consent, or what has been asked of people so far. */
export function NewConsentForm({ context, programmes, today, refused }: NewConsentFormProps): VNode {
  const { t } = context
  const count = (name: string, label: string, least: number, hint?: string) => (
    <TextField
      name={name}
      type="number"
      inputmode="numeric"
      label={label}
      hint={hint}
      min={least}
      max={999}
      short
      required={hint === undefined}
    />
  )
  return (
    <Card id="new" title={t('portfolio.consents.record')}>
      <Form context={context} action="/portfolio/consents" {...formState(refused, 'new', { scope: 'assessment' })}>
        <ProgrammeField context={context} programmes={programmes} />
        <RadioGroup
          name="subjectKind"
          label={t('portfolio.consents.who')}
          required
          options={['adult', 'minors_group'].map((value) => ({ value, label: t(`portfolio.subjectKind.${value}`) }))}
        />
        {count('subjectCount', t('portfolio.consents.howMany'), 1)}
        {count('guardianAuthorisations', t('portfolio.consents.guardians'), 0, t('portfolio.consents.minorsOnly'))}
        {count('minorAssents', t('portfolio.consents.assents'), 0, t('portfolio.consents.minorsOnly'))}
        <CheckboxGroup
          name="scope"
          label={t('portfolio.consents.scope')}
          required
          options={CONSENT_SCOPES.map((value) => ({
            value,
            label: t(`portfolio.scope.${value}`),
            hint: t(`portfolio.scopeHint.${value}`),
          }))}
        />
        <SelectField
          name="form"
          label={t('portfolio.consents.form')}
          required
          options={CONSENT_FORMS.map((value) => ({ value, label: t(`portfolio.form.${value}`) }))}
        />
        <TextField
          name="heldBy"
          label={t('portfolio.consents.heldBy')}
          hint={t('portfolio.consents.heldByHint')}
          maxlength={300}
          required
        />
        <DateField
          name="grantedAt"
          label={t('portfolio.consents.grantedAt')}
          hint={t('portfolio.consents.grantedHint')}
          max={today}
        />
        <DateField name="expiresAt" label={t('portfolio.consents.expiresAt')} />
        <Actions>
          <Button>{t('portfolio.consents.save')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}
