import { sql } from 'drizzle-orm'
import sharp from 'sharp'
import { t } from '../support/test.ts'
import type { Actor } from '../../src/access/index.ts'
import { readLog, type AuditEvent } from '../../src/audit/index.ts'
import { rows, tables, type Database } from '../../src/database/index.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'
import {
  addEvidenceVersion,
  attachConsentsToVersion,
  listSubmissions,
  loadSubmission,
  readEvidence,
  recordConsent,
  removeEvidence,
  scanWaitingEvidence,
  setCriterionEvidence,
  startSubmission,
  submit,
  updateConsentProgress,
  withdrawConsent,
  ScannerUnavailable,
  type NewEvidence,
} from '../../src/portfolio/index.ts'
import { onBothDatabases } from '../support/database.ts'
import { addFile, addText, clearPortfolios, completeDraft, HANDOVER, portfolioWorld } from '../support/portfolio.ts'
import { createProgramme } from '../support/programme.ts'
import { seededRandomness } from '../../src/kernel/ids.ts'
import { docx } from '../support/zip.ts'

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

async function log(database: Database): Promise<AuditEvent[]> {
  const all: AuditEvent[] = []
  for await (const event of readLog(database.owner)) all.push(event)
  return all
}

await onBothDatabases(t, 'evidence', async (t, database) => {
  const world = await portfolioWorld(database)
  const {
    participant: teacher,
    participant2,
    assessor,
    assessor2,
    coordinator,
    auditor,
    mentor,
  } = world.programme.people
  t.beforeEach(() => clearPortfolios(database, world))
  const { services } = world
  const read = (actor: Actor, versionId: string) => readEvidence(services, actor, versionId)
  const photograph = async (change: Partial<NewEvidence> = {}) =>
    addFile(world, teacher, {
      type: 'image',
      upload: {
        content: await sharp({ create: { width: 9, height: 9, channels: 3, background: '#363' } })
          .jpeg()
          .withExif({ IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '36/1 46/1 0/1' } })
          .toBuffer(),
        fileName: 'taller.jpg',
        declaredType: 'image/jpeg',
      },
      ...change,
    })
  /** The judgement of an assessor, written by the owner, so that the row policies let them in. */
  const assign = async (submissionId: string, judge: Actor, slot: 'A' | 'B' = 'A') =>
    database.owner.insert(tables.judgements).values({
      id: services.randomness.uuid(),
      programmeId: world.programme.id,
      submissionId,
      assessorId: judge.personId ?? '',
      organisationId: judge.organisationId ?? '',
      slot,
      state: 'assigned',
      assignedById: coordinator.personId ?? '',
      assignedAt: world.clock.now(),
    })

  t.test('the recorded hash is of the bytes that are stored, without their place', async (t) => {
    const { version } = await photograph()
    t.match(version, { scanStatus: 'clean', mediaType: 'image/jpeg', fileName: 'taller.jpg', version: 1 })
    const { content, isShownInline } = await read(teacher, version.id)
    t.equal(sha256Hex(content), version.sha256)
    t.equal(content.byteLength, version.byteSize)
    t.equal((await sharp(content).metadata()).exif, undefined)
    t.ok(isShownInline)
    t.strictSame(
      (await log(database)).map(({ action, actorRole }) => `${actorRole} ${action}`),
      ['participant evidence-version.uploaded', 'system evidence-version.scanning', 'system evidence-version.clean'],
    )
  })

  t.test('the same bytes may come again, from anybody, and say nothing about each other', async (t) => {
    const first = await addFile(world, teacher)
    const second = await addFile(world, participant2)
    t.equal(first.version.sha256, second.version.sha256)
    t.strictSame(Object.keys(first).sort(), Object.keys(second).sort())
    await removeEvidence(services, teacher, first.item.id)
    t.ok((await read(participant2, second.version.id)).content.byteLength > 0, 'the other one keeps its bytes')
    await removeEvidence(services, participant2, second.item.id)
    t.equal(await services.blobs.get(second.version.sha256 ?? ''), null)
  })

  t.test('what is dangerous is open to nobody, its owner included', async (t) => {
    const upload = (content: Uint8Array, fileName: string) =>
      addFile(world, teacher, { upload: { content, fileName, declaredType: '' } })
    const eicar = await upload(new TextEncoder().encode(EICAR), 'nota.txt')
    t.equal(eicar.version.scanStatus, 'infected')
    await t.rejects(read(teacher, eicar.version.id), { code: 'evidence-infected' })
    const macro = await upload(docx([{ name: 'word/vbaProject.bin', content: 'x' }]), 'guion.docx')
    t.equal(macro.version.scanStatus, 'infected')
    const locked = await upload(docx([{ name: 'x', content: 'x', isEncrypted: true }]), 'clave.docx')
    t.equal(locked.version.scanStatus, 'unscannable')
    const { submission } = await completeDraft(world, teacher)
    await setCriterionEvidence(services, teacher, submission.id, {
      criterionId: world.criterionIds[0],
      versionIds: [locked.version.id],
    })
    await t.rejects(submit(services, teacher, submission.id, HANDOVER), { code: 'evidence-not-clean' })
  })

  t.test('too large, empty, of tomorrow, or without an address: refused before anything is kept', async (t) => {
    const small = { ...services, config: { ...services.config, maxUploadBytes: 10 } }
    const content = new Uint8Array(11).fill(65)
    const upload = { content, fileName: 'a.txt', declaredType: 'text/plain' }
    const refuse = (change: Partial<NewEvidence>, code: string, where: typeof services = services) =>
      t.rejects(addFile({ ...world, services: where }, teacher, change), { code })
    await refuse({ upload }, 'too-large', small)
    await refuse({ upload: { ...upload, content: new Uint8Array() } }, 'invalid-input')
    await refuse({ upload, capturedOn: '2026-06-02' }, 'invalid-input')
    for (const url of ['http://video.example', 'javascript:alert(1)', 'https://a:b@video.example', undefined]) {
      await refuse({ type: 'video_link', url }, 'invalid-input')
    }
    t.strictSame(await log(database), [])
  })

  t.test('without a scanner evidence stays in quarantine, and only its owner sees it', async (t) => {
    const answers = { isThere: false }
    const scanner = {
      name: 'a scanner that is away',
      scan: async () => {
        if (!answers.isThere) throw new ScannerUnavailable('away')
        return { status: 'clean' as const, reason: 'back' }
      },
    }
    for (const absent of [null, scanner]) {
      const { version } = await addFile(
        { ...world, services: { ...services, scanner: absent } as typeof services },
        teacher,
      )
      t.match(version.scanStatus, /uploaded|scanning/)
      t.ok(await read(teacher, version.id))
      for (const other of [coordinator, mentor, participant2]) {
        await t.rejects(read(other, version.id), { code: 'not-found' })
      }
    }
    t.equal(await scanWaitingEvidence({ ...services, scanner }), 0)
    answers.isThere = true
    t.equal(await scanWaitingEvidence({ ...services, scanner }), 2)
  })

  t.test('an assessor reads what is in the submission, and no later version', async (t) => {
    const { submission, plan } = await completeDraft(world, teacher)
    await submit(services, teacher, submission.id, HANDOVER)
    await t.rejects(read(assessor, plan.version.id), { code: 'not-found' })
    await assign(submission.id, assessor)
    t.ok(await read(assessor, plan.version.id))
    const { version } = await addEvidenceVersion(services, teacher, plan.item.id, {
      upload: { content: new TextEncoder().encode('# Otro\n'), fileName: 'plan.md', declaredType: '' },
      capturedOn: '2026-05-30',
      language: 'es',
      peopleShown: 'none',
    })
    await t.rejects(read(assessor, version.id), { code: 'not-found' })
    t.notOk(
      (await log(database)).some(({ action }) => action === 'evidence-version.read'),
      'nothing to log here',
    )
    const foreign = await createProgramme(database, seededRandomness('foreign'), 'foreign')
    for (const stranger of [participant2, assessor2, foreign.people.coordinator]) {
      await t.rejects(read(stranger, plan.version.id), { code: 'not-found' })
    }
  })

  t.test('coordinators and auditors are logged whatever they open', async (t) => {
    const { plan } = await completeDraft(world, teacher)
    await read(coordinator, plan.version.id)
    await read(auditor, plan.version.id)
    t.match(
      (await log(database)).filter(({ action }) => action === 'evidence-version.read'),
      [
        { actorRole: 'coordinator', actorId: coordinator.personId, data: { purpose: 'formal-check' } },
        { actorRole: 'auditor', actorId: auditor.personId, data: { purpose: 'audit' } },
      ],
    )
  })

  const groupOfSix = (change: object = {}) =>
    recordConsent(services, teacher, {
      programmeId: world.programme.id,
      subjectKind: 'minors_group',
      subjectCount: 6,
      guardianAuthorisations: 4,
      minorAssents: 6,
      scope: ['assessment'],
      form: 'signed_paper',
      heldBy: 'Liceo Los Ronces',
      ...change,
    })
  const withPhotograph = async (consentIds: readonly string[]) => {
    const submission = await startSubmission(services, teacher, {
      versionId: world.course.versionId,
      route: 'standard',
    })
    const photo = await photograph({ peopleShown: 'minors', consentIds, type: 'file' })
    const reflection = await addText(world, teacher)
    const [first, second] = world.criterionIds
    const choose = (criterionId: string, versionId: string) =>
      setCriterionEvidence(services, teacher, submission.id, { criterionId, versionIds: [versionId] })
    await choose(first, photo.version.id)
    await choose(second, reflection.version.id)
    return { submission, photo }
  }

  t.test('minors need every guardian and every assent before their picture is handed in', async (t) => {
    const consent = await groupOfSix()
    const { submission, photo } = await withPhotograph([consent.id])
    const hand = () => submit(services, teacher, submission.id, HANDOVER)
    await t.rejects(hand(), { code: 'consent-missing', errors: [{ pointer: `/evidence/${photo.version.id}` }] })
    await t.rejects(
      database.transaction(teacher, world.clock.now(), (tx) =>
        rows(tx, sql`update submissions set state = 'submitted' where id = ${submission.id}`),
      ),
      { code: 'consent-missing' },
      'nor by SQL',
    )
    await t.rejects(updateConsentProgress(services, teacher, consent.id, { grantedAt: world.clock.now() }), {
      code: 'consent-incomplete',
    })
    await updateConsentProgress(services, teacher, consent.id, {
      guardianAuthorisations: 6,
      grantedAt: world.clock.now(),
    })
    t.equal((await hand()).state, 'submitted')
  })

  t.test('each reading of a picture with minors is in the log, with actor and purpose', async (t) => {
    const consent = await groupOfSix({ guardianAuthorisations: 6, grantedAt: world.clock.now() })
    const { submission, photo } = await withPhotograph([consent.id])
    await submit(services, teacher, submission.id, HANDOVER)
    await assign(submission.id, assessor)
    await read(assessor, photo.version.id)
    await read(teacher, photo.version.id)
    t.match(
      (await log(database)).filter(({ action }) => action === 'evidence-version.read'),
      [
        { actorId: assessor.personId, data: { purpose: 'assessment', peopleShown: 'minors' } },
        { actorId: teacher.personId, data: { purpose: 'owner' } },
      ],
    )
  })

  t.test('a withdrawn consent closes the picture at once, everywhere, and changes no submission', async (t) => {
    const granted = { guardianAuthorisations: 6, grantedAt: world.clock.now() }
    const [one, other] = [await groupOfSix(granted), await groupOfSix(granted)]
    const { submission, photo } = await withPhotograph([one.id, other.id])
    const copy = await photograph({ peopleShown: 'minors', consentIds: [other.id] })
    await submit(services, teacher, submission.id, HANDOVER)
    await assign(submission.id, assessor)
    t.ok(await read(assessor, photo.version.id))
    const affected = await withdrawConsent(services, coordinator, one.id)
    t.strictSame(affected.submissionIds, [submission.id])
    t.strictSame([...affected.evidenceVersionIds].sort(), [photo.version.id, copy.version.id].sort())
    for (const reader of [assessor, coordinator]) {
      await t.rejects(read(reader, photo.version.id), { code: 'consent-withdrawn' })
    }
    await t.rejects(read(coordinator, copy.version.id), { code: 'consent-withdrawn' })
    t.ok(await read(teacher, photo.version.id), 'its owner still sees what they handed in')
    const load = () => database.transaction(teacher, world.clock.now(), (tx) => loadSubmission(tx, submission.id))
    t.match(await load(), { state: 'submitted', items: { length: 2 } })
    await t.rejects(withdrawConsent(services, teacher, one.id), { code: 'terminal-state' })
    await t.rejects(attachConsentsToVersion(services, teacher, copy.version.id, [one.id]), { code: 'terminal-state' })
    t.match(
      (await log(database)).filter(({ action }) => action === 'consent.withdrawn'),
      [{ actorRole: 'coordinator', data: { submissionIds: [submission.id] } }],
    )
  })

  t.test('a submission with a consent that no longer holds is flagged to the coordinator', async (t) => {
    const consent = await groupOfSix({ guardianAuthorisations: 6, grantedAt: world.clock.now() })
    const { submission } = await withPhotograph([consent.id])
    await submit(services, teacher, submission.id, HANDOVER)
    await withdrawConsent(services, teacher, consent.id)
    t.match(await database.transaction(coordinator, world.clock.now(), (tx) => listSubmissions(tx, {})), [
      { id: submission.id, state: 'submitted', hasConsentProblem: true },
    ])
  })

  t.test('only what no submission holds can be removed', async (t) => {
    const { plan } = await completeDraft(world, teacher)
    await t.rejects(removeEvidence(services, teacher, plan.item.id), { code: 'evidence-in-use' })
    await t.rejects(removeEvidence(services, participant2, plan.item.id), { code: 'not-found' })
  })

  t.test('nobody adds evidence or consents without being a participant there', async (t) => {
    for (const actor of [assessor, coordinator, mentor]) {
      await t.rejects(addFile(world, actor), { code: 'forbidden' })
    }
    const { item } = await addFile(world, teacher)
    const version = { text: 'x', capturedOn: '2026-05-30', language: 'es', peopleShown: 'none' as const }
    await t.rejects(addEvidenceVersion(services, participant2, item.id, version), { code: 'not-found' })
    const consent = await groupOfSix()
    await t.rejects(addFile(world, participant2, { consentIds: [consent.id] }), { code: 'not-found' })
  })
})
