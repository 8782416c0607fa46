import { DomainError } from '../kernel/domain-error.ts'
import type { FetchedDocument } from '../verification/index.ts'

/** What was posted is of a kind that holds no badge. */
export class UnknownBadgeType extends DomainError {
  readonly code = 'unknown-badge-type'

  constructor() {
    super('Send the badge as JSON, JWT text, PNG, SVG or PDF, or as a form with the field file, text or url.')
  }
}

/** A form was sent without what it is for. */
export class NothingToCheck extends DomainError {
  readonly code = 'nothing-to-check'

  constructor(field: 'file' | 'url' | 'text') {
    super('Send a badge: as a file, as its address, or as its text.', {
      errors: [{ pointer: `/${field}`, detail: `nothing was given as ${field}` }],
    })
  }
}

type Unreachable = Extract<FetchedDocument, { outcome: 'unreachable' }>

/** `reason` is one of a closed list, each with its sentence in every language. */
export class AddressUnreachable extends DomainError {
  readonly code = 'address-unreachable'

  constructor({ code: reason, detail }: Pick<Unreachable, 'code' | 'detail'>) {
    super('Nothing could be fetched from this address. Download the file yourself and upload it here.', {
      data: { reason },
      errors: [{ pointer: '/url', detail }],
    })
  }
}
