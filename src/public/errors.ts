import { DomainError } from '../kernel/domain-error.ts'

/** The same for a number that was never given, mistyped, switched off by its holder, or erased. */
export class NoPublicRecord extends DomainError {
  readonly code = 'no-public-record'

  constructor() {
    super(
      'There is no public record at this address. Check the typing, or ask the holder whether the page is switched off.',
    )
  }
}

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
