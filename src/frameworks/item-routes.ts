import Type from 'typebox'
import { problemResponses, type FeatureRoutes } from '../http/index.ts'
import { addAlignment, addItem, editItem, removeAlignment, removeItem } from './edit-framework.ts'
import { current, FrameworkAnswer, frameworkParams } from './framework-routes.ts'
import { endDateItem, fixWording, replaceItem } from './maintain-framework.ts'
import { AlignmentBody, EndBody, Id, ItemBody, ReplacementBody, WordingBody } from './schemas.ts'

const tags = ['frameworks']
const config = { access: ['author'] } as const
const itemParams = Type.Object({ frameworkId: Id, itemId: Id })
const alignmentParams = Type.Object({ frameworkId: Id, itemId: Id, alignmentId: Id })
const answer = { 200: FrameworkAnswer, ...problemResponses }
const created = { 201: Type.Object({ id: Id }), ...problemResponses }

const ITEM = '/api/v1/frameworks/:frameworkId/items/:itemId'

/** Areas, competencies and their alignments: in a draft freely, in a published framework with care. */
export const itemRoutes: FeatureRoutes = (app, services) => {
  registerDrafting(app, services)
  registerAlignments(app, services)
  registerMaintenance(app, services)
}

const registerDrafting: FeatureRoutes = (app, services) => {
  app.post(
    '/api/v1/frameworks/:frameworkId/items',
    {
      config,
      schema: {
        tags,
        summary: 'Add an area or a competency',
        params: frameworkParams,
        body: ItemBody,
        response: created,
      },
    },
    async ({ actor, params: { frameworkId }, body }, reply) => {
      const added = await addItem(services, actor, frameworkId, body)
      return reply.code(201).header('location', `/api/v1/frameworks/${frameworkId}`).send(added)
    },
  )
  app.put(
    ITEM,
    {
      config,
      schema: { tags, summary: 'Write an item of a draft', params: itemParams, body: ItemBody, response: answer },
    },
    async ({ actor, params: { frameworkId, itemId }, body }) => {
      await editItem(services, actor, frameworkId, itemId, body)
      return current(services, actor, frameworkId)
    },
  )
  app.delete(
    ITEM,
    {
      config,
      schema: {
        tags,
        summary: 'Remove an item of a draft',
        description: 'What is published, or used by a rubric or a course, stays.',
        params: itemParams,
        response: answer,
      },
    },
    async ({ actor, params: { frameworkId, itemId } }) => {
      await removeItem(services, actor, frameworkId, itemId)
      return current(services, actor, frameworkId)
    },
  )
}

const registerAlignments: FeatureRoutes = (app, services) => {
  app.post(
    `${ITEM}/alignments`,
    {
      config,
      schema: {
        tags,
        summary: 'Relate an item of a draft to another framework',
        params: itemParams,
        body: AlignmentBody,
        response: created,
      },
    },
    async ({ actor, params: { frameworkId, itemId }, body }, reply) => {
      const added = await addAlignment(services, actor, frameworkId, itemId, body)
      return reply.code(201).header('location', `/api/v1/frameworks/${frameworkId}`).send(added)
    },
  )
  app.delete(
    `${ITEM}/alignments/:alignmentId`,
    { config, schema: { tags, summary: 'Remove an alignment of a draft', params: alignmentParams, response: answer } },
    async ({ actor, params: { frameworkId, itemId, alignmentId } }) => {
      await removeAlignment(services, actor, frameworkId, itemId, alignmentId)
      return current(services, actor, frameworkId)
    },
  )
}

const registerMaintenance: FeatureRoutes = (app, services) => {
  app.put(
    `${ITEM}/wording`,
    {
      config,
      schema: {
        tags,
        summary: 'Correct the wording of a published item',
        description: 'For slips of the pen and translations. Another meaning is another item: use replacement.',
        params: itemParams,
        body: WordingBody,
        response: answer,
      },
    },
    async ({ actor, params: { frameworkId, itemId }, body }) => {
      await fixWording(services, actor, frameworkId, itemId, body)
      return current(services, actor, frameworkId)
    },
  )
  app.post(
    `${ITEM}/end`,
    {
      config,
      schema: {
        tags,
        summary: 'Say until when a published item is in force',
        params: itemParams,
        body: EndBody,
        response: answer,
      },
    },
    async ({ actor, params: { frameworkId, itemId }, body }) => {
      await endDateItem(services, actor, frameworkId, itemId, body.endsOn)
      return current(services, actor, frameworkId)
    },
  )
  app.post(
    `${ITEM}/replacement`,
    {
      config,
      schema: {
        tags,
        summary: 'Put a new item with a new meaning in the place of a published one',
        params: itemParams,
        body: ReplacementBody,
        response: created,
      },
    },
    async ({ actor, params: { frameworkId, itemId }, body }, reply) => {
      const added = await replaceItem(services, actor, frameworkId, itemId, body)
      return reply.code(201).header('location', `/api/v1/frameworks/${frameworkId}`).send(added)
    },
  )
}
