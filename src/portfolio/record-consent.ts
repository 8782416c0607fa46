import { InvalidInput, personOf, requireRole, type Actor } from '../access/index.ts'
import { appendEvent } from '../audit/index.ts'
import type { Db } from '../database/index.ts'
import type { Services } from '../services.ts'
import { consentStatus, missingFromConsent, type ConsentScope } from './consent.ts'
import {
  attachConsents,
  findAffected,
  insertConsent,
  lockConsent,
  updateConsent,
  type AffectedByConsent,
} from './consent-store.ts'
import { ConsentIncomplete, ConsentTerminal } from './errors.ts'
import { findOwnVersion, type ConsentRecord } from './evidence-store.ts'

type ConsentServices = Pick<Services, 'database' | 'clock' | 'randomness'>

export interface NewConsent {
  readonly id?: string | undefined
  readonly programmeId: string
  readonly subjectKind: 'adult' | 'minors_group'
  readonly subjectCount: number
  readonly guardianAuthorisations?: number | undefined
  readonly minorAssents?: number | undefined
  readonly scope: readonly ConsentScope[]
  readonly form: string
  /** Who keeps the signed papers. */
  readonly heldBy: string
  readonly grantedAt?: Date | null | undefined
  readonly expiresAt?: Date | null | undefined
}

/** Records what people agreed to, or what has been asked of them so far. */
export async function recordConsent(
  services: ConsentServices,
  actor: Actor,
  input: NewConsent,
): Promise<ConsentRecord> {
  const ownerId = personOf(actor)
  requireRole(actor, ['participant'], input.programmeId)
  const at = services.clock.now()
  const consent: ConsentRecord = {
    id: input.id ?? services.randomness.uuid(),
    programmeId: input.programmeId,
    ownerId,
    subjectKind: input.subjectKind,
    subjectCount: input.subjectCount,
    guardianAuthorisations: input.guardianAuthorisations ?? 0,
    minorAssents: input.minorAssents ?? 0,
    scope: [...input.scope],
    form: input.form,
    heldBy: input.heldBy,
    grantedAt: input.grantedAt ?? null,
    expiresAt: input.expiresAt ?? null,
    withdrawnAt: null,
  }
  requirePlausible(consent, at)
  return services.database.transaction(actor, at, async (tx) => {
    await insertConsent(tx, consent)
    await append(tx, actor, at, consent, consentStatus(consent, at))
    return consent
  })
}

export interface ConsentProgress {
  readonly guardianAuthorisations?: number | undefined
  readonly minorAssents?: number | undefined
  readonly grantedAt?: Date | undefined
  readonly expiresAt?: Date | undefined
}

/** More papers came back: updates the counts, and grants the consent once they are complete. */
export async function updateConsentProgress(
  services: ConsentServices,
  actor: Actor,
  consentId: string,
  progress: ConsentProgress,
): Promise<ConsentRecord> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const consent = await lockConsent(tx, consentId)
    if (consent.withdrawnAt) throw new ConsentTerminal()
    const changed: ConsentRecord = {
      ...consent,
      guardianAuthorisations: progress.guardianAuthorisations ?? consent.guardianAuthorisations,
      minorAssents: progress.minorAssents ?? consent.minorAssents,
      grantedAt: progress.grantedAt ?? consent.grantedAt,
      expiresAt: progress.expiresAt ?? consent.expiresAt,
    }
    requirePlausible(changed, at)
    await updateConsent(tx, consentId, changed)
    await append(tx, actor, at, changed, consentStatus(changed, at))
    return changed
  })
}

/** Final, and at once: nobody but the owner can open the evidence any more. No decision changes by it. */
export async function withdrawConsent(
  services: ConsentServices,
  actor: Actor,
  consentId: string,
): Promise<AffectedByConsent> {
  const at = services.clock.now()
  return services.database.transaction(actor, at, async (tx) => {
    const consent = await lockConsent(tx, consentId)
    if (consent.withdrawnAt) throw new ConsentTerminal()
    const affected = await findAffected(tx, consentId)
    await updateConsent(tx, consentId, { withdrawnAt: at })
    await append(tx, actor, at, consent, 'withdrawn', { ...affected })
    return affected
  })
}

/** Says that these consents cover the people in this version. */
export async function attachConsentsToVersion(
  services: ConsentServices,
  actor: Actor,
  versionId: string,
  consentIds: readonly string[],
): Promise<void> {
  const ownerId = personOf(actor)
  await services.database.transaction(actor, services.clock.now(), async (tx) => {
    const version = await findOwnVersion(tx, versionId, ownerId)
    await attachConsents(tx, { version, ownerId, consentIds })
  })
}

function requirePlausible(consent: ConsentRecord, at: Date): void {
  const { grantedAt, expiresAt } = consent
  if (grantedAt === null) return
  if (grantedAt > at)
    throw new InvalidInput({ errors: [{ pointer: '/grantedAt', detail: 'must not be in the future' }] })
  if (expiresAt !== null && expiresAt <= grantedAt) {
    throw new InvalidInput({ errors: [{ pointer: '/expiresAt', detail: 'must be after the day it was granted' }] })
  }
  const missing = missingFromConsent(consent)
  if (missing.length > 0) throw new ConsentIncomplete(missing)
}

async function append(
  tx: Db,
  actor: Actor,
  at: Date,
  consent: ConsentRecord,
  status: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await appendEvent(tx, at, {
    programmeId: consent.programmeId,
    actorId: actor.personId,
    actorRole: actor.personId === consent.ownerId ? 'participant' : 'coordinator',
    action: `consent.${status}`,
    subjectType: 'consent',
    subjectId: consent.id,
    data,
  })
}
