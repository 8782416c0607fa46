import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { App } from './app-types.ts'
import { BodyTooLarge, MalformedRequest, UnsupportedMediaType } from './errors.ts'

export type FormTexts = Readonly<Record<string, string | readonly string[]>>

export interface FormFile {
  readonly field: string
  readonly fileName: string
  /** As the browser says; nothing is decided by it. */
  readonly mediaType: string
  readonly content: Uint8Array
}

const MAX_FIELDS = 1000
const MAX_FILES = 20
const MAX_FIELD_BYTES = 1_000_000
const URL_ENCODED = 'application/x-www-form-urlencoded'

/** Reads forms of both encodings into `body`, `formValues` and `formFiles`. The JSON API takes no url-encoded bodies. */
export async function registerForms(app: App, maxUploadBytes: number): Promise<void> {
  app.decorateRequest('formValues')
  app.decorateRequest('formFiles')
  app.decorateRequest('formRefusal')
  app.addHook('onRequest', (request, _reply, done) => {
    request.formValues = {}
    request.formFiles = []
    request.formRefusal = null
    done()
  })
  app.addContentTypeParser(URL_ENCODED, { parseAs: 'string' }, (request, text, done) => {
    if (request.url.startsWith('/api/')) {
      done(new UnsupportedMediaType())
      return
    }
    const values = collect([...new URLSearchParams(text as string)].slice(0, MAX_FIELDS))
    request.formValues = values
    done(null, nested(values))
  })
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: maxUploadBytes, files: MAX_FILES, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
  })
  app.addHook('preValidation', async (request) => {
    if (!request.isMultipart() || request.is404) return
    try {
      await readMultipart(request, maxUploadBytes)
    } catch (error) {
      throw isOfParser(error) ? new MalformedRequest() : error
    }
  })
}

/** The parser tells of a broken form by errors without a class or a code of their own. */
function isOfParser(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && !('code' in error)
}

/** The files are held in memory: they are hashed and handed on whole, and a person uploads one form at a time. */
async function readMultipart(request: FastifyRequest, maxUploadBytes: number): Promise<void> {
  const texts: (readonly [string, string])[] = []
  const files: FormFile[] = []
  let left = maxUploadBytes
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw new BodyTooLarge(part.fieldname)
      if (typeof part.value === 'string') texts.push([part.fieldname, part.value])
      continue
    }
    const content = await part.toBuffer()
    left -= content.byteLength
    if (part.file.truncated || left < 0) {
      if (!mayReadOn(request, maxUploadBytes)) throw new BodyTooLarge()
      request.formRefusal ??= new BodyTooLarge(part.fieldname)
      continue
    }
    const isChosen = part.filename !== '' || content.byteLength > 0
    if (isChosen) files.push({ field: part.fieldname, fileName: part.filename, mediaType: part.mimetype, content })
  }
  request.formValues = collect(texts)
  request.formFiles = files
  request.body = nested(request.formValues)
}

const MOST_READ_FOR_A_FORM = 8

/** Whether the rest of a form with a file over the limit is read, so that its texts can be shown again. */
function mayReadOn({ headers, routeOptions }: FastifyRequest, maxUploadBytes: number): boolean {
  const announced = Number(headers['content-length'] ?? Infinity)
  return routeOptions.config.keepsForm === true && announced <= MOST_READ_FOR_A_FORM * maxUploadBytes
}

/** A name that comes more than once has a list of values. */
function collect(entries: readonly (readonly [string, string])[]): FormTexts {
  const values = new Map<string, string | string[]>()
  for (const [name, raw] of entries) {
    const text = raw.replaceAll('\r\n', '\n')
    const earlier = values.get(name)
    values.set(name, earlier === undefined ? text : [...(Array.isArray(earlier) ? earlier : [earlier]), text])
  }
  return Object.fromEntries(values)
}

interface Branch {
  [segment: string]: Branch | string | readonly string[]
}

const MAX_DEPTH = 6
const NEVER_A_SEGMENT = new Set(['__proto__', 'constructor', 'prototype', ''])

/**
 * `criteria.0.level` and `criteria[0][level]` become `{ criteria: [{ level }] }`. A field left empty was not filled in:
 * it is absent, so that the schema's `required` finds it.
 */
export function nested(values: FormTexts): Record<string, unknown> {
  const root: Branch = {}
  for (const [name, value] of Object.entries(values)) {
    const segments = name.replaceAll(']', '').split(/[.[]/)
    if (segments.length <= MAX_DEPTH && !segments.some((segment) => NEVER_A_SEGMENT.has(segment))) {
      place(root, segments, value)
    }
  }
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, withLists(value)]))
}

function place(root: Branch, segments: readonly string[], value: string | readonly string[]): void {
  let branch = root
  for (const segment of segments.slice(0, -1)) {
    const next = branch[segment]
    const inner: Branch = isBranch(next) ? next : {}
    branch[segment] = inner
    branch = inner
  }
  if (value !== '') branch[segments.at(-1) ?? ''] = value
}

function isBranch(value: Branch[string] | undefined): value is Branch {
  return typeof value === 'object' && !Array.isArray(value)
}

function withLists(value: Branch[string]): unknown {
  if (!isBranch(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withLists(inner)] as const)
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,4}$/.test(key))
  // Keys that are whole numbers come in their order whatever the order of the fields.
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
