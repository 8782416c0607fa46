import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { hasRole } from '../access/index.ts'
import { findFrameworks, findLevelScales, readFramework } from '../frameworks/index.ts'
import { handleForm, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { NewCoursePage } from './course-forms.tsx'
import { createMicroCourse, type VersionContent } from './edit-course.ts'
import { shown } from './edit-page-routes.tsx'
import { findVersions } from './find-courses.ts'
import { NewCourseForm, NumberFields } from './form-input.ts'

const AUTHOR = { access: ['author'] } as const

/** A micro-course begins with its name; everything else follows on its own page. */
export const newCoursePages: FeatureRoutes = (app, services) => {
  app.get('/courses/new', { config: AUTHOR, schema: { hide: true } }, async (request, reply) =>
    sendPage(reply, await newCoursePage(services, request)),
  )
  app.post(
    '/courses',
    { config: AUTHOR, schema: { hide: true, body: NewCourseForm }, attachValidation: true },
    async (request, reply) =>
      handleForm(request, reply, {
        act: async () => `/courses/${await create(services, request, request.body)}?done=courses.done.created`,
        redisplay: (problem) => newCoursePage(services, request, problem),
      }),
  )
}

const NOTHING_YET: Pick<VersionContent, 'outcomeIds' | 'requirements' | 'currencyWindowMonths' | 'maxAttempts' | 'eu'> =
  {
    outcomeIds: [],
    requirements: [],
    currencyWindowMonths: 24,
    maxAttempts: 3,
    eu: {
      notionalWorkloadHours: 0,
      credits: [],
      level: { notApplicableReason: {} },
      assessmentTypes: [],
      participation: { value: '' },
      supervision: { value: '' },
      qualityAssurance: { type: '', description: {} },
      prerequisites: {},
      stackability: { value: 'stand_alone' },
      languagesOfInstruction: [],
      languagesOfAssessment: [],
    },
  }

async function create(
  services: Services,
  { actor }: FastifyRequest,
  form: Type.Static<typeof NewCourseForm>,
): Promise<string> {
  const numbers = new NumberFields()
  const sequence = numbers.read('/sequence', form.sequence, { min: 1, max: 10_000 })
  numbers.settle()
  const { frameworkId, levelScaleId, code, version, baseLanguage, title = {}, description = {} } = form
  const { framework } = await readFramework(services, actor, frameworkId)
  const first = { ...NOTHING_YET, version, frameworkId, rubric: { levelScaleId }, baseLanguage, title, description }
  const { programmeId } = framework
  return (await createMicroCourse(services, actor, { programmeId, code, sequence, version: first })).versionId
}

/** Frameworks that take new courses, and scales, of the programmes that the reader writes in. */
async function newCoursePage(services: Services, request: FastifyRequest, problem?: ProblemDocument): Promise<VNode> {
  const { actor } = request
  const isMine = ({ programmeId }: { readonly programmeId: string }) => hasRole(actor, ['author'], programmeId)
  const frameworks = (await findFrameworks(services, actor)).filter(
    (framework) => isMine(framework) && framework.state !== 'deprecated' && framework.state !== 'retired',
  )
  const scales = (await findLevelScales(services, actor)).filter(isMine)
  const versions = (await findVersions(services, actor)).filter(isMine)
  const nextSequence = Math.max(0, ...versions.map(({ sequence }) => sequence)) + 1
  return (
    <NewCoursePage {...shown(request, problem)} frameworks={frameworks} scales={scales} nextSequence={nextSequence} />
  )
}
