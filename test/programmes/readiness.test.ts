import { t } from '../support/test.ts'
import {
  isReady,
  readinessOf,
  STEPS,
  type ProgrammeFacts,
  type StaffMember,
  type StepKey,
} from '../../src/programmes/readiness.ts'

const person = (id: string, organisationId: string | null, ...roles: StaffMember['roles']): StaffMember => ({
  ...{ id, organisationId, roles },
})

/** Nobody can be spared: five adults and a teacher. */
const SMALLEST: ProgrammeFacts = {
  profile: 'pilot',
  awardingOrganisationId: 'chile',
  assessingOrganisationIds: ['chile', 'finland'],
  endorsingOrganisationIds: ['finland'],
  staff: [
    person('ana', 'chile', 'assessor', 'validator'),
    person('eero', 'finland', 'assessor', 'validator'),
    person('carla', 'chile', 'adjudicator', 'author', 'coordinator'),
    person('diego', 'chile', 'signatory'),
    person('salla', 'finland', 'signatory'),
  ],
  drafts: [['carla']],
  publishedFrameworks: 1,
  courses: [['ana', 'eero', 'carla']],
  participants: [{ id: 'teacher', tiedIds: [] }],
  runningCohorts: 1,
}

const read = (change: Partial<ProgrammeFacts>) =>
  readinessOf({ organisations: 2, programme: { ...SMALLEST, ...change } })
const without = (id: string) => ({ staff: SMALLEST.staff.filter((one) => one.id !== id) })
const and = (...people: StaffMember[]) => ({
  staff: [...SMALLEST.staff.filter(({ id }) => people.every((one) => one.id !== id)), ...people],
})
const open = (steps: ReturnType<typeof read>) =>
  steps.flatMap(({ key, state, shortcoming }) => (state === 'missing' ? [`${key}: ${shortcoming ?? 'nobody'}`] : []))

t.test('an empty service waits for two organisations, and all the rest for the programme', async (t) => {
  const steps = readinessOf({ organisations: 0, programme: null })
  t.strictSame(
    steps.map(({ key }) => key),
    [...STEPS],
  )
  t.strictSame(
    steps.map(({ state }) => state),
    ['missing', ...Array<string>(STEPS.length - 1).fill('waiting')],
  )
  t.match(readinessOf({ organisations: 1, programme: null })[0], { state: 'missing', have: 1, need: 2 })
  t.match(readinessOf({ organisations: 2, programme: null })[1], { key: 'programme', state: 'missing' })
})

t.test('five people and a teacher are a pilot, and none of them can be spared', async (t) => {
  const steps = read({})
  t.strictSame(open(steps), [])
  t.ok(isReady(steps))
  t.match(
    steps.find(({ key }) => key === 'appeals-panel'),
    { state: 'optional', have: 0 },
  )
  for (const { id } of SMALLEST.staff) t.notOk(isReady(read(without(id))), id)
})

t.test('a standard programme names its appeals panel from the start', async (t) => {
  t.strictSame(open(read({ profile: 'standard' })), ['appeals-panel: nobody'])
  const panel = [person('p', 'chile', 'appeals_panel'), person('q', 'finland', 'appeals_panel')]
  t.strictSame(open(read({ profile: 'standard', ...and(...panel) })), [])
  const ofOne = [person('p', 'chile', 'appeals_panel'), person('q', 'chile', 'appeals_panel')]
  t.strictSame(open(read({ profile: 'standard', ...and(...ofOne) })), ['appeals-panel: one-organisation'])
  const judges = [
    person('ana', 'chile', 'assessor', 'validator', 'appeals_panel'),
    person('q', 'finland', 'appeals_panel'),
  ]
  t.strictSame(open(read({ profile: 'standard', ...and(...judges) })), ['appeals-panel: same-people'])
})

interface Row {
  readonly name: string
  readonly change: Partial<ProgrammeFacts>
  readonly expected: readonly string[]
}

const ROWS: readonly Row[] = [
  {
    name: 'nobody coordinates',
    change: and(person('carla', 'chile', 'adjudicator', 'author')),
    expected: ['coordinator: nobody'],
  },
  {
    name: 'one validator is none for the joint approval',
    change: and(person('eero', 'finland', 'assessor')),
    expected: ['validators: too-few'],
  },
  {
    name: 'validators of one organisation',
    change: and(person('eero', 'finland', 'assessor'), person('v', 'chile', 'validator')),
    expected: ['validators: one-organisation'],
  },
  {
    name: 'a validator without organisation approves for nobody',
    change: and(person('eero', 'finland', 'assessor'), person('v', null, 'validator')),
    expected: ['validators: too-few'],
  },
  {
    name: 'the one who wrote the draft cannot approve it',
    change: { drafts: [['eero']] },
    expected: ['validators: authors'],
  },
  {
    name: 'the only author is one of the two validators',
    change: {
      drafts: [],
      ...and(
        person('carla', 'chile', 'adjudicator', 'coordinator'),
        person('ana', 'chile', 'assessor', 'validator', 'author'),
      ),
    },
    expected: ['validators: authors'],
  },
  {
    name: 'assessors of one organisation',
    change: and(person('eero', 'finland', 'validator'), person('x', 'chile', 'assessor')),
    expected: ['assessors: one-organisation', 'qualification: not-qualified'],
  },
  {
    name: 'an assessor of an organisation that does not assess',
    change: and(person('eero', 'finland', 'validator'), person('x', 'peru', 'assessor')),
    expected: ['assessors: other-organisation', 'qualification: not-qualified'],
  },
  {
    name: 'the adjudicator is one of the two assessors',
    change: and(
      person('carla', 'chile', 'author', 'coordinator'),
      person('ana', 'chile', 'assessor', 'adjudicator', 'validator'),
    ),
    expected: ['adjudicator: same-people', 'qualification: not-qualified'],
  },
  {
    name: 'an adjudicator who assesses as well can be replaced as assessor',
    change: {
      ...and(
        person('carla', 'chile', 'author', 'coordinator'),
        person('ana', 'chile', 'assessor', 'adjudicator', 'validator'),
        person('x', 'chile', 'assessor'),
      ),
      courses: [['ana', 'eero', 'x']],
    },
    expected: [],
  },
  {
    name: 'a signatory who judges',
    change: and(person('diego', 'chile'), person('ana', 'chile', 'assessor', 'validator', 'signatory')),
    expected: ['signatory: same-people'],
  },
  {
    name: 'a signatory of the partner alone',
    change: and(person('diego', 'finland', 'signatory')),
    expected: ['signatory: nobody'],
  },
  {
    name: 'no signatory of the partner',
    change: and(person('salla', 'chile', 'signatory')),
    expected: ['partner-signatory: nobody'],
  },
  {
    name: 'a partner that assesses and does not endorse',
    change: { endorsingOrganisationIds: ['peru'] },
    expected: ['partner-signatory: nobody'],
  },
  {
    name: 'a teacher tied to an assessor, and nobody in their place',
    change: {
      participants: [
        { id: 'free', tiedIds: [] },
        { id: 'tied', tiedIds: ['ana'] },
      ],
    },
    expected: ['assessors: ties'],
  },
  {
    name: 'a teacher tied to an assessor who can be replaced',
    change: {
      participants: [{ id: 'tied', tiedIds: ['ana'] }],
      ...and(person('x', 'chile', 'assessor')),
    },
    expected: [],
  },
  {
    name: 'a teacher who signs for the partner does not sign for themself',
    change: { participants: [{ id: 'salla', tiedIds: [] }] },
    expected: ['partner-signatory: ties'],
  },
  {
    name: 'an assessor without qualification',
    change: {
      courses: [
        ['ana', 'carla'],
        ['ana', 'eero', 'carla'],
      ],
    },
    expected: ['qualification: not-qualified'],
  },
  { name: 'no cohort', change: { runningCohorts: 0 }, expected: ['cohort: nobody'] },
  { name: 'nobody enrolled', change: { participants: [] }, expected: ['participant: nobody'] },
  { name: 'no framework', change: { publishedFrameworks: 0 }, expected: ['framework: nobody'] },
]

for (const { name, change, expected } of ROWS)
  t.test(name, async (t) => {
    t.strictSame(open(read(change)), expected)
  })

t.test('qualification waits for a micro-course, and counts those without judges', async (t) => {
  const state = (steps: ReturnType<typeof read>, wanted: StepKey) => steps.find(({ key }) => key === wanted)
  t.match(state(read({ courses: [] }), 'qualification'), { state: 'waiting' })
  t.match(state(read({ courses: [['ana'], ['ana', 'eero', 'carla'], []] }), 'qualification'), {
    ...{ state: 'missing', have: 1, need: 3, affected: 2 },
  })
})

t.test('a tie of one teacher is counted once, and ties that hinder nobody are not', async (t) => {
  const participants = [
    { id: 't1', tiedIds: ['ana'] },
    { id: 't2', tiedIds: ['eero', 'ana'] },
    { id: 't3', tiedIds: ['diego'] },
  ]
  const assessors = read({ participants }).find(({ key }) => key === 'assessors')
  t.match(assessors, { shortcoming: 'ties', affected: 2 })
})
