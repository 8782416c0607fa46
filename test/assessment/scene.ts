import { eq } from 'drizzle-orm'
import type { Actor } from '../../src/access/index.ts'
import {
  acceptJudgement,
  assignAssessor,
  saveCriterionJudgement,
  sealJudgement,
  type CriterionJudgement,
  type Mark,
} from '../../src/assessment/index.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness, type Randomness } from '../../src/kernel/ids.ts'
import { createProgramme, LONG_AGO, type PersonName, type TestProgramme } from '../support/programme.ts'

export const START = new Date('2026-05-04T12:00:00Z')
const DAY_MS = 24 * 60 * 60 * 1000

export interface Scene {
  readonly database: Database
  readonly clock: SettableClock
  readonly randomness: Randomness
  readonly programme: TestProgramme
  readonly people: TestProgramme['people']
  readonly submissionId: string
  readonly rubricId: string
  readonly microCourseId: string
  /** In the order of the rubric; level 3 of 4 is required. */
  readonly criteria: readonly [string, string]
  /** Two pieces of evidence of the submission. */
  readonly evidence: readonly [string, string]
  pass(days: number): void
}

const uuids = <Count extends number>(randomness: Randomness, count: Count) =>
  Array.from({ length: count }, () => randomness.uuid()) as string[] & { length: Count }

/** A submission of `participant`, submitted and waiting for its assessors; everybody who may judge is qualified. */
export async function createScene(database: Database, slug = 'home'): Promise<Scene> {
  const randomness = seededRandomness(`assessment-${slug}`)
  const clock = new SettableClock(START)
  const programme = await createProgramme(database, randomness, slug)
  const course = await createCourse(database, randomness, programme.id, programme.awarding)
  const submission = await createSubmission(database, randomness, programme, course)
  for (const name of JUDGES) await qualify(database, randomness, programme, name, course)
  return {
    database,
    clock,
    randomness,
    programme,
    people: programme.people,
    ...course,
    ...submission,
    pass: (days) => clock.set(new Date(clock.now().getTime() + days * DAY_MS)),
  }
}

const JUDGES = ['assessor', 'assessorB', 'assessor2', 'assessor2b', 'adjudicator', 'panel', 'panel2'] as const

type Course = Pick<Scene, 'rubricId' | 'microCourseId' | 'criteria'> & { readonly versionId: string }

async function createCourse(
  { owner }: Database,
  randomness: Randomness,
  programmeId: string,
  creatorOrganisationId: string,
): Promise<Course> {
  const [frameworkId, itemId, levelScaleId, rubricId, microCourseId, versionId] = uuids(randomness, 6)
  const text = (es: string) => ({ es, en: es, fi: es })
  await owner.insert(tables.frameworks).values({
    id: frameworkId ?? '',
    uri: `https://case.example/${frameworkId ?? ''}`,
    programmeId,
    version: '1.0.0',
    state: 'published',
    baseLanguage: 'es',
    title: text('Marco'),
    description: text('Marco'),
    creatorOrganisationId,
    license: 'CC-BY-4.0',
    contentHash: 'f',
    lastChangeAt: LONG_AGO,
  })
  await owner.insert(tables.frameworkItems).values({
    id: itemId ?? '',
    uri: `https://case.example/${itemId ?? ''}`,
    programmeId,
    frameworkId: frameworkId ?? '',
    kind: 'competency',
    code: 'A1',
    sequence: 1,
    title: text('Competencia'),
    statement: text('Hace.'),
    lastChangeAt: LONG_AGO,
  })
  await owner.insert(tables.levelScales).values({
    id: levelScaleId ?? '',
    programmeId,
    title: text('Escala'),
    levels: [1, 2, 3, 4].map((position) => ({ position, name: text(`Nivel ${String(position)}`) })),
    requiredLevelDefault: 3,
  })
  await owner.insert(tables.rubrics).values({
    id: rubricId ?? '',
    uri: `https://case.example/${rubricId ?? ''}`,
    programmeId,
    frameworkId: frameworkId ?? '',
    version: '1.0.0',
    title: text('Rúbrica'),
    levelScaleId: levelScaleId ?? '',
  })
  const criteria: string[] = []
  for (const position of [1, 2]) {
    const criterionId = randomness.uuid()
    criteria.push(criterionId)
    await owner.insert(tables.criteria).values({
      id: criterionId,
      uri: `https://case.example/${criterionId}`,
      programmeId,
      rubricId: rubricId ?? '',
      competencyId: itemId ?? '',
      position,
      title: text(`Criterio ${String(position)}`),
      requiredLevel: 3,
      isCritical: false,
    })
    await owner.insert(tables.criterionLevels).values(
      [1, 2, 3, 4].map((level) => ({
        id: randomness.uuid(),
        uri: `https://case.example/${criterionId}/${String(level)}`,
        programmeId,
        criterionId,
        position: level,
        quality: text(`Calidad ${String(level)}`),
        descriptor: text(`Descriptor ${String(position)}.${String(level)}`),
      })),
    )
  }
  await owner
    .update(tables.rubrics)
    .set({ frozenAt: LONG_AGO })
    .where(eq(tables.rubrics.id, rubricId ?? ''))
  await owner.insert(tables.microCourses).values({ id: microCourseId ?? '', programmeId, code: 'M1', sequence: 1 })
  await owner.insert(tables.microCourseVersions).values({
    id: versionId ?? '',
    programmeId,
    microCourseId: microCourseId ?? '',
    frameworkId: frameworkId ?? '',
    version: '1.0.0',
    state: 'published',
    baseLanguage: 'es',
    title: text('Curso'),
    description: text('Curso'),
    rubricId: rubricId ?? '',
    currencyWindowMonths: 24,
    maxAttempts: 3,
    eu: {
      notionalWorkloadHours: 30,
      credits: [],
      level: { notApplicableReason: text('Sin nivel') },
      assessmentTypes: ['portfolio'],
      participation: { value: 'blended' },
      supervision: { value: 'unsupervised' },
      qualityAssurance: { type: 'peer', description: text('Dos organizaciones') },
      prerequisites: text('Ninguno'),
      stackability: { value: 'stand-alone' },
      languagesOfInstruction: ['es'],
      languagesOfAssessment: ['es'],
    },
    contentHash: 'v',
    createdAt: LONG_AGO,
  })
  return {
    rubricId: rubricId ?? '',
    microCourseId: microCourseId ?? '',
    versionId: versionId ?? '',
    criteria: criteria as unknown as [string, string],
  }
}

async function createSubmission(
  { owner }: Database,
  randomness: Randomness,
  programme: TestProgramme,
  course: Course,
): Promise<Pick<Scene, 'submissionId' | 'evidence'>> {
  const programmeId = programme.id
  const participantId = programme.people.participant.personId ?? ''
  const submissionId = randomness.uuid()
  const evidence: string[] = []
  for (const title of ['Plan', 'Foto']) {
    const [itemId, versionId] = uuids(randomness, 2)
    evidence.push(versionId ?? '')
    await owner.insert(tables.evidenceItems).values({
      id: itemId ?? '',
      programmeId,
      ownerId: participantId,
      type: 'text_reflection',
      title: { es: title },
      createdAt: LONG_AGO,
    })
    await owner.insert(tables.evidenceVersions).values({
      id: versionId ?? '',
      programmeId,
      itemId: itemId ?? '',
      version: 1,
      capturedOn: '2026-04-01',
      language: 'es',
      identifiablePeople: 'none',
      scanStatus: 'clean',
      integrity: 'content_addressed',
      mediaType: 'text/plain',
      byteSize: 4,
      sha256: title === 'Plan' ? 'a'.repeat(64) : 'b'.repeat(64),
      fileName: `${title}.txt`,
      createdAt: LONG_AGO,
    })
  }
  await owner.insert(tables.submissions).values({
    id: submissionId,
    programmeId,
    participantId,
    cohortId: programme.cohortId,
    microCourseId: course.microCourseId,
    versionId: course.versionId,
    versionContentHash: 'v',
    rubricId: course.rubricId,
    attempt: 1,
    route: 'standard',
    state: 'draft',
    createdAt: LONG_AGO,
  })
  await owner.insert(tables.submissionItems).values(
    course.criteria.flatMap((criterionId) =>
      evidence.map((evidenceVersionId, position) => ({
        programmeId,
        submissionId,
        criterionId,
        evidenceVersionId,
        position,
      })),
    ),
  )
  await owner
    .update(tables.submissions)
    .set({ state: 'submitted', submittedAt: START })
    .where(eq(tables.submissions.id, submissionId))
  return { submissionId, evidence: evidence as unknown as [string, string] }
}

async function qualify(
  { owner }: Database,
  randomness: Randomness,
  programme: TestProgramme,
  name: PersonName,
  { microCourseId, rubricId }: Course,
): Promise<void> {
  await owner.insert(tables.assessorQualifications).values({
    id: randomness.uuid(),
    programmeId: programme.id,
    personId: programme.people[name].personId ?? '',
    microCourseId,
    rubricId,
    calibratedAt: LONG_AGO,
    validUntil: new Date('2027-01-01T00:00:00Z'),
  })
}

export const ALL_HOLD = { valid: true, authentic: true, current: true, sufficient: true }

export function judged(scene: Scene, criterion: 0 | 1, mark: Mark): CriterionJudgement {
  const rulesOfEvidence = mark === 'NE' ? { ...ALL_HOLD, sufficient: false } : ALL_HOLD
  return {
    criterionId: scene.criteria[criterion],
    mark,
    rationale: { es: `Fundamento secreto ${String(mark)}` },
    rulesOfEvidence,
    evidenceVersionIds: mark === 'NE' ? [] : [scene.evidence[0]],
  }
}

export type Marks = readonly [Mark | null, Mark | null]

export async function assign(scene: Scene, slot: 'A' | 'B', name: PersonName): Promise<string> {
  const assessorId = scene.people[name].personId ?? ''
  const { submissionId, people } = scene
  const { judgementId } = await assignAssessor(scene, people.coordinator, { submissionId, slot, assessorId })
  return judgementId
}

/** Accepts, judges what is not null, and seals. */
export async function judgeAndSeal(scene: Scene, actor: Actor, judgementId: string, marks: Marks): Promise<void> {
  await fillIn(scene, actor, judgementId, marks)
  await sealJudgement(scene, actor, judgementId, { languageSupport: 'assessor_reads_language' })
}

export async function fillIn(scene: Scene, actor: Actor, judgementId: string, marks: Marks): Promise<void> {
  await acceptJudgement(scene, actor, judgementId)
  for (const criterion of [0, 1] as const) {
    const mark = marks[criterion]
    if (mark !== null) await saveCriterionJudgement(scene, actor, judgementId, judged(scene, criterion, mark))
  }
}

/** Both first-round judgements assigned, judged and sealed; a day passes between the seals. */
export async function firstRound(scene: Scene, a: Marks, b: Marks): Promise<{ A: string; B: string }> {
  const A = await assign(scene, 'A', 'assessor')
  const B = await assign(scene, 'B', 'assessor2')
  await judgeAndSeal(scene, scene.people.assessor, A, a)
  scene.pass(1)
  await judgeAndSeal(scene, scene.people.assessor2, B, b)
  return { A, B }
}

export async function stateOf(scene: Scene): Promise<string | undefined> {
  const [found] = await scene.database.owner
    .select({ state: tables.submissions.state })
    .from(tables.submissions)
    .where(eq(tables.submissions.id, scene.submissionId))
  return found?.state
}

/** The newest version first. */
export async function decisions(scene: Scene) {
  const found = await scene.database.owner
    .select()
    .from(tables.decisions)
    .where(eq(tables.decisions.submissionId, scene.submissionId))
  return found.sort((a, b) => b.version - a.version)
}

export async function currentDecisionId(scene: Scene): Promise<string> {
  return (await decisions(scene))[0]?.id ?? ''
}
