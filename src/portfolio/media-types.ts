/** The kinds of file that evidence may be, with the names and types that phones and browsers give them. */
interface AcceptedKind {
  readonly mediaType: string
  readonly extensions: readonly string[]
  /** What a client may declare besides the type itself. */
  readonly alsoDeclaredAs: readonly string[]
  readonly isText: boolean
}

const OOXML = 'application/vnd.openxmlformats-officedocument'

const ACCEPTED: readonly AcceptedKind[] = [
  binary('application/pdf', ['pdf'], ['application/x-pdf']),
  binary('image/png', ['png']),
  binary('image/jpeg', ['jpg', 'jpeg', 'jpe'], ['image/jpg', 'image/pjpeg']),
  binary('image/webp', ['webp']),
  binary('video/mp4', ['mp4', 'm4v'], ['video/x-m4v', 'application/mp4']),
  binary(`${OOXML}.wordprocessingml.document`, ['docx']),
  binary(`${OOXML}.spreadsheetml.sheet`, ['xlsx']),
  binary(`${OOXML}.presentationml.presentation`, ['pptx']),
  binary('application/vnd.oasis.opendocument.text', ['odt']),
  plain('text/csv', ['csv'], ['application/vnd.ms-excel', 'application/csv', 'text/plain']),
  plain('text/markdown', ['md', 'markdown'], ['text/x-markdown', 'text/plain']),
  plain('text/plain', ['txt']),
]

function binary(mediaType: string, extensions: string[], alsoDeclaredAs: string[] = []): AcceptedKind {
  return { mediaType, extensions, alsoDeclaredAs, isText: false }
}

function plain(mediaType: string, extensions: string[], alsoDeclaredAs: string[] = []): AcceptedKind {
  return { mediaType, extensions, alsoDeclaredAs, isText: true }
}

export const MARKDOWN = 'text/markdown'
/** For the `accept` attribute of a file field. */
export const ACCEPTED_EXTENSIONS = ACCEPTED.flatMap(({ extensions }) => extensions.map((name) => `.${name}`)).join(',')

export function acceptedKind(mediaType: string): AcceptedKind | undefined {
  return ACCEPTED.find((kind) => kind.mediaType === mediaType)
}

export function acceptedTextKind(extension: string): AcceptedKind | undefined {
  return ACCEPTED.find(({ isText, extensions }) => isText && extensions.includes(extension))
}

export function kindOfExtension(extension: string): AcceptedKind | undefined {
  return ACCEPTED.find(({ extensions }) => extensions.includes(extension))
}

/** Lower case and without the dot; empty when the name has none. */
export function extensionOf(fileName: string): string {
  return /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
}

/** Types that say nothing, which a client without knowledge of the file declares. */
const UNDECLARED = ['', 'application/octet-stream', 'binary/octet-stream']

export function mayBeDeclaredAs(kind: AcceptedKind, declared: string): boolean {
  const type = declared.split(';')[0]?.trim().toLowerCase() ?? ''
  return UNDECLARED.includes(type) || type === kind.mediaType || kind.alsoDeclaredAs.includes(type)
}

const SHOWN_INLINE = ['image/png', 'image/jpeg', 'image/webp']

/** Pictures of these types cannot hold script; everything else is offered for saving only. */
export function isShownInline(mediaType: string): boolean {
  return SHOWN_INLINE.includes(mediaType)
}
