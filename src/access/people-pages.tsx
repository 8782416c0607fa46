import type { ComponentChildren, VNode } from 'preact'
import { localised, type LocalisedText } from '../kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  DateField,
  EmptyState,
  ErrorSummary,
  Form,
  HiddenField,
  Layout,
  PageHeader,
  SelectField,
  StateBadge,
  Table,
  TextField,
  type FormValues,
  type PageContext,
  type PageProblem,
} from '../pages/index.ts'
import { formatDate, formatDateTime } from '../texts/index.ts'
import type { LastInvitation } from './invitation.ts'
import { PROGRAMME_ROLES } from './people-schemas.ts'
import type { ListedPerson, ListedRole } from './people-store.ts'
import { LocaleField } from './sign-in-pages.tsx'

export interface Programme {
  readonly id: string
  readonly title: LocalisedText
}

export interface PeopleView {
  readonly programme: Programme
  /** All that the reader keeps; several are offered as links. */
  readonly programmes: readonly Programme[]
  readonly people: readonly ListedPerson[]
  readonly cohorts: readonly { readonly id: string; readonly name: string }[]
  readonly organisations: readonly { readonly id: string; readonly displayName: LocalisedText }[]
}

interface PageProps {
  readonly context: PageContext
  readonly view: PeopleView
  readonly values?: FormValues | undefined
  readonly problem?: PageProblem | undefined
}

export function PeoplePage({ context, view, values, problem }: PageProps): VNode {
  const { t, language } = context
  const { programme, programmes, people } = view
  return (
    <Layout context={context} title={t('access.people.title')} width="wide">
      <PageHeader
        title={t('access.people.title')}
        kicker={localised(programme.title, language)}
        lead={t('access.people.lead')}
      />
      {programmes.length > 1 ? (
        <nav aria-label={t('access.people.programme')}>
          <Actions>
            {programmes.map(({ id, title }) => (
              <ButtonLink key={id} href={`/people?programme=${id}`} kind={id === programme.id ? 'secondary' : 'quiet'}>
                {localised(title, language)}
              </ButtonLink>
            ))}
          </Actions>
        </nav>
      ) : null}
      {people.length === 0 ? (
        <EmptyState title={t('access.people.empty')}>{t('access.people.emptyHint')}</EmptyState>
      ) : (
        <PeopleTable context={context} view={view} />
      )}
      <Actions>
        <ButtonLink href={`/people/import?programme=${programme.id}`}>{t('import.people.title')}</ButtonLink>
      </Actions>
      <Card title={t('access.people.add')} id="add">
        <ErrorSummary context={context} problem={problem} />
        <Form context={context} action="/people" values={values} problem={problem}>
          <HiddenField name="programmeId" value={programme.id} />
          <TextField name="givenName" label={t('access.givenName')} required />
          <TextField name="familyName" label={t('access.familyName')} required />
          <TextField name="email" type="email" label={t('access.email')} required />
          <LocaleField context={context} />
          <RoleField context={context} />
          <SelectField
            name="organisationId"
            label={t('access.people.organisation')}
            hint={t('access.people.organisationHint')}
            placeholder={t('access.people.noOrganisation')}
            options={view.organisations.map(({ id, displayName }) => ({
              value: id,
              label: localised(displayName, language),
            }))}
          />
          <DateField name="validTo" label={t('access.people.validTo')} hint={t('access.people.validToHint')} />
          <Actions>
            <Button>{t('access.people.addSubmit')}</Button>
          </Actions>
        </Form>
      </Card>
    </Layout>
  )
}

function PeopleTable({ context, view: { people, programme, organisations } }: Omit<PageProps, 'values'>): VNode {
  const { t, language } = context
  const nameOf = new Map(organisations.map(({ id, displayName }) => [id, localised(displayName, language)]))
  return (
    <Table
      caption={t('access.people.title')}
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('access.people.name'),
          isHeading: true,
          cell: (person) => (
            <a href={`/people/${person.id}?programme=${programme.id}`}>{`${person.givenName} ${person.familyName}`}</a>
          ),
        },
        { label: t('access.email'), cell: ({ email }) => email },
        {
          label: t('access.people.organisation'),
          cell: ({ organisationId }) => (organisationId === null ? '' : (nameOf.get(organisationId) ?? '')),
        },
        {
          label: t('access.people.roles'),
          cell: ({ roles }) => [...new Set(roles.map(({ role }) => t(`roles.${role}`)))].join(', '),
        },
        { label: t('access.people.account'), cell: (person) => <AccountBadge context={context} person={person} /> },
      ]}
    />
  )
}

function AccountBadge({ context: { t }, person }: { context: PageContext; person: ListedPerson }): VNode {
  return person.hasAccount ? (
    <StateBadge tone="good" label={t('access.people.hasAccount')} />
  ) : (
    <StateBadge tone="attention" label={t('access.people.noAccount')} />
  )
}

function RoleField({ context: { t } }: { context: PageContext }): VNode {
  return (
    <SelectField
      name="role"
      label={t('access.people.role')}
      options={PROGRAMME_ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      required
    />
  )
}

export interface Pairing {
  readonly id: string
  readonly mentorId: string
  readonly participantId: string
  readonly startsOn: string
  readonly endsOn: string | null
}

interface PersonPageProps extends PageProps {
  readonly person: ListedPerson
  readonly pairings: readonly Pairing[]
  readonly invitation: { readonly last: LastInvitation | null; readonly isByMail: boolean }
  /** The day in the programme's zone, offered as the beginning. */
  readonly today: string
}

export function PersonPage(props: PersonPageProps): VNode {
  const { context, view, person, problem } = props
  const { t, language } = context
  const has = (role: string) => person.roles.some((held) => held.role === role)
  return (
    <Layout context={context} title={`${person.givenName} ${person.familyName}`}>
      <PageHeader
        title={`${person.givenName} ${person.familyName}`}
        kicker={localised(view.programme.title, language)}
        lead={person.email}
        back={{ href: `/people?programme=${view.programme.id}`, label: t('access.person.back') }}
      >
        <AccountBadge context={context} person={person} />
      </PageHeader>
      <ErrorSummary context={context} problem={problem} />
      <Card title={t('access.people.roles')}>
        <ul class="plain">
          {person.roles.map((role) => (
            <li key={role.id}>
              <RoleLine context={context} role={role} />
              <Form context={context} action={`/people/${person.id}/roles/${role.id}/end`} class="inline">
                <HiddenField name="programmeId" value={view.programme.id} />
                <Button kind="danger">{t('access.person.endRole')}</Button>
              </Form>
            </li>
          ))}
        </ul>
      </Card>
      <PersonForm
        {...props}
        step="roles"
        title={t('access.person.giveRole')}
        submit={t('access.person.giveRoleSubmit')}
      >
        <RoleField context={context} />
        <DateField name="validTo" label={t('access.people.validTo')} hint={t('access.people.validToHint')} />
      </PersonForm>
      {has('participant') && view.cohorts.length > 0 ? (
        <PersonForm
          {...props}
          step="enrolments"
          title={t('access.person.enrol')}
          submit={t('access.person.enrolSubmit')}
        >
          <SelectField
            name="cohortId"
            label={t('access.person.cohort')}
            options={view.cohorts.map(({ id, name }) => ({ value: id, label: name }))}
            required
          />
        </PersonForm>
      ) : null}
      {has('mentor') ? <Mentoring {...props} /> : null}
      <InvitationForm {...props} />
    </Layout>
  )
}

function InvitationForm(props: PersonPageProps): VNode {
  const { context, invitation } = props
  const { t, language, timeZone } = context
  const { last, isByMail } = invitation
  if (!isByMail) {
    return (
      <PersonForm
        {...props}
        step="invitation"
        title={t('access.person.invite')}
        submit={t('access.person.inviteSubmit')}
      >
        <p>{t('access.person.inviteHint')}</p>
      </PersonForm>
    )
  }
  return (
    <PersonForm
      {...props}
      step="invitation"
      title={t('access.person.inviteByMail')}
      submit={t(last === null ? 'access.person.sendInvitation' : 'access.person.sendInvitationAgain')}
    >
      <p>{t('access.person.inviteByMailHint')}</p>
      {last === null ? null : (
        <p>
          {t('access.person.lastInvitation', { date: formatDateTime(last.createdAt, language, timeZone) })}{' '}
          <StateBadge
            tone={last.state === 'failed' ? 'bad' : last.state === 'sent' ? 'good' : 'attention'}
            label={t(`access.outbox.state.${last.state}`)}
          />
          {last.trouble === null ? null : (
            <>
              <br />
              <span class="muted">{t(`access.outbox.trouble.${last.trouble}`)}</span>
            </>
          )}
        </p>
      )}
    </PersonForm>
  )
}

function RoleLine({ context: { t, language, timeZone }, role }: { context: PageContext; role: ListedRole }): VNode {
  return (
    <span>
      <strong>{t(`roles.${role.role}`)}</strong>{' '}
      {t('access.person.since', { date: formatDate(role.validFrom, language, timeZone) })}
      {role.validTo ? `, ${t('access.person.until', { date: formatDate(role.validTo, language, timeZone) })}` : ''}
    </span>
  )
}

function Mentoring(props: PersonPageProps): VNode {
  const { context, view, person, pairings, today } = props
  const { t } = context
  const participants = view.people.filter(
    ({ id, roles }) => id !== person.id && roles.some((r) => r.role === 'participant'),
  )
  const nameOf = new Map(view.people.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`]))
  return (
    <>
      {pairings.length > 0 ? (
        <Card title={t('access.person.pairings')}>
          <ul class="plain">
            {pairings.map(({ id, participantId, startsOn, endsOn }) => (
              <li key={id}>
                <span>{`${nameOf.get(participantId) ?? '–'}: ${startsOn} – ${endsOn ?? ''}`}</span>
                {endsOn === null ? (
                  <Form context={context} action={`/people/${person.id}/pairings/${id}/end`} class="inline">
                    <HiddenField name="programmeId" value={view.programme.id} />
                    <HiddenField name="endsOn" value={today < startsOn ? startsOn : today} />
                    <Button kind="danger">{t('access.person.endPairing')}</Button>
                  </Form>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <PersonForm {...props} step="pairings" title={t('access.person.pair')} submit={t('access.person.pairSubmit')}>
        <SelectField
          name="participantId"
          label={t('access.person.participant')}
          options={participants.map(({ id }) => ({ value: id, label: nameOf.get(id) ?? '' }))}
          required
        />
        <DateField name="startsOn" label={t('access.person.startsOn')} value={today} required />
      </PersonForm>
    </>
  )
}

interface PersonFormProps extends PersonPageProps {
  readonly step: 'roles' | 'enrolments' | 'pairings' | 'invitation'
  readonly title: string
  readonly submit: string
  readonly children?: ComponentChildren
}

function PersonForm({ context, view, person, values, problem, step, title, submit, children }: PersonFormProps): VNode {
  return (
    <Card title={title} id={step}>
      <Form context={context} action={`/people/${person.id}/${step}`} values={values} problem={problem}>
        <HiddenField name="programmeId" value={view.programme.id} />
        {children}
        <Actions>
          <Button>{submit}</Button>
        </Actions>
      </Form>
    </Card>
  )
}

/** Shows a link once; the database keeps only its hash. */
export function InvitationPage({ context, url, back }: { context: PageContext; url: string; back: string }): VNode {
  const { t } = context
  return (
    <Layout context={context} title={t('access.invitation.title')} width="narrow" isPrivate>
      <PageHeader
        title={t('access.invitation.title')}
        lead={t('access.invitation.lead')}
        back={{ href: back, label: t('access.person.back') }}
      />
      <p>
        <code>{url}</code>
      </p>
      <p class="hint">{t('access.person.inviteHint')}</p>
    </Layout>
  )
}
