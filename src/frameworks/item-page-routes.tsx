import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import Type from 'typebox'
import { handleForm, sendPage, type FeatureRoutes, type ProblemDocument } from '../http/index.ts'
import { dayIn } from '../kernel/day.ts'
import type { Services } from '../services.ts'
import { addAlignment, addItem, editItem, itemOf, removeAlignment, removeItem } from './edit-framework.ts'
import { readFramework } from './find-frameworks.ts'
import {
  AlignmentForm,
  alignmentInput,
  EndForm,
  ItemForm,
  itemInput,
  ReplacementForm,
  replacementInput,
  WordingForm,
  wordingInput,
} from './form-input.ts'
import { shown } from './framework-page-routes.tsx'
import type { FrameworkItem } from './framework.ts'
import { DraftItemPage, NewItemPage, type ItemPart } from './item-page.tsx'
import { endDateItem, fixWording, replaceItem } from './maintain-framework.ts'
import { MAINTENANCE_STEPS, MaintenancePage, PublishedItemPage, type MaintenanceStep } from './published-item-page.tsx'
import { isPublished } from './review.ts'
import { Id, KINDS, oneOf } from './schemas.ts'

const config = { access: ['author'] } as const
const params = Type.Object({ frameworkId: Id })
const itemParams = Type.Object({ frameworkId: Id, itemId: Id })
const alignmentParams = Type.Object({ frameworkId: Id, itemId: Id, alignmentId: Id })
const newQuery = Type.Object({ kind: Type.Optional(oneOf(KINDS)), parent: Type.Optional(Id) })
const ITEM = '/frameworks/:frameworkId/items/:itemId'

interface ItemIds {
  readonly frameworkId: string
  readonly itemId: string
}

/** Areas and competencies for their authors. */
export const itemPages: FeatureRoutes = (app, services) => {
  registerNew(app, services)
  registerDrafting(app, services)
  registerAlignments(app, services)
  registerMaintenance(app, services)
}

const registerNew: FeatureRoutes = (app, services) => {
  const page = async (
    request: FastifyRequest,
    frameworkId: string,
    place: { kind: FrameworkItem['kind']; parentId: string | null },
    problem?: ProblemDocument,
  ): Promise<VNode> => {
    const { framework } = await readFramework(services, request.actor, frameworkId)
    return <NewItemPage {...shown(request, problem)} framework={framework} {...place} />
  }
  app.get(
    '/frameworks/:frameworkId/items/new',
    { config, schema: { hide: true, params, querystring: newQuery } },
    async (request, reply) => {
      const { kind = 'competency', parent = null } = request.query
      return sendPage(reply, await page(request, request.params.frameworkId, { kind, parentId: parent }))
    },
  )
  app.post(
    '/frameworks/:frameworkId/items',
    { config, schema: { hide: true, params, body: ItemForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId } = request.params
      return handleForm(request, reply, {
        act: async () => {
          const { id } = await addItem(services, request.actor, frameworkId, itemInput(request.body))
          return `/frameworks/${frameworkId}?done=frameworks.done.itemAdded#item-${id}`
        },
        redisplay: (problem) => {
          const kind = request.formValues['kind'] === 'area' ? 'area' : 'competency'
          return page(request, frameworkId, { kind, parentId: null }, problem)
        },
      })
    },
  )
}

/** The page of an item, as its framework is a draft or out. */
async function itemPage(
  services: Services,
  request: FastifyRequest,
  { frameworkId, itemId }: ItemIds,
  refused?: { readonly part: ItemPart | null; readonly problem: ProblemDocument },
): Promise<VNode> {
  const { framework } = await readFramework(services, request.actor, frameworkId)
  const item = itemOf(framework, itemId)
  const view = shown(request, refused?.problem)
  return isPublished(framework.state) ? (
    <PublishedItemPage context={view.context} framework={framework} item={item} problem={view.problem} />
  ) : (
    <DraftItemPage {...view} framework={framework} item={item} refused={refused?.part ?? null} />
  )
}

interface ItemFormHandling {
  readonly ids: ItemIds
  /** Null for a form without fields. */
  readonly part: ItemPart | null
  readonly act: () => Promise<unknown>
  readonly next: string
}

async function onItem(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { ids, part, act, next }: ItemFormHandling,
): Promise<FastifyReply> {
  return handleForm(request, reply, {
    act: async () => {
      await act()
      return next
    },
    redisplay: (problem) => itemPage(services, request, ids, { part, problem }),
  })
}

const registerDrafting: FeatureRoutes = (app, services) => {
  app.get(ITEM, { config, schema: { hide: true, params: itemParams } }, async (request, reply) =>
    sendPage(reply, await itemPage(services, request, request.params)),
  )
  app.post(
    ITEM,
    { config, schema: { hide: true, params: itemParams, body: ItemForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId, itemId } = request.params
      return onItem(services, request, reply, {
        ids: request.params,
        part: 'item',
        act: () => editItem(services, request.actor, frameworkId, itemId, itemInput(request.body)),
        next: `/frameworks/${frameworkId}?done=frameworks.done.saved#item-${itemId}`,
      })
    },
  )
  app.post(`${ITEM}/removal`, { config, schema: { hide: true, params: itemParams } }, async (request, reply) => {
    const { frameworkId, itemId } = request.params
    return onItem(services, request, reply, {
      ids: request.params,
      part: null,
      act: () => removeItem(services, request.actor, frameworkId, itemId),
      next: `/frameworks/${frameworkId}?done=frameworks.done.removed#items`,
    })
  })
}

const registerAlignments: FeatureRoutes = (app, services) => {
  const pathOf = ({ frameworkId, itemId }: ItemIds): string =>
    `/frameworks/${frameworkId}/items/${itemId}?done=frameworks.done.saved#alignments`
  app.post(
    `${ITEM}/alignments`,
    { config, schema: { hide: true, params: itemParams, body: AlignmentForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId, itemId } = request.params
      return onItem(services, request, reply, {
        ids: request.params,
        part: 'alignment',
        act: () => addAlignment(services, request.actor, frameworkId, itemId, alignmentInput(request.body)),
        next: pathOf(request.params),
      })
    },
  )
  app.post(
    `${ITEM}/alignments/:alignmentId/removal`,
    { config, schema: { hide: true, params: alignmentParams } },
    async (request, reply) => {
      const { frameworkId, itemId, alignmentId } = request.params
      return onItem(services, request, reply, {
        ids: request.params,
        part: null,
        act: () => removeAlignment(services, request.actor, frameworkId, itemId, alignmentId),
        next: pathOf(request.params),
      })
    },
  )
}

const registerMaintenance: FeatureRoutes = (app, services) => {
  const page = async (
    request: FastifyRequest,
    { frameworkId, itemId }: ItemIds,
    step: MaintenanceStep,
    problem?: ProblemDocument,
  ): Promise<VNode> => {
    const { framework } = await readFramework(services, request.actor, frameworkId)
    const view = shown(request, problem)
    const today = dayIn(services.clock.now(), view.context.timeZone)
    const item = itemOf(framework, itemId)
    return <MaintenancePage {...view} framework={framework} item={item} step={step} today={today} />
  }
  for (const step of MAINTENANCE_STEPS) {
    app.get(`${ITEM}/${step}`, { config, schema: { hide: true, params: itemParams } }, async (request, reply) =>
      sendPage(reply, await page(request, request.params, step)),
    )
  }
  const finish = async (
    request: FastifyRequest,
    reply: FastifyReply,
    ids: ItemIds,
    step: MaintenanceStep,
    act: () => Promise<unknown>,
  ): Promise<FastifyReply> =>
    handleForm(request, reply, {
      act: async () => {
        await act()
        return `/frameworks/${ids.frameworkId}?done=frameworks.done.${step}#item-${ids.itemId}`
      },
      redisplay: (problem) => page(request, ids, step, problem),
    })
  app.post(
    `${ITEM}/wording`,
    { config, schema: { hide: true, params: itemParams, body: WordingForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId, itemId } = request.params
      return finish(request, reply, request.params, 'wording', () =>
        fixWording(services, request.actor, frameworkId, itemId, wordingInput(request.body)),
      )
    },
  )
  app.post(
    `${ITEM}/end`,
    { config, schema: { hide: true, params: itemParams, body: EndForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId, itemId } = request.params
      return finish(request, reply, request.params, 'end', () =>
        endDateItem(services, request.actor, frameworkId, itemId, request.body.endsOn),
      )
    },
  )
  app.post(
    `${ITEM}/replacement`,
    { config, schema: { hide: true, params: itemParams, body: ReplacementForm }, attachValidation: true },
    async (request, reply) => {
      const { frameworkId, itemId } = request.params
      return finish(request, reply, request.params, 'replacement', () =>
        replaceItem(services, request.actor, frameworkId, itemId, replacementInput(request.body)),
      )
    },
  )
}
