/**
 * A small scanner for the XML of a stranger's SVG: start tags with resolved namespaces, end tags and text. It knows the
 * five predefined entities and character references and nothing else: a document type is skipped, one with an internal
 * subset is refused, so that no entity can be declared, let alone fetched or expanded.
 * Source: XML 1.0 and Namespaces in XML 1.0.
 */
export type XmlEvent =
  | (Tag & {
      readonly kind: 'start'
      readonly namespace: string
      readonly name: string
      readonly attributes: Attributes
    })
  | (Tag & { readonly kind: 'end' })
  | { readonly kind: 'text'; readonly text: string }

/** Where the tag stands in the text; `to` is the place after it. */
interface Tag {
  readonly from: number
  readonly to: number
}

/** Attributes by their name as written; prefixed ones keep the prefix. */
export type Attributes = ReadonlyMap<string, string>

export class NotWellFormed extends Error {}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const TAG =
  /<(\/?)([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[A-Za-z_:][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const ATTRIBUTE = /([A-Za-z_:][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g
const DOCTYPE = /<!DOCTYPE\s(?:[^<>[\]"']|"[^"]*"|'[^']*')*>/y
const MAX_OPEN = 256

interface OpenElement {
  readonly qualifiedName: string
  readonly namespaces: ReadonlyMap<string, string>
}

export function* scanXml(text: string): Generator<XmlEvent> {
  const open: OpenElement[] = []
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (next !== at) {
      const end = next < 0 ? text.length : next
      if (open.length > 0) yield { kind: 'text', text: decodeReferences(text.slice(at, end)) }
      at = end
    } else if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at + 4)
    } else if (text.startsWith('<?', at)) {
      at = after(text, '?>', at + 2)
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = after(text, ']]>', at + 9)
      yield { kind: 'text', text: text.slice(at + 9, end - 3) }
      at = end
    } else if (text.startsWith('<!', at)) {
      at = skipDoctype(text, at, open.length)
    } else {
      const tag = matchAt(TAG, text, at)
      yield* tagEvents(tag, open)
      at += tag[0].length
    }
  }
  if (open.length > 0) throw new NotWellFormed('an element is not closed')
}

function* tagEvents(tag: RegExpExecArray, open: OpenElement[]): Generator<XmlEvent> {
  const [written, closing, qualifiedName = '', attributeText = '', selfClosing] = tag
  const place: Tag = { from: tag.index, to: tag.index + written.length }
  if (closing) {
    if (open.pop()?.qualifiedName !== qualifiedName || attributeText) throw new NotWellFormed('tags do not match')
    yield { kind: 'end', ...place }
    return
  }
  if (open.length >= MAX_OPEN) throw new NotWellFormed('nested too deeply')
  const attributes = parseAttributes(attributeText)
  const namespaces = namespacesWith(attributes, open.at(-1)?.namespaces ?? new Map([['xml', XML_NAMESPACE]]))
  yield { kind: 'start', ...place, ...resolveName(qualifiedName, namespaces), attributes }
  if (selfClosing) yield { kind: 'end', ...place }
  else open.push({ qualifiedName, namespaces })
}

function parseAttributes(text: string): Attributes {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) throw new NotWellFormed('an attribute is named twice')
    attributes.set(name, decodeReferences(double ?? single ?? ''))
  }
  return attributes
}

function namespacesWith(attributes: Attributes, inherited: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const declared = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length === 0) return inherited
  return new Map([...inherited, ...declared.map(([name, value]): [string, string] => [name.slice(6), value])])
}

function resolveName(
  qualifiedName: string,
  namespaces: ReadonlyMap<string, string>,
): { namespace: string; name: string } {
  const colon = qualifiedName.indexOf(':')
  const prefix = colon < 0 ? '' : qualifiedName.slice(0, colon)
  const namespace = namespaces.get(prefix) ?? (prefix === '' ? '' : undefined)
  if (namespace === undefined) throw new NotWellFormed('a namespace prefix is not declared')
  return { namespace, name: qualifiedName.slice(colon + 1) }
}

function skipDoctype(text: string, at: number, depth: number): number {
  if (depth > 0) throw new NotWellFormed('a declaration inside an element')
  return at + matchAt(DOCTYPE, text, at)[0].length
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (!match) throw new NotWellFormed('markup that is not understood')
  return match
}

function after(text: string, terminator: string, from: number): number {
  const at = text.indexOf(terminator, from)
  if (at < 0) throw new NotWellFormed('markup that does not end')
  return at + terminator.length
}

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]*)(;?)/g, (_, name: string, end: string) => {
    const decoded = end ? (PREDEFINED[name] ?? characterReference(name)) : undefined
    if (decoded === undefined) throw new NotWellFormed('an entity that is not predefined')
    return decoded
  })
}

function characterReference(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? []
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
