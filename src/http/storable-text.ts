import type { FieldProblem } from '../kernel/domain-error.ts'
import type { App } from './app-types.ts'
import { MalformedInput } from './errors.ts'

/** NUL and halves of surrogate pairs: no database keeps them, and no person types them. */
const UNSTORABLE = /[\u0000\p{Surrogate}]/u

/** What is public reads the texts of strangers and keeps none; everything else refuses what could not be kept. */
export function registerStorableText(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const isKept = request.routeOptions.config.access !== 'public'
    const errors = isKept ? [...unstorableTexts(request.body, ''), ...unstorableTexts(request.query, '/query')] : []
    done(errors.length > 0 ? new MalformedInput(errors) : undefined)
  })
}

/** Walks without recursion: a body may be nested as deep as it is long. */
export function unstorableTexts(root: unknown, prefix: string): readonly FieldProblem[] {
  const found: FieldProblem[] = []
  const waiting: (readonly [unknown, string])[] = [[root, prefix]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, pointer] = next
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      found.push({ pointer, detail: 'must not contain the NUL character or half of a surrogate pair' })
    }
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue
    for (const [key, inner] of Object.entries(value)) {
      waiting.push([inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`])
    }
  }
  return found
}
