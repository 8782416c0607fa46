import { t } from '../support/test.ts'
import { portfolioPages } from '../../src/portfolio/index.ts'
import { translator } from '../../src/texts/index.ts'
import { buildTestApp } from '../support/app.ts'
import { openTestPglite } from '../support/database.ts'
import { addText, clearPortfolios, completeDraft, portfolioWorld, submitted } from '../support/portfolio.ts'

/* What every form says when it is refused: status, the words of its code, and everything that was typed. */

const MEGABYTE = 1_000_000
const HOSTILE = `"><script>alert('x')</script>`
const KEPT = /&lt;script/
const database = await openTestPglite(t)
const world = await portfolioWorld(database)
const { people } = world.programme
const [first] = world.criterionIds
const [requirementId = ''] = world.requirementIds
const services = { ...world.services, config: { ...world.services.config, maxUploadBytes: MEGABYTE } }
const app = await buildTestApp(t, services, [portfolioPages], people)
const say = translator('es')
t.beforeEach(() => clearPortfolios(database, world))

interface Refused {
  readonly name: string
  readonly path: string
  readonly as?: string
  readonly fields: Readonly<Record<string, string | Blob>>
  readonly status: number
  readonly code: string
  /** Where the refusal shows a field as wrong. */
  readonly field?: string
  /** What it says about it: the key of a text. */
  readonly says?: string
  /** What was typed, as it stands in the page again. */
  readonly kept?: RegExp
}

async function refuse(t: Parameters<typeof buildTestApp>[0], expected: Refused): Promise<void> {
  const { name, path, as = 'participant', fields, status, code, field, says, kept } = expected
  const hasFile = Object.values(fields).some((value) => typeof value !== 'string')
  const answer = hasFile
    ? await app.upload(path, fields, { as })
    : await app.submit(path, fields as Record<string, string>, { as })
  t.equal(answer.statusCode, status, `${name}: ${answer.headers.location ?? ''}`)
  t.match(answer.body, say(`problems.${code}.title`), `${name}: ${code}`)
  t.notMatch(answer.body, /<script>alert/, `${name}: escaped`)
  if (field !== undefined) t.match(answer.body, `id="${field}-error"`, `${name}: at its field`)
  if (says !== undefined) t.match(answer.body, say(says), `${name}: in its words`)
  if (kept) t.match(answer.body, kept, `${name}: nothing is lost`)
}

const content = { capturedOn: '2026-05-20', language: 'fi', peopleShown: 'blurred' }
const evidence = { ...content, programmeId: world.programme.id, title: HOSTILE }
const asFile = { ...evidence, kind: 'file', type: 'image' }
const asText = { ...evidence, kind: 'text', type: 'text_reflection', text: HOSTILE }
const asLink = { ...evidence, kind: 'link', type: 'video_link' }
const fileOf = (data: string | number, name: string) =>
  new File([typeof data === 'string' ? data : new Uint8Array(data)], name, { type: 'application/octet-stream' })

t.test('new evidence', async (t) => {
  for (const { name, ...rest } of [
    {
      name: 'without a title',
      fields: { ...asText, title: '' },
      status: 400,
      code: 'malformed-input',
      field: 'field-title',
    },
    { name: 'without people', fields: { ...asText, peopleShown: '' }, status: 400, code: 'malformed-input' },
    {
      ...{ name: 'of tomorrow', fields: { ...asText, capturedOn: '2026-06-02' } },
      ...{ status: 422, code: 'invalid-input', field: 'field-capturedOn' },
    },
    {
      ...{ name: 'of no day', fields: { ...asText, capturedOn: 'soon' } },
      ...{ status: 400, code: 'malformed-input', field: 'field-capturedOn' },
    },
    {
      name: 'without a text',
      fields: { ...asText, text: '' },
      status: 422,
      code: 'invalid-input',
      field: 'field-text',
    },
    {
      ...{ name: 'to an address that is not https', fields: { ...asLink, url: `http://a.example/${HOSTILE}` } },
      ...{ status: 422, code: 'invalid-input', field: 'field-url' },
    },
    {
      ...{ name: 'that runs script', fields: { ...asLink, url: `javascript:alert(1)//${HOSTILE}` } },
      ...{ status: 422, code: 'invalid-input', field: 'field-url' },
    },
    { name: 'without a file', fields: asFile, status: 422, code: 'invalid-input', field: 'field-file' },
    {
      ...{ name: 'with an empty file', fields: { ...asFile, file: fileOf('', 'a.png') } },
      ...{ status: 422, code: 'invalid-input', field: 'field-file', says: 'portfolio.evidence.fileEmpty' },
    },
    {
      ...{ name: 'too large', fields: { file: fileOf(MEGABYTE + 1, 'film.mp4'), ...asFile } },
      ...{ status: 413, code: 'body-too-large', field: 'field-file' },
    },
    {
      ...{ name: 'of a kind that is not taken', fields: { ...asFile, file: fileOf('<svg/>', 'a.svg') } },
      ...{ status: 415, code: 'media-type-refused', field: 'field-file' },
    },
    {
      ...{ name: 'that is not what it says', fields: { ...asFile, file: fileOf('hola', `${HOSTILE}.pdf`) } },
      ...{ status: 422, code: 'media-type-mismatch', field: 'field-file' },
    },
    {
      ...{ name: 'with a damaged picture', fields: { ...asFile, file: fileOf('\u0089PNG\r\n', 'a.png') } },
      ...{ status: 422, code: 'media-type-mismatch', field: 'field-file' },
    },
  ]) {
    await refuse(t, { name, path: '/portfolio/evidence', kept: KEPT, ...rest })
  }
})

t.test('new evidence for a criterion of a submission that was handed in meanwhile is not stored', async (t) => {
  const { submission } = await submitted(world, people.participant)
  const fields = { ...asText, submissionId: submission.id, criterionId: first }
  await refuse(t, {
    ...{ name: 'handed in', path: '/portfolio/evidence', fields },
    ...{ status: 409, code: 'immutable', kept: KEPT },
  })
  const overview = await app.get('/portfolio?lang=es', { as: 'participant', accept: 'text/html' })
  t.notMatch(overview.body, KEPT)
})

t.test('a new version and the consents of a version', async (t) => {
  const { item, version } = await addText(world, people.participant)
  const path = `/portfolio/evidence/${item.id}`
  for (const one of [
    {
      ...{
        name: 'of tomorrow',
        path: `${path}/versions`,
        fields: { ...content, text: HOSTILE, capturedOn: '2026-06-02' },
      },
      ...{ status: 422, code: 'invalid-input', field: 'field-capturedOn', kept: KEPT },
    },
    {
      ...{ name: 'too large', path: `${path}/versions`, status: 413, code: 'body-too-large', kept: KEPT },
      fields: { ...content, text: HOSTILE, file: fileOf(MEGABYTE + 1, 'a.pdf') },
    },
    {
      ...{ name: 'no consent chosen', path: `${path}/consents`, fields: { versionId: version.id } },
      ...{ status: 400, code: 'malformed-input' },
    },
  ]) {
    await refuse(t, one)
  }
  const elsewhere = await app.submit(
    `${path}/consents`,
    { versionId: version.id, attachIds: version.id },
    { as: 'participant' },
  )
  t.equal(elsewhere.statusCode, 404, 'an unknown consent is not found')
})

t.test('consents', async (t) => {
  const consent = {
    ...{ programmeId: world.programme.id, subjectKind: 'minors_group', subjectCount: '12', scope: 'assessment' },
    ...{ form: 'signed_paper', heldBy: HOSTILE, guardianAuthorisations: '11', minorAssents: '12' },
  }
  const path = '/portfolio/consents'
  for (const one of [
    {
      name: 'of nobody',
      fields: { ...consent, subjectCount: '0' },
      status: 400,
      code: 'malformed-input',
      field: 'field-subjectCount',
    },
    {
      name: 'of words',
      fields: { ...consent, minorAssents: 'all' },
      status: 400,
      code: 'malformed-input',
      field: 'field-minorAssents',
    },
    {
      name: 'to nothing',
      fields: { ...consent, scope: '' },
      status: 400,
      code: 'malformed-input',
      field: 'field-scope',
    },
    {
      ...{ name: 'granted too early', fields: { ...consent, grantedAt: '2026-05-30' } },
      ...{ status: 422, code: 'consent-incomplete', field: 'field-guardianAuthorisations' },
    },
    {
      ...{ name: 'granted tomorrow', fields: { ...consent, grantedAt: '2026-06-02' } },
      ...{ status: 422, code: 'invalid-input', field: 'field-grantedAt' },
    },
    {
      ...{ name: 'over before it began', status: 422, code: 'invalid-input', field: 'field-expiresAt' },
      fields: { ...consent, guardianAuthorisations: '12', grantedAt: '2026-05-30', expiresAt: '2026-05-29' },
    },
  ]) {
    await refuse(t, { path, kept: KEPT, ...one })
  }

  await app.submit(path, consent, { as: 'participant' })
  const page = (await app.get(`${path}?lang=es`, { as: 'participant', accept: 'text/html' })).body
  const [id = ''] = /(?<=consent-)[0-9a-f-]{36}/.exec(page) ?? []
  const progress = { [`of.${id}.guardianAuthorisations`]: '9', [`of.${id}.minorAssents`]: '8' }
  const early = { ...progress, [`of.${id}.grantedAt`]: '2026-05-30' }
  await refuse(t, {
    ...{ name: 'progress', path: `${path}/${id}`, fields: early, status: 422, code: 'consent-incomplete' },
    ...{ field: `field-of-${id}-guardianAuthorisations`, kept: /value="9"/ },
  })
  await app.submit(`${path}/${id}/withdraw`, {}, { as: 'participant' })
  await refuse(t, { name: 'twice', path: `${path}/${id}/withdraw`, fields: {}, status: 409, code: 'terminal-state' })
})

t.test('drafts and the hand-in', async (t) => {
  const { submission, plan, reflection } = await completeDraft(world, people.participant)
  const path = `/portfolio/submissions/${submission.id}`
  const handover = {
    ...{ nameAsPrinted: 'Juana Arancibia', isNameConfirmed: 'yes', credentialLanguage: 'es', showsLevel: 'yes' },
    ...{ aiUse: 'used', aiUseDisclosed: HOSTILE, isOwnWork: 'yes' },
  }
  for (const one of [
    {
      ...{ name: 'a second draft', path: '/portfolio/submissions', status: 409, code: 'submission-open' },
      fields: { versionId: world.course.versionId, route: 'standard' },
    },
    {
      ...{ name: 'evidence for nothing', path: `${path}/evidence`, fields: { [`criteria.${first}`]: 'x' } },
      ...{ status: 400, code: 'malformed-input' },
    },
    {
      ...{ name: 'a name with markup', path: `${path}/hand-in`, fields: { ...handover, nameAsPrinted: HOSTILE } },
      ...{ status: 422, code: 'invalid-input', field: 'field-nameAsPrinted', kept: KEPT },
    },
    {
      ...{ name: 'no name', path: `${path}/hand-in`, fields: { ...handover, nameAsPrinted: '' } },
      ...{ status: 400, code: 'malformed-input', field: 'field-nameAsPrinted', kept: KEPT },
    },
    {
      ...{ name: 'name not confirmed', path: `${path}/hand-in`, fields: { ...handover, isNameConfirmed: '' } },
      ...{ status: 422, code: 'invalid-input', field: 'field-isNameConfirmed', kept: KEPT },
    },
    {
      ...{ name: 'not declared', path: `${path}/hand-in`, fields: { ...handover, isOwnWork: '' } },
      ...{ status: 422, code: 'invalid-input', field: 'field-isOwnWork', kept: KEPT },
    },
    {
      ...{ name: 'artificial intelligence without a word', path: `${path}/hand-in` },
      fields: { ...handover, nameAsPrinted: 'Juana Kept', aiUseDisclosed: '' },
      ...{ status: 422, code: 'invalid-input', field: 'field-aiUseDisclosed', kept: /value="Juana Kept"/ },
    },
    {
      ...{
        name: 'a language that there is not',
        path: `${path}/hand-in`,
        fields: { ...handover, credentialLanguage: 'sv' },
      },
      ...{ status: 400, code: 'malformed-input', field: 'field-credentialLanguage', kept: KEPT },
    },
  ]) {
    await refuse(t, one)
  }
  const evidence = { [`criteria.${first}`]: plan.version.id }
  await app.submit(`${path}/evidence`, evidence, { as: 'participant' })
  const incomplete = await app.submit(`${path}/hand-in`, handover, { as: 'participant' })
  t.equal(incomplete.statusCode, 422)
  t.match(incomplete.body, /«Criterio 2» aún no tiene evidencia/, 'what is missing, in the language of the reader')
  t.notMatch(incomplete.body, /Attach at least one/)
  const asking = await app.get(`${path}/hand-in`, { accept: 'text/html', as: 'participant' })
  t.notMatch(asking.body, say('portfolio.handover.lead'), 'no questions are announced that are not asked')
  t.match(asking.body, say('portfolio.handover.notYet'))
  t.match(incomplete.body, KEPT, 'and what was written stays')
  const other = `criteria.${world.criterionIds[1]}`
  await app.submit(`${path}/evidence`, { ...evidence, [other]: reflection.version.id }, { as: 'participant' })
  t.equal((await app.submit(`${path}/hand-in`, handover, { as: 'participant' })).statusCode, 303)
  await refuse(t, { name: 'twice', path: `${path}/hand-in`, fields: handover, status: 409, code: 'invalid-transition' })
  await refuse(t, { name: 'frozen', path: `${path}/evidence`, fields: evidence, status: 409, code: 'immutable' })
})

t.test('what a coordinator writes', async (t) => {
  const { submission } = await completeDraft(world, people.participant)
  const path = `/portfolio/submissions/${submission.id}`
  await refuse(t, {
    ...{ name: 'a draft is not returned', path: `${path}/return`, as: 'coordinator', fields: { reason: HOSTILE } },
    ...{ status: 409, code: 'invalid-transition' },
  })
  const { submission: open } = await submitted(world, people.participant2)
  for (const [name, reason] of [
    ['no reason', ''],
    ['too long a reason', `${HOSTILE}${'x'.repeat(2000)}`],
  ] as const) {
    await refuse(t, {
      ...{ name, path: `/portfolio/submissions/${open.id}/return`, as: 'coordinator', fields: { reason } },
      ...{ status: 400, code: 'malformed-input', field: 'field-reason' },
      ...(reason === '' ? {} : { kept: KEPT }),
    })
  }
  await app.submit(`${path}/evidence`, {}, { as: 'participant' })
  await refuse(t, {
    ...{ name: 'an exception without a reason', path: `${path}/exceptions`, as: 'coordinator' },
    fields: { requirementId },
    ...{ status: 422, code: 'invalid-input', field: `field-reasons-${requirementId}` },
  })
  await refuse(t, {
    ...{ name: 'an exception with a novel', path: `${path}/exceptions`, as: 'coordinator' },
    fields: { requirementId, [`reasons.${requirementId}`]: `${HOSTILE}${'x'.repeat(2000)}` },
    ...{ status: 400, code: 'malformed-input', field: `field-reasons-${requirementId}`, kept: KEPT },
  })
})
