import {
  acceptException,
  addEvidence,
  addEvidenceVersion,
  recordConsent,
  setCriterionEvidence,
  startSubmission,
  submit,
} from '../portfolio/index.ts'
import { versionId } from './history-courses.ts'
import type { Entity, Seed } from './seed-types.ts'
import { CONSENTS_IN_COLLECTION, minutesFrom } from './unrecorded.ts'
import { nameOf, type HistoryEvent, type World } from './world.ts'

type Item = Entity<'evidence'>
type Submission = Entity<'submissions'>

const BETWEEN_START_AND_SUBMIT_MINUTES = 30

export function portfolioEvents(seed: Seed): HistoryEvent[] {
  return [
    ...seed.consents.map((consent) => consentEvent(seed, consent)),
    ...seed.evidence.flatMap((item) => item.versions.map((version) => evidenceEvent(item, version))),
    ...seed.submissions.flatMap((submission) => submissionEvents(seed, submission)),
  ]
}

function consentEvent(seed: Seed, consent: Entity<'consents'>): HistoryEvent {
  const { ownerKey, at } = circumstancesOf(seed, consent)
  return {
    at,
    what: null,
    act: async (world) => {
      const { id, subjectKind, subjectCount, guardianAuthorisations, minorAssents, scope, form } = consent
      await recordConsent(world.services, world.as(ownerKey), {
        ...{ id, programmeId: world.programmeId, subjectKind, guardianAuthorisations, minorAssents, scope, form },
        subjectCount: subjectCount ?? 1,
        heldBy: world.entity('schools', consent.heldByKey).name,
        grantedAt: consent.grantedAt === null ? null : new Date(consent.grantedAt),
        expiresAt: consent.expiresAt === null ? null : new Date(consent.expiresAt),
      })
    },
  }
}

function circumstancesOf(seed: Seed, { key, grantedAt }: Entity<'consents'>): { ownerKey: string; at: Date } {
  const names = ({ versions }: Item) => versions.some(({ consentKeys }) => consentKeys.includes(key))
  const item = seed.evidence.find(names)
  if (item && grantedAt !== null) return { ownerKey: item.ownerKey, at: new Date(grantedAt) }
  const collecting = CONSENTS_IN_COLLECTION[key]
  const evidence = seed.evidence.find((one) => one.key === collecting?.beforeEvidenceKey)
  const first = evidence?.versions[0]?.createdAt
  if (!collecting || first === undefined) throw new Error(`nobody is known to hold the consent ${key}`)
  return { ownerKey: collecting.ownerKey, at: minutesFrom(first, -24 * 60) }
}

function evidenceEvent(item: Item, version: Item['versions'][number]): HistoryEvent {
  return {
    at: new Date(version.createdAt),
    what: null,
    act: async (world) => {
      const owner = world.as(item.ownerKey)
      const { id, capturedOn, language, identifiablePeople: peopleShown } = version
      const consentIds = version.consentKeys.map((key) => world.id(key))
      const input = { id, capturedOn, language, peopleShown, consentIds, ...contentOf(item, version) }
      const added =
        version.version === 1
          ? await addEvidence(world.services, owner, {
              ...{ ...input, itemId: item.id, programmeId: world.programmeId, type: item.type, title: item.title },
            })
          : await addEvidenceVersion(world.services, owner, item.id, input)
      if (added.version.sha256 !== version.sha256) throw new Error(`${version.key} was stored with other bytes`)
    },
  }
}

function contentOf({ type }: Item, version: Item['versions'][number]) {
  const { externalUrl: url, text, contentBase64, fileName = '', mediaType = '' } = version
  if (url !== undefined) return { url }
  if (type === 'text_reflection') return { text }
  const content = contentBase64 === undefined ? Buffer.from(text ?? '') : Buffer.from(contentBase64, 'base64')
  return { upload: { content: new Uint8Array(content), fileName, declaredType: mediaType } }
}

function submissionEvents(seed: Seed, submission: Submission): HistoryEvent[] {
  const { submittedAt, participantKey } = submission
  const participant = seed.people.find(({ key }) => key === participantKey)
  const course = seed.microCourses.find(({ key }) => key === submission.microCourseKey)
  const name = participant ? nameOf(participant) : participantKey
  return [
    { at: startedAt(seed, submission), what: null, act: (world) => start(world, submission) },
    ...(submission.exceptions ?? []).map((exception) => ({
      at: new Date(exception.at),
      what: `The coordinator excuses a missing piece of evidence of ${name}`,
      act: async (world: World) => {
        await acceptException(world.services, world.as(exception.acceptedByKey), submission.id, {
          requirementId: world.id(exception.requirementKey),
          reason: exception.reason.es ?? '',
        })
      },
    })),
    ...(submittedAt === null
      ? []
      : [
          {
            at: new Date(submittedAt),
            what: `${name} hands in ${course?.code ?? ''}, attempt ${submission.attempt}`,
            act: (world: World) => handIn(world, submission),
          },
        ]),
  ]
}

/** Shortly before it is handed in; a draft, when its last piece of evidence is there. */
function startedAt(seed: Seed, { submittedAt, items }: Submission): Date {
  if (submittedAt !== null) return minutesFrom(submittedAt, -BETWEEN_START_AND_SUBMIT_MINUTES)
  const used = items.flatMap(({ evidenceVersionKeys }) => evidenceVersionKeys)
  const versions = seed.evidence.flatMap((item) => item.versions).filter(({ key }) => used.includes(key))
  const last = versions.map(({ createdAt }) => createdAt).sort()
  return minutesFrom(last.at(-1) ?? seed.meta.snapshotAt, BETWEEN_START_AND_SUBMIT_MINUTES)
}

async function start(world: World, submission: Submission): Promise<void> {
  const { id, route, participantKey, microCourseKey } = submission
  const participant = world.as(participantKey)
  await startSubmission(world.services, participant, { id, versionId: versionId(world, microCourseKey), route })
  for (const { criterionKey, evidenceVersionKeys } of submission.items) {
    await setCriterionEvidence(world.services, participant, id, {
      criterionId: world.id(criterionKey),
      versionIds: evidenceVersionKeys.map((key) => world.id(key)),
    })
  }
}

async function handIn(world: World, submission: Submission): Promise<void> {
  const { id, participantKey, authenticityDeclaration } = submission
  await submit(world.services, world.as(participantKey), id, {
    isOwnWork: true,
    aiUseDisclosed: authenticityDeclaration?.aiUseDisclosed ?? 'none',
    nameAsPrinted: nameAsTyped(world, submission),
    isNameConfirmed: true,
    credentialLanguage: world.entity('people', participantKey).locale,
    showsLevel: false,
  })
}

/** What the first award of this submission shows: one teacher mistyped her own name. */
function nameAsTyped({ seed, entity }: World, submission: Submission): string {
  const decided = seed.decisions.filter(({ submissionKey }) => submissionKey === submission.key).map(({ key }) => key)
  const award = seed.awards.find(({ decisionKey }) => decided.includes(decisionKey))
  return award?.recipientNameAsIssued ?? nameOf(entity('people', submission.participantKey))
}
