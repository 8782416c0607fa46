interface Schema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
}

const TEXTS: Readonly<Record<string, string>> = {
  email: 'somebody@example.org',
  date: '2026-06-01',
  'date-time': '2026-06-01T00:00:00Z',
  uri: 'https://example.org/',
}

/** A value that a schema takes: what is required and nothing more, with the ids that `idOf` knows by their names. */
export function sampleOf(schema: unknown, idOf: (name: string) => string, name = ''): unknown {
  const { type, format, properties, ...rest } = schema as Schema
  if (rest.const !== undefined) return rest.const
  if (rest.enum) return rest.enum[0]
  if (rest.anyOf?.[0]) return sampleOf(rest.anyOf[0], idOf, name)
  if (format === 'uuid') return idOf(name)
  switch (type) {
    case 'object':
      return Object.fromEntries((rest.required ?? []).map((key) => [key, sampleOf(properties?.[key] ?? {}, idOf, key)]))
    case 'array':
      return Array.from({ length: rest.minItems ?? 0 }, () => sampleOf(rest.items ?? {}, idOf, name))
    case 'integer':
    case 'number':
      return rest.minimum ?? 1
    case 'boolean':
      return true
    case 'string':
      return TEXTS[format ?? ''] ?? 'x'.repeat(Math.max(1, rest.minLength ?? 1))
    default:
      return null
  }
}
