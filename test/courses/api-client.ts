import type { Test } from 'tap'
import type { NewVersionInput } from '../../src/courses/index.ts'
import type { CourseScene } from './scene.ts'

export const VERSIONS = '/api/v1/micro-course-versions'

export interface VersionAnswer {
  readonly id: string
  readonly microCourseId: string
  readonly state: string
  readonly contentHash: string
  readonly achievementUrl: string | null
  readonly missing: readonly { readonly pointer: string }[]
  readonly steps: readonly { readonly step: string; readonly obstacle: string | null }[]
  readonly authors: readonly { readonly name: string }[]
  readonly reviews: readonly { readonly outcome: string; readonly voidedAt: string | null }[]
  readonly requirements: readonly { readonly id: string; readonly key: string }[]
  readonly rubric: {
    readonly id: string
    readonly frozenAt: string | null
    readonly criteria: readonly { id: string }[]
  }
}

export interface Problem {
  readonly code: string
  readonly errors?: readonly { readonly pointer: string }[]
}

/** Sends as the API's client and expects a status. */
export function client(t: Test, { send, get }: CourseScene) {
  const sent = async (method: 'POST' | 'PUT', as: string, path: string, body?: object, status = 200) => {
    const answer = await send(method, path, body, { as })
    t.equal(answer.statusCode, status, `${path} as ${as}: ${answer.body.slice(0, 300)}`)
    return answer.json<VersionAnswer & Problem>()
  }
  const read = async (as: string, id: string): Promise<VersionAnswer> => {
    const answer = await get(`${VERSIONS}/${id}`, { as })
    t.equal(answer.statusCode, 200, `${id} as ${as}`)
    return answer.json<VersionAnswer>()
  }
  const approve = async (as: string, id: string, outcome = 'approved'): Promise<VersionAnswer> => {
    const { contentHash } = await read(as, id)
    return sent('POST', as, `${VERSIONS}/${id}/reviews`, { contentHash, outcome, comment: 'Leído.' }, 201)
  }
  return { sent, read, approve }
}

/** What a PUT takes of what a POST takes. */
export const contentOf = ({ version: _v, frameworkId: _f, rubric: _r, ...content }: NewVersionInput) => content
