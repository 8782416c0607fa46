import { DomainError } from '../kernel/domain-error.ts'

/** What was posted is of a kind that holds no badge. */
export class UnknownBadgeType extends DomainError {
  readonly code = 'unknown-badge-type'

  constructor() {
    super('Send the badge as JSON, JWT text, PNG, SVG or PDF, or as a form with the field file, text or url.')
  }
}

export class AddressUnreachable extends DomainError {
  readonly code = 'address-unreachable'

  constructor(reason: string) {
    super('Nothing could be fetched from this address. Download the file yourself and upload it here.', {
      data: { reason },
      errors: [{ pointer: '/url', detail: 'nothing could be fetched from this address' }],
    })
  }
}
