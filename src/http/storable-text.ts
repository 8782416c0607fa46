import type { FastifyRequest } from 'fastify'
import type { FieldProblem } from '../kernel/domain-error.ts'
import type { App } from './app-types.ts'
import { MalformedInput } from './errors.ts'
import { nested } from './forms.ts'

/** NUL and halves of surrogate pairs: no database keeps them, and no person types them. */
const UNSTORABLE = /[\u0000\p{Surrogate}]/u

/**
 * Signs that are not seen and change how the rest reads: bidirectional controls, spaces of no width, hidden tags.
 * The joiners stay, which emoji and scripts need, and so does the soft hyphen.
 */
const DECEPTIVE =
  /[\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0001}\u{E0020}-\u{E007F}]/u
const EVERY_DECEPTIVE = new RegExp(DECEPTIVE, 'gu')
/** Shown to nobody, and to be kept as it was typed. */
const PASSWORD = /password/i

/** What is public reads the texts of strangers and keeps none; everything else refuses what could not be kept. */
export function registerStorableText(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.routeOptions.config.access === 'public') {
      done()
      return
    }
    dropDeceptive(request)
    const errors = [...unstorableTexts(request.body, ''), ...unstorableTexts(request.query, '/query')]
    if (request.url.startsWith('/api/')) errors.push(...deceptiveTexts(request.body))
    done(errors.length > 0 ? new MalformedInput(errors) : undefined)
  })
}

/** Nobody types these signs into a form; they come with pasted text, and a refusal could not show where they are. */
function dropDeceptive(request: FastifyRequest): void {
  const entries = Object.entries(request.formValues)
  if (!entries.flatMap(([, value]) => value).some((text) => DECEPTIVE.test(text))) return
  const clean = (text: string) => text.replace(EVERY_DECEPTIVE, '')
  request.formValues = Object.fromEntries(
    entries.map(([name, value]) => {
      if (PASSWORD.test(name)) return [name, value]
      return [name, typeof value === 'string' ? clean(value) : value.map(clean)]
    }),
  )
  request.body = nested(request.formValues)
}

export function unstorableTexts(root: unknown, prefix: string): readonly FieldProblem[] {
  return textsLike(UNSTORABLE, root, prefix, 'must not contain the NUL character or half of a surrogate pair')
}

function deceptiveTexts(root: unknown): readonly FieldProblem[] {
  const detail = 'must not contain invisible signs that change how the text reads'
  return textsLike(DECEPTIVE, root, '', detail).filter(({ pointer }) => !PASSWORD.test(pointer))
}

/** Walks without recursion: a body may be nested as deep as it is long. */
function textsLike(pattern: RegExp, root: unknown, prefix: string, detail: string): readonly FieldProblem[] {
  const found: FieldProblem[] = []
  const waiting: (readonly [unknown, string])[] = [[root, prefix]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, pointer] = next
    if (typeof value === 'string' && pattern.test(value)) found.push({ pointer, detail })
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue
    for (const [key, inner] of Object.entries(value)) {
      waiting.push([inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`])
    }
  }
  return found
}
