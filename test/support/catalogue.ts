import type { Actor } from '../../src/access/index.ts'
import {
  createMicroCourse,
  editRubric,
  loadVersion,
  publishVersion,
  requestVersionReview,
  reviewVersion,
  type EuElements,
  type MicroCourseVersion,
  type NewVersionInput,
} from '../../src/courses/index.ts'
import type { Database } from '../../src/database/index.ts'
import {
  addAlignment,
  addItem,
  createFramework,
  createLevelScale,
  publishFramework,
  requestFrameworkReview,
  reviewFramework,
  type AuthoringDeps,
} from '../../src/frameworks/index.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { seededRandomness, type Randomness } from '../../src/kernel/ids.ts'
import type { TestProgramme } from './programme.ts'

export const PUBLIC_URL = 'https://insignia.example'
export const CATALOGUE_AT = new Date('2026-02-01T12:00:00Z')

export interface AuthoringServices extends AuthoringDeps {
  readonly clock: SettableClock
}

export function authoringServices(
  database: Database,
  randomness: Randomness = seededRandomness('catalogue'),
): AuthoringServices {
  const config = { publicUrl: PUBLIC_URL } as AuthoringDeps['config']
  return { database, randomness, clock: new SettableClock(CATALOGUE_AT), config }
}

export const EU_ELEMENTS: EuElements = {
  notionalWorkloadHours: 27,
  credits: [{ scheme: 'ECTS', value: 1, status: 'indicative', hoursPerCredit: 27 }],
  level: {
    framework: 'EQF',
    value: 6,
    basis: 'declared_by_awarding_body',
    uri: 'http://data.europa.eu/snb/eqf/6',
  },
  assessmentTypes: ['portfolio', 'application_of_a_skill'],
  participation: { value: 'blended', uri: 'http://data.europa.eu/snb/learning-assessment/e92d221e4d' },
  supervision: {
    value: 'unsupervised_no_id_verification',
    uri: 'http://data.europa.eu/snb/supervision-verification/c598449d64',
  },
  qualityAssurance: {
    type: 'internal_with_external_co_assessment',
    description: { es: 'Evaluación conjunta de dos organizaciones.', en: 'Joint assessment by two organisations.' },
  },
  prerequisites: { es: 'Contar con un curso en que aplicar lo aprendido.' },
  stackability: { value: 'stackable' },
  languagesOfInstruction: ['es'],
  languagesOfAssessment: ['es', 'en'],
}

export interface DraftFramework {
  readonly frameworkId: string
  readonly areaId: string
  readonly competencyIds: readonly [string, string]
  readonly levelScaleId: string
}

/** A framework of one area and two competencies, one of them aligned, and a scale of four levels of which three are required. */
export async function draftFramework(services: AuthoringDeps, programme: TestProgramme): Promise<DraftFramework> {
  const { author } = programme.people
  const { id: frameworkId } = await createFramework(services, author, {
    programmeId: programme.id,
    version: '1.0.0',
    baseLanguage: 'es',
    title: { es: 'Marco de prueba', en: 'Test framework', fi: 'Testiviitekehys' },
    description: { es: 'Para pruebas.' },
    license: 'CC BY 4.0',
  })
  const item = async (kind: 'area' | 'competency', code: string, parentId: string | null, sequence: number) => {
    const texts = { title: { es: `Título ${code}`, en: `Title ${code}` }, statement: { es: `Enunciado ${code}.` } }
    const input = { kind, code, parentId, sequence, ...texts, keywords: [code.toLowerCase()] }
    return (await addItem(services, author, frameworkId, input)).id
  }
  const areaId = await item('area', 'A', null, 1)
  const competencyIds = [await item('competency', 'A1', areaId, 1), await item('competency', 'A2', areaId, 2)] as const
  await addAlignment(services, author, frameworkId, competencyIds[0], {
    targetFramework: 'ESCO v1.2.0',
    targetName: 'developing educational programmes',
    targetUrl: 'http://data.europa.eu/esco/skill/7e0b93e0-0de7-4607-b07f-27a6828d3ff0',
    targetType: 'ext:ESCOSkill',
    relation: 'isRelatedTo',
    isVerified: true,
  })
  const { id: levelScaleId } = await createLevelScale(services, author, {
    programmeId: programme.id,
    title: { es: 'Escala' },
    levels: ['Inicial', 'En desarrollo', 'Competente', 'Destacado'].map((name, index) => ({
      position: index + 1,
      name: { es: name },
    })),
    requiredLevelDefault: 3,
  })
  return { frameworkId, areaId, competencyIds, levelScaleId }
}

export async function publishedFramework(services: AuthoringDeps, programme: TestProgramme): Promise<DraftFramework> {
  const { author, coordinator } = programme.people
  const draft = await draftFramework(services, programme)
  const { contentHash } = await requestFrameworkReview(services, author, draft.frameworkId)
  for (const validator of validators(programme)) {
    await reviewFramework(services, validator, draft.frameworkId, { contentHash, outcome: 'approved', comment: null })
  }
  await publishFramework(services, coordinator, draft.frameworkId)
  return draft
}

export function validators({ people }: TestProgramme): readonly [Actor, Actor] {
  return [people.validator, people.validator2]
}

export function versionInput(framework: DraftFramework, change: Partial<NewVersionInput> = {}): NewVersionInput {
  return {
    version: '1.0.0',
    frameworkId: framework.frameworkId,
    rubric: { levelScaleId: framework.levelScaleId },
    baseLanguage: 'es',
    title: { es: 'Microcurso de prueba', en: 'Test micro-course', fi: 'Testimikrokurssi' },
    description: { es: 'Lo que se aprende.', en: 'What is learnt.' },
    outcomeIds: framework.competencyIds,
    requirements: [
      { key: 'plan', acceptedTypes: ['file'], minimum: 1, description: { es: 'Planificación' } },
      { key: 'reflexion', acceptedTypes: ['text_reflection'], minimum: 1, description: { es: 'Reflexión' } },
    ],
    currencyWindowMonths: 24,
    maxAttempts: 3,
    eu: EU_ELEMENTS,
    ...change,
  }
}

export function criteriaInput(framework: DraftFramework) {
  return framework.competencyIds.map((competencyId, index) => ({
    competencyId,
    title: { es: `Criterio ${String(index + 1)}` },
    requiredLevel: 3,
    isCritical: index === 0,
    levels: [1, 2, 3, 4].map((position) => ({
      position,
      descriptor: { es: `Descriptor ${String(index + 1)}.${String(position)}` },
    })),
  }))
}

export interface DraftCourse {
  readonly framework: DraftFramework
  readonly microCourseId: string
  readonly versionId: string
  readonly rubricId: string
}

/** A complete draft on a published framework: it lacks nothing but reviews. */
export async function draftCourse(
  services: AuthoringDeps,
  programme: TestProgramme,
  change: Partial<NewVersionInput> = {},
  sequence = 1,
): Promise<DraftCourse> {
  const { author } = programme.people
  const framework = await publishedFramework(services, programme)
  const { id: microCourseId, versionId } = await createMicroCourse(services, author, {
    programmeId: programme.id,
    code: `M${String(sequence)}`,
    sequence,
    version: versionInput(framework, change),
  })
  const { rubricId } = await version(services, author, versionId)
  await editRubric(services, author, rubricId, { title: { es: 'Rúbrica' }, criteria: criteriaInput(framework) })
  return { framework, microCourseId, versionId, rubricId }
}

export async function publishedCourse(
  services: AuthoringDeps,
  programme: TestProgramme,
  change: Partial<NewVersionInput> = {},
  sequence = 1,
): Promise<DraftCourse> {
  const { author, coordinator } = programme.people
  const draft = await draftCourse(services, programme, change, sequence)
  const { contentHash } = await requestVersionReview(services, author, draft.versionId)
  for (const validator of validators(programme)) {
    await reviewVersion(services, validator, draft.versionId, { contentHash, outcome: 'approved', comment: null })
  }
  await publishVersion(services, coordinator, draft.versionId)
  return draft
}

export async function version(services: AuthoringDeps, actor: Actor, id: string): Promise<MicroCourseVersion> {
  return services.database.transaction(actor, services.clock.now(), (tx) => loadVersion(tx, id))
}
