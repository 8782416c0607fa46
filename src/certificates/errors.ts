import { DomainError } from '../kernel/domain-error.ts'

/** `field` is a path into CertificateContent, as in `title` or `outcomes/3`. */
export class CertificateDoesNotFit extends DomainError {
  readonly code = 'certificate-does-not-fit'
  readonly field: string

  constructor(field: string) {
    super(`The certificate does not fit on one page, even in small print: shorten "${field}".`, {
      errors: [{ pointer: `/${field}`, detail: 'is too long for one page' }],
      data: { field },
    })
    this.field = field
  }
}

/** A word or a text too long for the picture of an achievement. */
export class BadgeDoesNotFit extends DomainError {
  readonly code = 'badge-does-not-fit'
  readonly field: string

  constructor(field: string) {
    super(`The badge image has no room for so long a text: shorten "${field}".`, {
      errors: [{ pointer: `/${field}`, detail: 'is too long for the badge image' }],
      data: { field },
    })
    this.field = field
  }
}

/** A character that would come out blank, wrongly shaped, or would reorder the text around it. */
export class UnprintableCharacter extends DomainError {
  readonly code = 'unprintable-character'
  readonly field: string
  readonly character: string

  constructor(field: string, character: string) {
    const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    super(`"${field}" holds ${codePoint}, which cannot be printed: remove or replace it.`, {
      errors: [{ pointer: `/${field}`, detail: `${codePoint} cannot be printed` }],
      data: { field, character, codePoint },
    })
    this.field = field
    this.character = character
  }
}

/** One of the mandatory elements of a European micro-credential is empty. */
export class CertificateIncomplete extends DomainError {
  readonly code = 'certificate-incomplete'
  readonly field: string

  constructor(field: string) {
    super(`A certificate cannot be drawn without "${field}": complete it in the micro-course or the award.`, {
      errors: [{ pointer: `/${field}`, detail: 'must not be empty' }],
      data: { field },
    })
    this.field = field
  }
}
