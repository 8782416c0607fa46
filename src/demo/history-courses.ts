import {
  addVersionAuthor,
  createMicroCourse,
  createRubric,
  publishVersion,
  requestVersionReview,
  reviewVersion,
} from '../courses/index.ts'
import {
  addAlignment,
  addFrameworkAuthor,
  addItem,
  createFramework,
  createLevelScale,
  publishFramework,
  requestFrameworkReview,
  reviewFramework,
} from '../frameworks/index.ts'
import type { Entity, Seed } from './seed-types.ts'
import { daysFrom, frameworkDates, minutesFrom } from './unrecorded.ts'
import type { HistoryEvent, World } from './world.ts'

type Course = Entity<'microCourses'>

export function courseEvents(seed: Seed): HistoryEvent[] {
  return [...frameworkEvents(seed), ...seed.microCourses.flatMap((course) => eventsOf(seed, course))]
}

function frameworkEvents(seed: Seed): HistoryEvent[] {
  const { draftedAt, reviewRequestedAt, publishedAt } = frameworkDates(seed)
  const [course] = seed.microCourses
  return [
    { at: draftedAt, what: 'Two authors draft the competency framework', act: draftFramework },
    {
      at: reviewRequestedAt,
      what: null,
      act: async (world) => {
        const [author = ''] = course?.authorKeys ?? []
        const id = world.id(seed.framework.key)
        const { contentHash } = await requestFrameworkReview(world.services, world.as(author), id)
        world.remember(hashOf(seed.framework.key), contentHash)
      },
    },
    ...(course?.validationReviews ?? []).map(({ reviewerKey, at }) => ({
      at: minutesFrom(at, -30),
      what: null,
      act: async (world: World) => {
        await reviewFramework(world.services, world.as(reviewerKey), world.id(seed.framework.key), {
          contentHash: world.id(hashOf(seed.framework.key)),
          outcome: 'approved',
          comment: null,
        })
      },
    })),
    {
      at: publishedAt,
      what: 'The framework is published, after reviews by two organisations',
      act: (world) => publishFramework(world.services, coordinator(world), world.id(seed.framework.key)),
    },
  ]
}

const hashOf = (key: string): string => `${key} as reviewed`
const versionOf = (courseKey: string): string => `${courseKey} version`

export function versionId(world: World, courseKey: string): string {
  return world.id(versionOf(courseKey))
}

function coordinator(world: World) {
  return world.as(world.seed.cohorts[0]?.coordinatorKey ?? '')
}

async function draftFramework(world: World): Promise<void> {
  const { services, seed, programmeId } = world
  const { framework, levelScale } = seed
  const [first = '', ...others] = seed.microCourses[0]?.authorKeys ?? []
  const author = world.as(first)
  const { id, uri, version, baseLanguage, title, license, educationalField, statusStartDate, creatorKey } = framework
  await createFramework(services, author, {
    ...{ id, uri, programmeId, version, baseLanguage, title, license, educationalField },
    description: {},
    creatorOrganisationId: world.id(creatorKey),
    statusStartsOn: statusStartDate,
  })
  for (const key of others) await addFrameworkAuthor(services, author, id, world.id(key))
  for (const area of framework.areas) {
    await addItem(services, author, id, { ...area, kind: 'area', parentId: null, keywords: [] })
  }
  for (const { areaKey, alignments, ...competency } of framework.competencies) {
    await addItem(services, author, id, { ...competency, kind: 'competency', parentId: world.id(areaKey) })
    for (const { framework: targetFramework, targetNameVerified, ...alignment } of alignments) {
      const isVerified = targetNameVerified
      await addAlignment(services, author, id, competency.id, { ...alignment, targetFramework, isVerified })
    }
  }
  const { levels, requiredLevelDefault } = levelScale
  const scale = { id: levelScale.id, title: levelScale.title, requiredLevelDefault, programmeId }
  await createLevelScale(services, author, {
    ...scale,
    levels: levels.map(({ position, name }) => ({ position, name })),
  })
}

function eventsOf(seed: Seed, course: Course): HistoryEvent[] {
  const dates = frameworkDates(seed)
  const isPublished = course.status === 'published'
  const [review] = course.validationReviews
  const before = (days: number) => daysFrom(review?.at ?? seed.meta.snapshotAt, -days)
  return [
    { at: isPublished ? dates.coursesDraftedAt : before(7), what: null, act: (world) => draftCourse(world, course) },
    {
      at: isPublished ? minutesFrom(dates.reviewRequestedAt.toISOString(), 60) : before(1),
      what: null,
      act: async (world) => {
        const author = world.as(course.authorKeys[0] ?? '')
        const { contentHash } = await requestVersionReview(world.services, author, versionId(world, course.key))
        world.remember(hashOf(course.key), contentHash)
      },
    },
    ...course.validationReviews.map(({ reviewerKey, outcome, at, comment }) => ({
      at: new Date(at),
      what: outcome === 'approved' ? null : `A validator asks for changes to ${course.code}`,
      act: async (world: World) => {
        await reviewVersion(world.services, world.as(reviewerKey), versionId(world, course.key), {
          contentHash: world.id(hashOf(course.key)),
          outcome,
          comment: comment ?? null,
        })
      },
    })),
    ...(isPublished
      ? [
          {
            at: dates.coursesPublishedAt,
            what: `Micro-course ${course.code} is published`,
            act: (world: World) => publishVersion(world.services, coordinator(world), versionId(world, course.key)),
          },
        ]
      : []),
  ]
}

async function draftCourse(world: World, course: Course): Promise<void> {
  const { services, programmeId, seed } = world
  const [first = '', ...others] = course.authorKeys
  const author = world.as(first)
  await draftRubric(world, course)
  const { id, code, sequence, title, description, version, currencyWindowMonths, maxAttempts } = course
  const { stackability, ...eu } = course.euMicroCredential
  const requirements = course.evidenceRequirements.map(({ key, acceptedTypes, minimum, description: text }) => {
    const requirementId = services.randomness.uuid()
    world.remember(key, requirementId)
    return { id: requirementId, key, acceptedTypes, minimum, description: text }
  })
  const created = await createMicroCourse(services, author, {
    ...{ id, programmeId, code, sequence },
    version: {
      ...{ version, title, description, currencyWindowMonths, maxAttempts, requirements },
      frameworkId: seed.framework.id,
      baseLanguage: seed.meta.defaultLanguage,
      rubric: { id: world.id(course.rubricKey) },
      outcomeIds: course.learningOutcomeKeys.map((key) => world.id(key)),
      eu: { ...eu, stackability: { value: stackability.value, towardsId: world.id(stackability.towardsKey) } },
    },
  })
  world.remember(versionOf(course.key), created.versionId)
  for (const key of others) await addVersionAuthor(services, author, created.versionId, world.id(key))
}

async function draftRubric(world: World, course: Course): Promise<void> {
  const { seed, programmeId } = world
  const { id, uri, version, title, criteria } = world.entity('rubrics', course.rubricKey)
  await createRubric(world.services, world.as(course.authorKeys[0] ?? ''), {
    ...{ id, uri, version, title, programmeId },
    frameworkId: seed.framework.id,
    levelScaleId: seed.levelScale.id,
    criteria: criteria.map(({ competencyKey, critical, requiredLevel, levels, ...criterion }) => ({
      ...{ id: criterion.id, uri: criterion.uri, title: criterion.title, requiredLevel },
      competencyId: world.id(competencyKey),
      isCritical: critical,
      levels,
    })),
  })
}
