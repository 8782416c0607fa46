import { hasText, type Translate } from './catalogues.ts'

export interface ProblemText {
  readonly title: string
  /** One sentence: what the person can do next. */
  readonly todo: string
}

/**
 * What a page says about a refusal. `detail` is the service's own English sentence, shown only where no catalogue
 * knows the code.
 */
export function problemText(
  t: Translate,
  problem: { readonly code?: string | undefined; readonly detail?: string | undefined },
): ProblemText {
  const code = problem.code ?? ''
  if (code !== '' && hasText(`problems.${code}.title`)) {
    return { title: t(`problems.${code}.title`), todo: t(`problems.${code}.todo`) }
  }
  return { title: t('problems.fallback.title'), todo: problem.detail ?? t('problems.fallback.todo') }
}

/** The validator's commonest findings, which speak English, and what we say instead. */
const FINDINGS: readonly (readonly [RegExp, string])[] = [
  [/^is not known to this format/, 'import.invalid.unknownMember'],
  [/^is the id of another part of the file/, 'import.invalid.idTwice'],
  [/^is in the programme already with other/, 'import.invalid.differs'],
  [/^must be an? .+ of the (file|framework)$/, 'import.invalid.reference'],
  [/^must be an organisation of the programme/, 'import.invalid.organisation'],
  [/^is not JSON in UTF-8/, 'import.invalid.notJson'],
  [/^positions must run from 1/, 'import.invalid.gap'],
  [/needs exactly one descriptor|^level \d+ is not in the scale/, 'import.invalid.descriptor'],
  [/^is (declared|used) twice|duplicate items/, 'import.invalid.twice'],
  [/^needs a criterion in the rubric/, 'import.invalid.criterion'],
  [/^must be one of the declared outcomes/, 'import.invalid.outcome'],
  [/^at least one /, 'import.invalid.atLeastOne'],
  [/^A record with this identity already exists/, 'import.invalid.exists'],
  [/^What is published does not change/, 'import.invalid.published'],
  [/^Only its authors edit a draft/, 'import.invalid.notAuthor'],
  [/^must be an area of this framework/, 'frameworks.invalid.parent'],
  [/^would make the item its own ancestor/, 'frameworks.invalid.ancestor'],
  [/^is used by another item of this framework/, 'frameworks.invalid.code'],
  [/^an area with items below it stays/, 'frameworks.invalid.kind'],
  [/^move or remove the items below it/, 'frameworks.invalid.children'],
  [/^is listed for this item already/, 'frameworks.invalid.listed'],
  [/^must be the UUID of the CASE item/, 'frameworks.invalid.caseCode'],
  [/^must be CFItem, or ext:/, 'frameworks.invalid.targetType'],
  [/^lies before the day it came into force/, 'frameworks.invalid.beforeStart'],
  [/^at least two levels are required/, 'frameworks.invalid.fewLevels'],
  [/^must be a level of the scale/, 'frameworks.invalid.usualLevel'],
  [/^has to be of small letters, digits and hyphens/, 'programmes.invalid.slug'],
  [/^is taken /, 'programmes.invalid.taken'],
  [/^has to be the code of a country|^has to be two capital letters/, 'programmes.invalid.country'],
  [/^has to be a time zone/, 'programmes.invalid.timeZone'],
  [/^has to comprise the language/, 'programmes.invalid.baseLanguage'],
  [/^two organisations have to assess/, 'programmes.invalid.twoAssess'],
  [/^an organisation beside the awarding one/, 'programmes.invalid.oneEndorses'],
  [/^has people in the programme/, 'programmes.invalid.hasPeople'],
  [/^has to lie within the cohort/, 'programmes.invalid.withinCohort'],
  [/^has to lie between the opening/, 'programmes.invalid.afterOpening'],
  [/^has to lie after the beginning/, 'programmes.invalid.afterStart'],
  [/^is an empty file/, 'portfolio.evidence.fileEmpty'],
  [/^is not among the languages that you read/, 'assessment.invalid.language'],
  [/as it was given out|with nothing but a proof/, 'credentials.atHome.invalid.changed'],
  [/not given out to be signed/, 'credentials.atHome.invalid.unknown'],
  [/^carries no signature/, 'credentials.atHome.invalid.unsigned'],
  [/^could not be checked: the keys of/, 'credentials.atHome.invalid.unreachable'],
  [/^does not verify with a key/, 'credentials.atHome.invalid.signature'],
  [/of the form of a bundle/, 'credentials.atHome.invalid.bundle'],
  [/^has to be a picture/, 'courses.picture.notAPicture'],
  [/^cannot be read as a picture/, 'courses.picture.unreadable'],
  [/pixels wide and high$/, 'courses.picture.tooSmall'],
  [/^has to be a colour/, 'programmes.organisation.notAColour'],
  [/^is too light to be seen/, 'programmes.organisation.tooLight'],
  [/^has to be a did:web on a domain/, 'programmes.organisation.notOwnDid'],
  [/not one of the public web with https/, 'verification.unreachable.address-refused'],
  [/^The host answered that there is no such/, 'verification.unreachable.absent'],
  [/redirects are not followed/, 'verification.unreachable.redirected'],
  [/^The host refused to give the document/, 'verification.unreachable.refused-by-host'],
  [/^The host did not answer in time/, 'verification.unreachable.timed-out'],
  [/^The document is larger than such documents are/, 'verification.unreachable.too-large'],
  [/^The host could not be reached/, 'verification.unreachable.no-answer'],
  [/^The host answered with something that is no text/, 'verification.unreachable.not-text'],
  [/^nothing was given as file/, 'verification.form.nothing.file'],
  [/^nothing was given as url/, 'verification.form.nothing.url'],
  [/^nothing was given as text/, 'verification.form.nothing.text'],
  [/begins with http|must match pattern "\^https/i, 'common.field.notAnAddress'],
  [/^is not the present password/, 'common.field.notThePassword'],
  [/required property|is required|must not be empty|fewer than 1 char/i, 'common.field.missing'],
  [/fewer than \d+ char|too short/i, 'common.field.tooShort'],
  [/DID or an https address/i, 'common.field.notAnIssuer'],
  [/must match format "?(date|date-time)/i, 'common.field.notADate'],
  [/must match format "?(e-?mail|idn-email)/i, 'common.field.notAnEmail'],
  [/must match format "?(uri|url|iri)/i, 'common.field.notAnAddress'],
  [/must be (number|integer)|must match pattern "\^\S*\\d/i, 'common.field.notANumber'],
  [/is too large/i, 'common.field.tooLarge'],
  [/must not be in the future/i, 'common.field.inTheFuture'],
  [/must be after/i, 'common.field.tooEarly'],
  [/must be a name/i, 'common.field.notAName'],
  [/must be (>=|<=|>|<) |within its bounds/i, 'common.field.outOfRange'],
  [/must not contain invisible signs/, 'common.field.invisible'],
  [/must match pattern/i, 'common.field.wrongForm'],
  [/must NOT have more than|too long/i, 'common.field.tooLong'],
  [/must be equal to one of|allowed values|must be equal to constant/i, 'common.field.notAChoice'],
]

/** A field's finding in the reader's language where we know it, otherwise as it came. */
export function fieldMessage(t: Translate, detail: string): string {
  const known = FINDINGS.find(([pattern]) => pattern.test(detail))
  return known ? t(known[1]) : detail
}
