import type { VNode } from 'preact'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  LocalisedText,
  Notice,
  PageHeader,
  SelectField,
  StateBadge,
  TextArea,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { tables } from '../database/index.ts'
import { formatDate, formatDateTime } from '../texts/index.ts'
import { verificationAddress } from './addresses.ts'
import { Flags, STATE_TONES } from './award-board.tsx'
import type { AwardListRow } from './award-store.ts'
import { BadgeFiles } from './badge-files.tsx'
import type { OpenRevocation } from './revocations.ts'

/** A form of one award that was refused, with what was typed into it. */
interface RefusedForm {
  readonly awardId: string
  readonly problem: PageProblem
  readonly values: FormValues
}

interface MyAwardsProps {
  readonly context: PageContext
  readonly awards: readonly AwardListRow[]
  /** Whether the issuer's keys stand on a domain, which a JWT needs. */
  readonly offersJwt: boolean
  readonly refused?: RefusedForm | undefined
}

/** The holder's badges: what each is, and sharing in two clicks. */
export function MyAwardsPage({ context, awards, offersJwt, refused }: MyAwardsProps): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('credentials.mine.title')} isPrivate>
      <PageHeader title={t('credentials.mine.title')} lead={t('credentials.mine.lead')} />
      <ErrorSummary context={context} problem={refused?.problem} labels={{ name: t('credentials.name.label') }} />
      {awards.length === 0 ? (
        <EmptyState title={t('credentials.mine.none')}>{t('credentials.mine.noneHint')}</EmptyState>
      ) : (
        awards.map((award) => (
          <MyAward
            key={award.id}
            context={context}
            award={award}
            offersJwt={offersJwt}
            refused={refused?.awardId === award.id ? refused : undefined}
          />
        ))
      )}
    </Layout>
  )
}

interface MyAwardProps {
  readonly context: PageContext
  readonly award: AwardListRow
  readonly offersJwt: boolean
  readonly refused?: RefusedForm | undefined
}

function MyAward({ context, award, offersJwt, refused }: MyAwardProps): VNode {
  const { t } = context
  return (
    <section class="card" id={`award-${award.id}`}>
      <div class="card-head">
        <h2 class="card-title">
          <LocalisedText context={context} text={award.courseTitle} />
        </h2>
        <StateBadge tone={STATE_TONES[award.state]} label={t(`credentials.state.${award.state}`)} />
      </div>
      <AwardFacts context={context} award={award} />
      {award.flags.includes('name-unconfirmed') ? (
        <ConfirmName context={context} award={award} refused={refused} />
      ) : null}
      {award.code === null ? null : <Sharing context={context} award={award} code={award.code} offersJwt={offersJwt} />}
    </section>
  )
}

function AwardFacts({ context, award }: { context: PageContext; award: AwardListRow }): VNode {
  const { t, language, timeZone } = context
  return (
    <DefinitionList
      items={[
        {
          term: t('credentials.column.name'),
          value: award.nameAsIssued === '' ? t('credentials.erased') : award.nameAsIssued,
        },
        { term: t('credentials.column.decided'), value: formatDate(award.decidedAt, language, timeZone) },
        {
          term: t('credentials.column.issued'),
          value: award.issuedAt && formatDate(award.issuedAt, language, timeZone),
        },
        { term: t('credentials.column.code'), value: award.code && <span class="code">{award.code}</span> },
      ]}
    />
  )
}

function ConfirmName({ context, award, refused }: Omit<MyAwardProps, 'offersJwt'>): VNode {
  const { t } = context
  return (
    <Form
      context={context}
      action={`/awards/${award.id}/name`}
      values={refused?.values ?? { name: award.nameAsIssued }}
      problem={refused?.problem}
    >
      <Notice kind="warning" title={t('credentials.name.title')}>
        {t('credentials.name.hint')}
      </Notice>
      <TextField name="name" label={t('credentials.name.label')} required maxlength={120} autocomplete="name" />
      <Actions>
        <Button>{t('credentials.name.confirm')}</Button>
      </Actions>
    </Form>
  )
}

interface SharingProps extends MyAwardProps {
  readonly code: string
}

function Sharing({ context, award, code, offersJwt }: SharingProps): VNode {
  const { t, publicUrl } = context
  const address = verificationAddress(publicUrl, code)
  const isOn = award.visibility === 'link'
  return (
    <>
      {isOn ? (
        <p>
          <code data-copy="">{address}</code>
        </p>
      ) : (
        <Notice kind="warning" title={t('credentials.visibility.offTitle')}>
          {t('credentials.visibility.offHint')}
        </Notice>
      )}
      <Actions>
        <ButtonLink href={`/awards/${award.id}/certificate.pdf`}>{t('credentials.mine.certificate')}</ButtonLink>
        <ButtonLink href={`/awards/${award.id}/badge.png`} download>
          {t('credentials.mine.picture')}
        </ButtonLink>
        {isOn ? <ButtonLink href={`/v/${code}`}>{t('credentials.mine.page')}</ButtonLink> : null}
      </Actions>
      <BadgeFiles context={context} award={award} offersJwt={offersJwt} />
      <details>
        <summary>{isOn ? t('credentials.visibility.switchOff') : t('credentials.visibility.switchOn')}</summary>
        <Form context={context} action={`/awards/${award.id}/visibility`}>
          <HiddenField name="visibility" value={isOn ? 'private' : 'link'} />
          <p>{isOn ? t('credentials.visibility.before') : t('credentials.visibility.after')}</p>
          <Actions>
            <Button kind="secondary">
              {isOn ? t('credentials.visibility.switchOff') : t('credentials.visibility.switchOn')}
            </Button>
          </Actions>
        </Form>
      </details>
    </>
  )
}

interface AwardPageProps {
  readonly context: PageContext
  readonly award: AwardListRow
  readonly revocation: OpenRevocation | null
  readonly personId: string
  readonly isSignatory: boolean
  /** Whether the reader signs for the organisation that awards. */
  readonly mayCancel: boolean
  readonly problem?: PageProblem | undefined
  readonly values?: FormValues | undefined
}

/** One award for those who answer for it. */
export function AwardPage(props: AwardPageProps): VNode {
  const { context, award, revocation, isSignatory, mayCancel, problem } = props
  const { t } = context
  const title = award.nameAsIssued === '' ? t('credentials.erased') : award.nameAsIssued
  return (
    <Layout context={context} title={title} isPrivate>
      <PageHeader title={title} back={{ href: '/awards', label: t('credentials.board.title') }}>
        <StateBadge tone={STATE_TONES[award.state]} label={t(`credentials.state.${award.state}`)} />
      </PageHeader>
      <ErrorSummary context={context} problem={problem} />
      <Card title={t('credentials.award.facts')}>
        <p>
          <LocalisedText context={context} text={award.courseTitle} />
        </p>
        <AwardFacts context={context} award={award} />
        <DefinitionList
          items={[{ term: t('credentials.column.flags'), value: <Flags context={context} flags={award.flags} /> }]}
        />
        {award.code !== null && award.visibility === 'link' ? (
          <Actions>
            <ButtonLink href={`/v/${award.code}`}>{t('credentials.mine.page')}</ButtonLink>
          </Actions>
        ) : null}
      </Card>
      {isSignatory && award.credentialId !== null && award.state === 'issued' ? (
        <Revocation {...props} revocation={revocation} />
      ) : null}
      {mayCancel && (award.state === 'proposed' || award.state === 'approved') ? (
        <Form context={context} action={`/awards/${award.id}/cancellation`}>
          <Actions>
            <Button kind="danger">{t('credentials.award.cancel')}</Button>
          </Actions>
        </Form>
      ) : null}
    </Layout>
  )
}

function Revocation(props: AwardPageProps): VNode {
  const { context, award, revocation, personId, values, problem } = props
  const { t, language, timeZone } = context
  if (!revocation) {
    return (
      <Card title={t('credentials.revocation.title')}>
        <p>{t('credentials.revocation.lead')}</p>
        <Form context={context} action={`/awards/${award.id}/revocations`} values={values} problem={problem}>
          <SelectField
            name="category"
            label={t('credentials.revocation.category')}
            hint={t('credentials.revocation.categoryHint')}
            placeholder={t('common.choose')}
            required
            options={tables.REVOCATION_CATEGORIES.map((category) => ({
              value: category,
              label: t(`credentials.category.${category}`),
            }))}
          />
          <TextArea
            name="note"
            label={t('credentials.revocation.note')}
            hint={t('credentials.revocation.noteHint')}
            maxlength={2000}
            keep={`revocation-${award.id}`}
          />
          <Actions>
            <Button kind="danger">{t('credentials.revocation.request')}</Button>
          </Actions>
        </Form>
      </Card>
    )
  }
  return (
    <Card title={t('credentials.revocation.open')}>
      <DefinitionList
        items={[
          { term: t('credentials.revocation.category'), value: t(`credentials.category.${revocation.category}`) },
          { term: t('credentials.revocation.note'), value: revocation.note },
          {
            term: t('credentials.revocation.requested'),
            value: formatDateTime(revocation.requestedAt, language, timeZone),
          },
        ]}
      />
      {revocation.requestedById === personId ? (
        <Notice>{t('credentials.revocation.waits')}</Notice>
      ) : (
        <Form context={context} action={`/awards/${award.id}/revocations/${revocation.id}/confirmation`}>
          <p>{t('credentials.revocation.final')}</p>
          <Actions>
            <Button kind="danger">{t('credentials.revocation.confirm')}</Button>
            <Button kind="secondary" formaction={`/awards/${award.id}/revocations/${revocation.id}/refusal`}>
              {t('credentials.revocation.refuse')}
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  )
}
