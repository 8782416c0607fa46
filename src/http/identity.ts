import type { FastifyRequest } from 'fastify'
import { PUBLIC_ACTOR, type Actor } from '../kernel/actor.ts'
import type { LocalisedText } from '../kernel/language.ts'

/** The programme whose name and time zone a person's pages carry. */
export interface Place {
  readonly title: LocalisedText
  readonly timeZone: string
}

/** Who stands behind one request. */
export interface Identity {
  readonly actor: Actor
  /** What the form tokens of this session are bound to; null without a session. */
  readonly binding: string | null
  readonly place: Place | null
}

/** Finds out who stands behind a request, once, at the edge. */
export type Identify = (request: FastifyRequest) => Promise<Identity>

export const NOBODY: Identity = { actor: PUBLIC_ACTOR, binding: null, place: null }
