import { t } from '../support/test.ts'
import {
  assignmentRefusal,
  liveConflict,
  type AssignmentQuestion,
  type Conflict,
  type Seat,
} from '../../src/assessment/assignment-rules.ts'
import { appealUntil } from '../../src/assessment/deadlines.ts'
import { difference, type Mark } from '../../src/assessment/marks.ts'
import { appealRefusal, mayClose, releaseRefusal } from '../../src/assessment/release-rules.ts'
import {
  criterionRefusal,
  sealRefusal,
  type CriterionJudgement,
  type SealQuestion,
} from '../../src/assessment/seal-rules.ts'

const AT = new Date('2026-05-01T12:00:00Z')

for (const [a, b, kind, crossesThreshold, levelsApart] of [
  [3, 3, 'equal', false, 0],
  ['NE', 'NE', 'equal', false, null],
  [3, 4, 'same-side', false, 1],
  [1, 2, 'same-side', false, 1],
  ['NE', 1, 'same-side', false, null],
  ['NE', 2, 'same-side', false, null],
  [2, 3, 'conversation', true, 1],
  [3, 2, 'conversation', true, 1],
  [2, 4, 'conversation', true, 2],
  [1, 4, 'conversation', true, 3],
  ['NE', 3, 'conversation', true, null],
  [4, 'NE', 'conversation', true, null],
] as const satisfies readonly (readonly [Mark, Mark, string, boolean, number | null])[]) {
  t.test(`${String(a)} against ${String(b)}: ${kind}`, async (t) => {
    t.strictSame(difference(a, b, 3), { kind, crossesThreshold, levelsApart })
  })
}
t.test('two levels apart on one side of the threshold still asks for a conversation', async (t) => {
  t.match(difference(2, 4, 2), { kind: 'conversation', crossesThreshold: false, levelsApart: 2 })
})

const mentor: Conflict = {
  kind: 'mentor',
  source: 'derived',
  startsOn: '2025-03-01',
  endsOn: '2025-05-31',
  coolingOffMonths: 12,
}
const declared: Conflict = {
  kind: 'family',
  source: 'declared',
  startsOn: '2025-01-01',
  endsOn: null,
  coolingOffMonths: 0,
}
for (const { name, conflicts, at, expected } of [
  { name: 'a running pairing', conflicts: [{ ...mentor, endsOn: null }], at: '2026-05-01', expected: 'mentor' },
  { name: 'the last day of cooling-off', conflicts: [mentor], at: '2026-05-31', expected: 'mentor' },
  { name: 'the day after cooling-off', conflicts: [mentor], at: '2026-06-01', expected: undefined },
  { name: 'a pairing that starts tomorrow', conflicts: [mentor], at: '2025-02-28', expected: undefined },
  { name: 'the mentor first', conflicts: [declared, mentor], at: '2026-01-01', expected: 'mentor' },
  {
    name: 'a cooling-off that ends in a shorter month',
    conflicts: [{ ...mentor, startsOn: '2023-01-01', endsOn: '2024-02-29' }],
    at: '2025-02-28',
    expected: 'mentor',
  },
  { name: 'nothing', conflicts: [], at: '2026-01-01', expected: undefined },
]) {
  t.test(`live conflict: ${name}`, async (t) => {
    t.equal(liveConflict(conflicts, new Date(`${at}T23:00:00Z`))?.kind, expected)
  })
}

const seat = (change: Partial<Seat>): Seat => ({
  slot: 'A',
  state: 'accepted',
  assessorId: 'ana',
  organisationId: 'one',
  appealId: null,
  isSealed: false,
  ...change,
})
const question = (change: Partial<AssignmentQuestion> = {}): AssignmentQuestion => ({
  slot: 'B',
  appealId: null,
  participantId: 'pia',
  assessingOrganisationIds: ['one', 'two'],
  seats: [seat({})],
  candidate: { personId: 'bea', organisationId: 'two', holdsRole: true, isQualified: true, conflicts: [] },
  at: AT,
  ...change,
})
const candidate = (change: Partial<AssignmentQuestion['candidate']>) => ({ ...question().candidate, ...change })
const sealedRound = [
  seat({ state: 'revealed', isSealed: true }),
  seat({ slot: 'B', assessorId: 'bo', organisationId: 'two', state: 'revealed', isSealed: true }),
]

for (const { name, change, code } of [
  { name: 'somebody of the other organisation', change: {}, code: undefined },
  { name: 'the participant', change: { candidate: candidate({ personId: 'pia' }) }, code: 'coi-self' },
  { name: 'the mentor', change: { candidate: candidate({ conflicts: [mentor] }) }, code: 'coi-mentor' },
  { name: 'a declared relative', change: { candidate: candidate({ conflicts: [declared] }) }, code: 'coi-declared' },
  {
    name: 'somebody without the role',
    change: { candidate: candidate({ holdsRole: false }) },
    code: 'assessor-role-missing',
  },
  {
    name: 'a colleague of slot A',
    change: { candidate: candidate({ organisationId: 'one' }) },
    code: 'joint-orgs-required',
  },
  { name: 'the person of slot A', change: { candidate: candidate({ personId: 'ana' }) }, code: 'joint-orgs-required' },
  {
    name: 'a stranger to the programme',
    change: { candidate: candidate({ organisationId: 'six' }) },
    code: 'joint-orgs-required',
  },
  {
    name: 'somebody without organisation',
    change: { candidate: candidate({ organisationId: null }) },
    code: 'joint-orgs-required',
  },
  { name: 'somebody for a filled slot', change: { slot: 'A' as const }, code: 'slot-taken' },
  {
    name: 'somebody for a slot declined before',
    change: { slot: 'A' as const, seats: [seat({ state: 'declined' })] },
    code: undefined,
  },
  {
    name: 'somebody for a voided slot',
    change: { slot: 'A' as const, seats: [seat({ state: 'void' })] },
    code: undefined,
  },
  {
    name: 'somebody without qualification',
    change: { candidate: candidate({ isQualified: false }) },
    code: 'qualification-missing',
  },
  { name: 'a fresh adjudicator', change: { slot: 'adjudicator' as const, seats: sealedRound }, code: undefined },
  {
    name: 'an assessor as adjudicator',
    change: {
      slot: 'adjudicator' as const,
      seats: sealedRound,
      candidate: candidate({ personId: 'ana', organisationId: 'one' }),
    },
    code: 'prior-involvement',
  },
  {
    name: 'an assessor whose sealed judgement was voided, as adjudicator',
    change: {
      slot: 'adjudicator' as const,
      seats: [...sealedRound, seat({ assessorId: 'bea', state: 'void' as const, isSealed: true })],
    },
    code: 'prior-involvement',
  },
  {
    name: 'an adjudicator who declined before, on the panel',
    change: {
      slot: 'appeal_panel' as const,
      appealId: 'x',
      seats: [...sealedRound, seat({ slot: 'adjudicator', assessorId: 'bea', state: 'declined' })],
    },
    code: undefined,
  },
  {
    name: 'a member twice on one panel',
    change: {
      slot: 'appeal_panel' as const,
      appealId: 'x',
      seats: [...sealedRound, seat({ slot: 'appeal_panel', assessorId: 'bea', appealId: 'x' })],
    },
    code: 'prior-involvement',
  },
  {
    name: 'a second panel member',
    change: {
      slot: 'appeal_panel' as const,
      appealId: 'x',
      seats: [...sealedRound, seat({ slot: 'appeal_panel', assessorId: 'eve', appealId: 'x' })],
    },
    code: undefined,
  },
]) {
  t.test(`assigning ${name}: ${code ?? 'allowed'}`, async (t) => {
    t.equal(assignmentRefusal(question(change))?.code, code)
  })
}

const judged = (change: Partial<CriterionJudgement> = {}): CriterionJudgement => ({
  criterionId: 'c',
  mark: 3,
  rationale: { es: 'Se observa.' },
  rulesOfEvidence: { valid: true, authentic: true, current: true, sufficient: true },
  evidenceVersionIds: ['e'],
  ...change,
})
const ALL_HOLD = judged().rulesOfEvidence
const open = [{ criterionId: 'c', requiredLevel: 3, levels: [1, 2, 3, 4], standing: null, isRequired: true }]
const sealing = (change: Partial<SealQuestion> = {}): SealQuestion => ({
  open,
  judged: [judged()],
  snapshot: ['e', 'f'],
  isQualified: true,
  languageSupport: 'assessor_reads_language',
  evidenceLanguages: ['es'],
  assessorLanguages: ['es', 'fi'],
  ...change,
})
const insufficient = { ...ALL_HOLD, sufficient: false }

for (const { name, change, code } of [
  { name: 'a complete judgement', change: {}, code: undefined },
  { name: 'a missing criterion', change: { judged: [] }, code: 'judgement-incomplete' },
  {
    name: 'an empty rationale',
    change: { judged: [judged({ rationale: { es: ' ' } })] },
    code: 'judgement-incomplete',
  },
  {
    name: 'a met level without evidence',
    change: { judged: [judged({ evidenceVersionIds: [] })] },
    code: 'evidence-required',
  },
  {
    name: 'an unmet level without evidence',
    change: { judged: [judged({ mark: 2, evidenceVersionIds: [] })] },
    code: undefined,
  },
  {
    name: 'not evidenced, without evidence',
    change: { judged: [judged({ mark: 'NE', evidenceVersionIds: [], rulesOfEvidence: insufficient })] },
    code: undefined,
  },
  {
    name: 'a level on insufficient evidence',
    change: { judged: [judged({ mark: 1, rulesOfEvidence: { ...insufficient, reason: 'poco' } })] },
    code: 'insufficient-is-not-evidenced',
  },
  {
    name: 'a rule not met without reason',
    change: { judged: [judged({ rulesOfEvidence: { ...ALL_HOLD, current: false } })] },
    code: 'judgement-incomplete',
  },
  {
    name: 'a rule not met with its reason',
    change: { judged: [judged({ rulesOfEvidence: { ...ALL_HOLD, current: false, reason: 'de 2024' } })] },
    code: undefined,
  },
  {
    name: 'evidence from elsewhere',
    change: { judged: [judged({ evidenceVersionIds: ['x'] })] },
    code: 'evidence-not-in-submission',
  },
  { name: 'a level that does not exist', change: { judged: [judged({ mark: 5 })] }, code: 'unknown-level' },
  {
    name: 'a criterion that is not open',
    change: { judged: [judged(), judged({ criterionId: 'd' })] },
    code: 'criterion-not-open',
  },
  { name: 'an expired qualification', change: { isQualified: false }, code: 'qualification-missing' },
  { name: 'no word on the language', change: { languageSupport: null }, code: 'language-support-required' },
  {
    name: 'reading a language that one does not',
    change: { assessorLanguages: ['fi'] },
    code: 'language-not-read',
  },
  {
    name: 'a reviewed translation',
    change: { assessorLanguages: ['fi'], languageSupport: 'machine_translation_reviewed' as const },
    code: undefined,
  },
  { name: 'languages never named', change: { assessorLanguages: [] }, code: undefined },
  {
    name: 'a panel mark below the contested one',
    change: { open: open.map((one) => ({ ...one, standing: 4 as const })) },
    code: 'appeal-cannot-worsen',
  },
  {
    name: 'a panel mark that confirms',
    change: { open: open.map((one) => ({ ...one, standing: 3 as const })) },
    code: undefined,
  },
]) {
  t.test(`sealing ${name}: ${code ?? 'allowed'}`, async (t) => {
    t.equal(sealRefusal(sealing(change))?.code, code)
  })
}
t.test('the gaps of a judgement are named one by one', async (t) => {
  const two = [...open, { criterionId: 'd', requiredLevel: 3, levels: [1, 2, 3, 4], standing: null, isRequired: true }]
  t.strictSame(
    sealRefusal(sealing({ open: two, judged: [judged({ rationale: {} })] }))?.errors.map(({ pointer }) => pointer),
    ['/criteria/c/rationale', '/criteria/d'],
  )
})
t.test('a draft may still lack what sealing asks for', async (t) => {
  t.equal(criterionRefusal(judged({ evidenceVersionIds: [], rationale: {} }), open, ['e']), null)
})

const unmet = { criterionId: 'c', isMet: false }
for (const { name, change, code } of [
  { name: 'with feedback', change: {}, code: undefined },
  { name: 'without feedback on an unmet criterion', change: { feedback: [] }, code: 'feedback-required' },
  {
    name: 'with empty feedback',
    change: { feedback: [{ criterionId: 'c', text: { es: '  ' } }] },
    code: 'feedback-required',
  },
  {
    name: 'when all is met',
    change: { feedback: [], perCriterion: [{ criterionId: 'c', isMet: true }] },
    code: undefined,
  },
  { name: 'twice', change: { releasedAt: AT }, code: 'immutable' },
  { name: 'of a superseded version', change: { supersededAt: AT }, code: 'immutable' },
]) {
  t.test(`release ${name}: ${code ?? 'allowed'}`, async (t) => {
    const question = {
      releasedAt: null,
      supersededAt: null,
      perCriterion: [unmet],
      feedback: [{ criterionId: 'c', text: { es: 'Agregue…' } }],
    }
    t.equal(releaseRefusal({ ...question, ...change })?.code, code)
  })
}

const until = new Date('2026-05-05T14:00:00Z')
for (const { name, change, code } of [
  { name: 'inside the window', change: {}, code: undefined },
  { name: 'at its last instant', change: { at: until }, code: undefined },
  { name: 'a second later', change: { at: new Date('2026-05-05T14:00:01Z') }, code: 'appeal-window-closed' },
  {
    name: 'the next UTC day, still the same day in Chile',
    change: { at: new Date('2026-05-06T00:00:00Z') },
    code: 'appeal-window-closed',
  },
  { name: 'after a panel', change: { appealUntil: null }, code: 'appeal-window-closed' },
  { name: 'while another is open', change: { hasOpenAppeal: true }, code: 'appeal-open' },
  { name: 'before release', change: { releasedAt: null }, code: 'decision-not-released' },
  { name: 'against a superseded version', change: { supersededAt: AT }, code: 'decision-not-released' },
]) {
  t.test(`appeal ${name}: ${code ?? 'allowed'}`, async (t) => {
    const question = { releasedAt: AT, supersededAt: null, appealUntil: until, hasOpenAppeal: false, at: AT }
    t.equal(appealRefusal({ ...question, ...change })?.code, code)
  })
}

for (const { name, change, expected } of [
  { name: 'competent', change: { outcome: 'competent' as const }, expected: true },
  {
    name: 'competent with an open appeal',
    change: { outcome: 'competent' as const, hasOpenAppeal: true },
    expected: false,
  },
  { name: 'not yet, window open', change: {}, expected: false },
  { name: 'not yet, window over', change: { at: new Date('2026-05-05T14:00:01Z') }, expected: true },
  { name: 'not yet, decided by a panel', change: { appealUntil: null }, expected: true },
  { name: 'not released', change: { releasedAt: null }, expected: false },
]) {
  t.test(`closing ${name}: ${String(expected)}`, async (t) => {
    const question = {
      outcome: 'not_yet_competent' as const,
      releasedAt: AT,
      appealUntil: until,
      hasOpenAppeal: false,
      at: AT,
    }
    t.equal(mayClose({ ...question, ...change }), expected)
  })
}

t.test('the appeal window is stored to the minute', async (t) => {
  t.strictSame(appealUntil(new Date('2026-04-21T14:00:00Z'), 14), until)
})
