import { isObject, Malformed, parseJsonObject, type JsonObject } from '../verification/index.ts'
import type { App } from '../http/index.ts'
import { apiProblem, type ApiProblem } from './problems.ts'

export const BODY_LIMIT_BYTES = 10_000_000

/**
 * Bodies come as bytes: they are read by the same strict reader as any badge, so that nothing is named twice, nested
 * without end or lost on the way.
 */
export function takeBytes(app: App): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json\b/i,
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => {
      done(null, body)
    },
  )
}

/** What a body holds, or what is wrong with it. */
export type ReadBody =
  | { readonly outcome: 'read'; readonly document: JsonObject; readonly options: JsonObject }
  | { readonly outcome: 'refused'; readonly errors: readonly ApiProblem[] }

/** The document under `member`, and the options, of which unknown ones are welcome. */
export function readBody(body: unknown, member: string): ReadBody {
  const json = parsed(body)
  if ('title' in json) return { outcome: 'refused', errors: [json] }
  const { [member]: document, options = {} } = json.body
  const errors = [
    ...(isObject(document) ? [] : [notAnObject(`/${member}`)]),
    ...(isObject(options) ? [] : [notAnObject('/options')]),
  ]
  return isObject(document) && isObject(options)
    ? { outcome: 'read', document, options }
    : { outcome: 'refused', errors }
}

/** The JSON object of a body, or the problem with it. */
export function parsed(body: unknown): { readonly body: JsonObject } | ApiProblem {
  if (!(body instanceof Uint8Array))
    return apiProblem('PARSING_ERROR', 'not-an-object', 'The body must be a JSON object.')
  try {
    return { body: parseJsonObject(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch (error) {
    const { reason, message } =
      error instanceof Malformed ? error : { reason: 'not-utf-8', message: 'The body is not UTF-8 text.' }
    return apiProblem('PARSING_ERROR', reason, message)
  }
}

function notAnObject(pointer: string): ApiProblem {
  return apiProblem('MALFORMED_VALUE_ERROR', 'malformed-value', `The value at ${pointer} must be an object.`, pointer)
}
