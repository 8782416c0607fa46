import type { VNode } from 'preact'
import type { Language } from '../../src/kernel/language.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  CheckboxGroup,
  DateField,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  FactList,
  FileField,
  Form,
  HiddenField,
  HomePage,
  Layout,
  LocalisedText,
  Notice,
  PageHeader,
  Pagination,
  ProblemPage,
  RadioGroup,
  SelectField,
  StateBadge,
  Steps,
  Table,
  TextArea,
  TextField,
  VerificationPage,
  VerifyFormPage,
  VerifyTablePage,
  type PageContext,
  type VerificationExtra,
} from '../../src/pages/index.ts'
import type { Report } from '../../src/pages/verification-report.ts'
import { translator } from '../../src/texts/index.ts'

export type State = Report['state']

export const STATES: readonly State[] = [
  'valid',
  'expired',
  'superseded',
  'suspended',
  'revoked',
  'tampered',
  'issuer-unrecognised',
  'not-yet-valid',
  'could-not-check',
  'not-found',
  'malformed',
]

/** Where a sample says something that people wrote; a test puts a hostile text into every such place. */
export type Say = (text: string) => string
const asWritten: Say = (text) => text

export function pageContext(language: Language, more: Partial<PageContext> = {}): PageContext {
  return {
    language,
    t: translator(language),
    timeZone: 'America/Santiago',
    person: null,
    csrfToken: null,
    path: '/v/7K3M-9QX2-B4TN-W8RD',
    publicUrl: 'https://insignia.example',
    ...more,
  }
}

export function signedIn(language: Language, say: Say = asWritten): PageContext {
  return pageContext(language, {
    path: '/',
    csrfToken: say('token'),
    person: {
      id: say('2a81265f'),
      name: say('Liisa Korhonen'),
      roles: ['assessor', 'coordinator', 'signatory'],
      programmeTitle: say('Pedagogía activa TP-STEM'),
    },
    notice: { kind: 'success', text: say('Su evaluación quedó sellada.') },
  })
}

type Fact = Report['facts'][number]
type Outcomes = Partial<Record<Fact['check'], Fact['outcome']>>

const OUTCOMES: Readonly<Record<State, Outcomes>> = {
  valid: {},
  expired: { validity: 'failed' },
  superseded: { status: 'failed' },
  suspended: { status: 'failed' },
  revoked: { status: 'failed' },
  tampered: { proof: 'failed', issuer: 'unknown', status: 'unknown', endorsement: 'unknown' },
  'issuer-unrecognised': { recognition: 'failed', endorsement: 'not-applicable' },
  'not-yet-valid': { validity: 'failed' },
  'could-not-check': { status: 'unknown' },
  'not-found': {},
  malformed: { format: 'failed', proof: 'not-applicable', issuer: 'not-applicable', endorsement: 'not-applicable' },
}

const CHECKS = [
  'format',
  'proof',
  'issuer',
  'status',
  'validity',
  'endorsement',
  'schema',
  'recipient',
  'recognition',
] as const

export function report(state: State, say: Say = asWritten, more: Partial<Report> = {}): Report {
  const outcomes: Outcomes = { recipient: 'not-applicable', ...OUTCOMES[state] }
  const facts = CHECKS.map((check): Fact => ({
    check,
    outcome: outcomes[check] ?? 'passed',
    code: check === 'endorsement' ? 'own-domain' : 'code',
    detail: say('A sentence in English.'),
    ...(check === 'endorsement' ? { by: say('did:web:pohjantahti.example') } : {}),
  }))
  return {
    state,
    verified: state === 'valid' || state === 'issuer-unrecognised',
    visibility: 'public',
    checkedAt: '2026-06-12T20:00:00Z',
    facts: state === 'not-found' ? [] : facts,
    credential: state === 'not-found' || state === 'malformed' ? null : credential(state, say),
    warnings: [],
    ...more,
  }
}

function credential(state: State, say: Say): NonNullable<Report['credential']> {
  return {
    id: say('https://insignia.example/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11'),
    name: say('Diseño de proyectos TP-STEM'),
    recipient: say('Camila Arancibia Toro'),
    issuer: { id: say('did:web:insignia.example:issuers:horizonte'), name: say('Fundación Horizonte Técnico') },
    validFrom: state === 'not-yet-valid' ? '2026-09-01T12:00:00Z' : '2026-05-28T15:30:00Z',
    ...(state === 'expired' ? { validUntil: '2026-06-01T12:00:00Z' } : {}),
    ...(state === 'superseded' ? { successor: say('/v/2D7Q-5XW1-M8KT-P3ZA') } : {}),
    ...(state === 'revoked' ? { revokedAt: '2026-06-10T12:00:00Z', revocationCategory: say('name_correction') } : {}),
    achievement: {
      id: say('https://insignia.example/achievements/1'),
      name: say('Diseño de proyectos TP-STEM'),
      criteria: say('Criterios'),
    },
    evidenceCount: 4,
  }
}

export function extra(say: Say = asWritten): VerificationExtra {
  return {
    organisation: say('Fundación Horizonte Técnico'),
    partners: { [say('did:web:pohjantahti.example')]: say('Instituto de Pedagogía Profesional Pohjantähti') },
    level: say('Avanzado'),
    criteria: [
      { name: say('Formula un problema auténtico del entorno productivo'), level: say('Avanzado') },
      { name: say('Integra ciencia, tecnología y matemática'), level: say('Competente') },
    ],
    log: { position: 128, hash: say('9f2c61d0a4be7715c0e8') },
    suspendedSince: '2026-06-03T12:00:00Z',
    lastConfirmedAt: '2026-06-12T18:10:00Z',
    signedFileUrl: say('https://insignia.example/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11'),
    certificateUrl: say('/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11.pdf'),
    fileUrls: {
      json: say('/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11.json'),
      png: say('/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11.png'),
      svg: say('/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11.svg'),
      jwt: say('/credentials/0b53f1f6-8f2e-4c55-9b6b-9d6d8d0f1c11.jwt'),
    },
    jsonUrl: say('/v/7K3M-9QX2-B4TN-W8RD'),
    sha256: say('d5e1b9c47f0a2c8e6b1f7a90c3d4e5f60718293a4b5c6d7e8f9010a2b3c4d5e6'),
  }
}

/** Every page of the kit, by name. */
export function samplePages(language: Language, say: Say = asWritten): Readonly<Record<string, VNode>> {
  const context = pageContext(language)
  const person = signedIn(language, say)
  const problem = {
    status: 422,
    code: 'invalid-input',
    detail: say('Some fields need attention.'),
    errors: [
      { pointer: '/title', detail: say("must have required property 'title'") },
      { pointer: '/criteria/0/level', detail: say('Choose a level or “not evidenced”.') },
    ],
  }
  return {
    'verify-form': <VerifyFormPage context={context} problem={null} values={{ url: say('https://x.example/badge') }} />,
    'verify-table': (
      <VerifyTablePage
        context={context}
        files={STATES.map((state) => ({
          fileName: say(`${state}.json`),
          report: report(state, say),
          code: say('7K3M-9QX2-B4TN-W8RD'),
          extra: extra(say),
        }))}
      />
    ),
    problem: <ProblemPage context={person} problem={problem} instance={say('urn:uuid:1')} />,
    home: <HomePage context={person} sections={homeSections(say)} />,
    'home-empty': <HomePage context={person} sections={[]} />,
    assessment: <AssessmentSample context={person} say={say} problem={problem} />,
    components: <ComponentsSample context={person} say={say} />,
  }
}

function homeSections(say: Say) {
  return [
    {
      title: say('Por evaluar'),
      empty: say('Nada.'),
      more: { href: say('/assessment'), label: say('Todas las evaluaciones') },
      tasks: [
        {
          href: say('/assessment/1'),
          title: say('Diseño de proyectos · Arancibia'),
          detail: say('Vence el 18 de junio'),
          state: { tone: 'attention' as const, label: say('Quedan 3 días') },
        },
        {
          href: say('/assessment/2'),
          title: say('Evaluación auténtica · Olmedo'),
          state: { tone: 'info' as const, label: say('Nueva') },
        },
      ],
    },
    { title: say('Por conciliar'), empty: say('No hay diferencias por conciliar.'), tasks: [] },
    {
      title: say('Por firmar'),
      empty: say('Nada.'),
      tasks: [{ href: say('/awards/1'), title: say('8 insignias esperan su firma') }],
    },
  ]
}

interface SampleProps {
  readonly context: PageContext
  readonly say: Say
}

function AssessmentSample({
  context,
  say,
  problem,
}: SampleProps & { problem: Parameters<typeof ErrorSummary>[0]['problem'] }) {
  const levels = ['Inicial', 'En desarrollo', 'Competente', 'Avanzado'].map((label, index) => ({
    value: String(index + 1),
    label: say(`${String(index + 1)} · ${label}`),
    hint: say('Describe el desempeño que se observa en la evidencia.'),
  }))
  return (
    <Layout context={context} title={say('Evaluar')}>
      <PageHeader
        title={say('Diseño de proyectos TP-STEM')}
        kicker={say('Evaluación · espacio A')}
        lead={say('Rodrigo Paillalef Muñoz')}
        back={{ href: say('/assessment'), label: say('Todas las evaluaciones') }}
      >
        <StateBadge tone="info" label={say('En curso')} />
      </PageHeader>
      <ErrorSummary context={context} problem={problem} labels={{ title: say('Título') }} />
      <Form
        context={context}
        action={say('/assessment/1')}
        problem={problem}
        values={{ title: say('Un título'), 'criteria.0.rationale': say('Porque…'), 'criteria.0.level': '3' }}
        multipart
      >
        <HiddenField name={say('version')} value={say('7')} />
        <TextField name="title" label={say('Título')} hint={say('Como en el portafolio')} required />
        <TextField name="password" type="password" label={say('Clave')} autocomplete="current-password" />
        <RadioGroup
          name="criteria.0.level"
          label={say('Formula un problema auténtico')}
          options={levels}
          required
          rating
        />
        <TextArea name="criteria.0.rationale" label={say('Fundamento')} keep={say('judgement-1-0')} required />
        <SelectField
          name="language"
          label={say('Idioma de la evidencia')}
          placeholder={say('Elija…')}
          options={[{ value: say('es'), label: say('Español') }]}
        />
        <DateField name="on" label={say('Fecha')} value={say('2026-06-01')} />
        <FileField name="file" label={say('Archivo')} hint={say('Hasta 50 MB')} multiple accept={say('.pdf')} />
        <CheckboxField name="declared" label={say('Declaro que no tengo conflictos de interés')} required />
        <CheckboxGroup name="evidence" label={say('Evidencia citada')} options={levels.slice(0, 2)} inline />
        <Actions>
          <Button>{say('Sellar')}</Button>
          <Button kind="secondary" name={say('step')} value={say('save')} formnovalidate formaction={say('/save')}>
            {say('Guardar')}
          </Button>
          <Button kind="danger">{say('Declinar')}</Button>
          <ButtonLink kind="quiet" href={say('/assessment')}>
            {say('Cancelar')}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

function ComponentsSample({ context, say }: SampleProps) {
  const people = ['Camila Arancibia Toro', 'Javiera Olmedo Cifuentes', 'Esteban Quilodrán Vera']
  return (
    <Layout context={context} title={say('Componentes')} width="wide">
      <PageHeader title={say('Insignias por firmar')} lead={say('Revise cada fila antes de aprobar.')} />
      <Steps
        context={context}
        steps={[
          { label: say('Evidencia'), state: 'done', href: say('/portfolio/1') },
          { label: say('Evaluación'), state: 'current' },
          { label: say('Decisión'), state: 'ahead' },
        ]}
      />
      <Table
        caption={say('Insignias por firmar')}
        showCaption
        rows={people}
        rowKey={(name) => name}
        columns={[
          { label: say('Nombre'), cell: (name) => say(name), isHeading: true },
          { label: say('Estado'), cell: () => <StateBadge tone="good" label={say('Competente')} /> },
          { label: say('Criterios'), cell: () => say('6 de 6'), align: 'end' },
        ]}
      />
      <Pagination context={context} previous={say('?before=1')} next={say('?after=2')} />
      <div class="card-grid">
        <Card title={say('Datos')} href={say('/x')} id="data">
          <DefinitionList
            items={[
              { term: say('Organización'), value: say('Fundación Horizonte Técnico') },
              { term: say('Nada'), value: null },
            ]}
          />
        </Card>
        <Card title={say('Hechos')} level={3}>
          <FactList
            context={context}
            facts={[
              { outcome: 'passed', label: say('La firma está intacta'), detail: say('Detalle') },
              { outcome: 'failed', label: say('Revocada') },
              { outcome: 'unknown', label: say('No se pudo comprobar') },
              { outcome: 'not-applicable', label: say('No aplica') },
            ]}
          />
        </Card>
      </div>
      <EmptyState title={say('Aún no hay evidencias')}>{say('Suba la primera.')}</EmptyState>
      <Notice kind="warning" title={say('Atención')}>
        {say('La página pública está desactivada.')}
      </Notice>
      <Notice kind="error">{say('No se pudo guardar.')}</Notice>
      <p>
        {(['good', 'info', 'attention', 'bad', 'neutral'] as const).map((tone) => (
          <StateBadge key={tone} tone={tone} label={say(tone)} />
        ))}
      </p>
      <LocalisedText context={context} text={{ fi: say('Osaaminen') }} />
    </Layout>
  )
}

export function verificationPage(
  language: Language,
  state: State,
  say: Say = asWritten,
  more: Partial<Report> = {},
): VNode {
  const own = state === 'not-found' || state === 'malformed' ? { jsonUrl: say('/v/7K3M-9QX2-B4TN-W8RD') } : extra(say)
  return (
    <VerificationPage
      context={pageContext(language)}
      report={report(state, say, more)}
      code={say('7K3M-9QX2-B4TN-W8RD')}
      extra={own}
    />
  )
}
