import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { readFramework } from '../frameworks/index.ts'
import { handleForm, pageContext, sendPage, type App, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import type { Services } from '../services.ts'
import { NextVersionPage, OutcomesPage, TextsPage } from './course-forms.tsx'
import { contentOf, createVersion, editVersion, type VersionContent } from './edit-course.ts'
import { ElementsPage } from './elements-form.tsx'
import { EvidencePage } from './evidence-form.tsx'
import { readEditable, readVersion } from './find-courses.ts'
import {
  asList,
  ElementsForm,
  elementsInput,
  EvidenceForm,
  NextVersionForm,
  OutcomesForm,
  requirementsInput,
  TextsForm,
  textsInput,
} from './form-input.ts'
import type { PartPageProps } from './part-form.tsx'
import { Id } from './schemas.ts'
import type { MicroCourseVersion } from './version.ts'

const AUTHOR = { access: ['author'] } as const
const params = Type.Object({ versionId: Id })

interface Part<Form extends Type.TSchema> {
  readonly path: string
  readonly form: Form
  readonly page: (props: PartPageProps, request: FastifyRequest) => VNode | Promise<VNode>
  readonly change: (form: Type.Static<Form>, before: MicroCourseVersion) => Partial<VersionContent>
}

/** The parts of a draft, each a page with one form. */
export const editPages: FeatureRoutes = (app, services) => {
  registerPart(app, services, {
    path: 'texts',
    form: TextsForm,
    page: (props) => <TextsPage {...props} />,
    change: textsInput,
  })
  registerPart(app, services, {
    path: 'outcomes',
    form: OutcomesForm,
    page: async (props, { actor }) => {
      const { framework } = await readFramework(services, actor, props.version.frameworkId)
      return <OutcomesPage {...props} items={framework.items} />
    },
    change: ({ outcomeIds }) => ({ outcomeIds: asList(outcomeIds) }),
  })
  registerPart(app, services, {
    path: 'evidence',
    form: EvidenceForm,
    page: (props) => <EvidencePage {...props} />,
    change: (form, { requirements }) => ({ requirements: requirementsInput(form, requirements) }),
  })
  registerPart(app, services, {
    path: 'elements',
    form: ElementsForm,
    page: (props) => <ElementsPage {...props} />,
    change: (form, { eu }) => ({ eu: elementsInput(form, eu) }),
  })
  registerNextVersion(app, services)
}

function registerPart<Form extends Type.TSchema>(app: App, services: Services, part: Part<Form>): void {
  const page = async (request: FastifyRequest, versionId: string, problem?: ProblemDocument): Promise<VNode> => {
    const version = await readEditable(services, request.actor, versionId)
    return part.page({ ...shown(request, problem), version }, request)
  }
  const path = `/courses/:versionId/${part.path}`
  app.get(path, { config: AUTHOR, schema: { hide: true, params } }, async (request, reply) =>
    sendPage(reply, await page(request, request.params.versionId)),
  )
  app.post(
    path,
    { config: AUTHOR, schema: { hide: true, params, body: part.form }, attachValidation: true },
    async (request, reply) => {
      const { versionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const before = await readEditable(services, request.actor, versionId)
          const form = request.body as Type.Static<Form>
          await editVersion(services, request.actor, versionId, part.change(form, before))
          return `/courses/${versionId}?done=courses.done.saved`
        },
        redisplay: (problem) => page(request, versionId, problem),
      })
    },
  )
}

/** What a form page is given about the request: after a refusal, what was sent and what is wrong with it. */
export function shown(request: FastifyRequest, problem?: ProblemDocument): Omit<PartPageProps, 'version'> {
  return { context: pageContext(request), problem, sent: problem ? request.formValues : undefined }
}

const registerNextVersion: FeatureRoutes = (app, services) => {
  const page = async (request: FastifyRequest, versionId: string, problem?: ProblemDocument): Promise<VNode> => {
    const { version } = await readVersion(services, request.actor, versionId)
    return <NextVersionPage {...shown(request, problem)} version={version} />
  }
  app.get(
    '/courses/:versionId/next-version',
    { config: AUTHOR, schema: { hide: true, params } },
    async (request, reply) => sendPage(reply, await page(request, request.params.versionId)),
  )
  app.post(
    '/courses/:versionId/next-version',
    { config: AUTHOR, schema: { hide: true, params, body: NextVersionForm }, attachValidation: true },
    async (request, reply) => {
      const { versionId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { version: before } = await readVersion(services, request.actor, versionId)
          const { version, rubric } = request.body
          const { id } = await createVersion(services, request.actor, before.microCourseId, {
            ...contentOf(before),
            ...{ version, frameworkId: before.frameworkId, requirements: before.requirements.map(asNew) },
            rubric: rubric === 'same' ? { id: before.rubricId } : { copyOf: before.rubricId },
          })
          return `/courses/${id}?done=courses.done.created`
        },
        redisplay: (problem) => page(request, versionId, problem),
      })
    },
  )
}

/** Ids belong to the version before. */
const asNew = ({ id: _id, ...requirement }: MicroCourseVersion['requirements'][number]) => requirement
