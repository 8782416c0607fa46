import { randomUUID } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { appendEvent } from '../audit/index.ts'
import { tables, type Db } from '../database/index.ts'
import { NotFound } from '../kernel/access-errors.ts'
import { ActiveKeyExists, CompromiseDateImpossible, UnknownIssuerKey } from './errors.ts'
import { generateKey, type KeyAlgorithm, type KeyPair } from './key-material.ts'
import type { KeySetEntry, KeyState } from './key-set.ts'
import { openPrivateKey, sealPrivateKey } from './key-sealing.ts'

const { issuerKeys, organisations } = tables

type KeyRow = typeof issuerKeys.$inferSelect

/** What anybody may know of a key. */
export interface IssuerKey {
  readonly id: string
  readonly organisationId: string
  readonly kid: string
  readonly algorithm: KeyAlgorithm
  readonly state: KeyState
  readonly publicKeyMultibase: string
  readonly publicKeyJwk: Readonly<Record<string, unknown>> | null
  readonly createdAt: Date
  readonly activatedAt: Date | null
  readonly retiredAt: Date | null
  readonly compromisedAt: Date | null
}

/** A key with its sealed private part, and whose it is. */
export interface StoredKey extends IssuerKey {
  readonly slug: string
  readonly organisationKind: 'programme' | 'open'
  readonly sealedPrivateKey: Uint8Array
  readonly sealNonce: Uint8Array
}

/** Where keys are kept: the owner's connection, since the application role may not read private keys. */
export interface KeyRoom {
  readonly owner: Db
  readonly keyEncryptionKey: Uint8Array
}

export async function listKeys(owner: Db, organisationId: string): Promise<readonly IssuerKey[]> {
  const rows = await owner
    .select()
    .from(issuerKeys)
    .where(eq(issuerKeys.organisationId, organisationId))
    .orderBy(asc(issuerKeys.createdAt), asc(issuerKeys.kid))
  return rows.map(publicPart)
}

export async function activeKey(
  owner: Db,
  organisationId: string,
  algorithm: KeyAlgorithm,
): Promise<IssuerKey | undefined> {
  const [row] = await owner
    .select()
    .from(issuerKeys)
    .where(and(isOf(organisationId, algorithm), eq(issuerKeys.state, 'active')))
  return row && publicPart(row)
}

/** The active key, made when there is none. Of processes that try at once one succeeds, and all use its key. */
export async function ensureKey(
  room: KeyRoom,
  organisationId: string,
  algorithm: KeyAlgorithm,
  at: Date,
): Promise<IssuerKey> {
  const present = await activeKey(room.owner, organisationId, algorithm)
  if (present) return present
  const fresh = newRow(room, organisationId, await generateKey(algorithm), {
    state: 'active',
    createdAt: at,
    activatedAt: at,
  })
  await room.owner.insert(issuerKeys).values(fresh).onConflictDoNothing()
  const key = await activeKey(room.owner, organisationId, algorithm)
  if (!key) throw new UnknownIssuerKey(fresh.id)
  return key
}

/** Throws `UnknownIssuerKey` for a key of another organisation too. */
export async function findStoredKey(owner: Db, organisationId: string, keyId: string): Promise<StoredKey> {
  const [row] = await owner
    .select({ key: issuerKeys, slug: organisations.slug, organisationKind: organisations.kind })
    .from(issuerKeys)
    .innerJoin(organisations, eq(organisations.id, issuerKeys.organisationId))
    .where(and(eq(issuerKeys.id, keyId), eq(issuerKeys.organisationId, organisationId)))
  if (!row) throw new UnknownIssuerKey(keyId)
  const { key, slug, organisationKind } = row
  return { ...key, slug, organisationKind }
}

/** Publishes a key before it is used, so that verifiers that keep documents know it in time. */
export async function announceNextKey(
  room: KeyRoom,
  organisationId: string,
  algorithm: KeyAlgorithm,
  at: Date,
): Promise<IssuerKey> {
  const announced = await nextKey(room.owner, organisationId, algorithm)
  if (announced) return announced
  const fresh = newRow(room, organisationId, await generateKey(algorithm), { state: 'next', createdAt: at })
  const [row] = await room.owner.insert(issuerKeys).values(fresh).returning()
  if (!row) throw new UnknownIssuerKey(fresh.id)
  return publicPart(row)
}

/** The active key retires, and the announced one, or else a fresh one, takes its place. */
export async function rotateKey(
  room: KeyRoom,
  organisationId: string,
  algorithm: KeyAlgorithm,
  at: Date,
): Promise<IssuerKey> {
  return room.owner.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await tx
      .update(issuerKeys)
      .set({ state: 'retired', retiredAt: at })
      .where(and(isOf(organisationId, algorithm), eq(issuerKeys.state, 'active')))
    const key = await activate({ ...room, owner: tx }, organisationId, algorithm, at)
    await log(tx, at, organisationId, 'key.rotated', { kid: key.kid })
    return key
  })
}

/** Since when a key may be in other hands. */
export interface Compromise {
  readonly keyId: string
  readonly since: Date
}

export interface MarkedCompromised {
  /** False when it was known before: the first date stays. */
  readonly isNew: boolean
  readonly compromisedAt: Date
  /** What signs from now on, where the key was the active one. */
  readonly successor: IssuerKey | null
}

/**
 * Dated, for good, and replaced at once when it was the active one. The date is told to readers; it saves nothing that
 * the key signed before, for whoever holds the key also writes the date. Throws `CompromiseDateImpossible`.
 */
export async function markCompromised(
  room: KeyRoom,
  organisationId: string,
  { keyId, since }: Compromise,
  at: Date,
): Promise<MarkedCompromised> {
  return room.owner.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    const { kid, state, algorithm, createdAt, compromisedAt } = await findStoredKey(tx, organisationId, keyId)
    if (compromisedAt) return { isNew: false, compromisedAt, successor: null }
    if (since > at || since < createdAt) throw new CompromiseDateImpossible(kid, createdAt)
    await tx.update(issuerKeys).set({ state: 'compromised', compromisedAt: since }).where(eq(issuerKeys.id, keyId))
    await log(tx, at, organisationId, 'key.compromised', { kid, since: since.toISOString() })
    const isReplaced = state === 'active'
    const successor = isReplaced ? await activate({ ...room, owner: tx }, organisationId, algorithm, at) : null
    return { isNew: true, compromisedAt: since, successor }
  })
}

/** Whoever runs the service acts on keys, by the command line. */
async function log(
  tx: Db,
  at: Date,
  organisationId: string,
  action: string,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  const [actorId, programmeId] = [null, null]
  const subject = { subjectType: 'organisation', subjectId: organisationId }
  await appendEvent(tx, at, { programmeId, actorId, actorRole: 'system', action, ...subject, data })
}

async function activate(room: KeyRoom, organisationId: string, algorithm: KeyAlgorithm, at: Date): Promise<IssuerKey> {
  const next = await nextKey(room.owner, organisationId, algorithm)
  if (!next) return ensureKey(room, organisationId, algorithm, at)
  await room.owner.update(issuerKeys).set({ state: 'active', activatedAt: at }).where(eq(issuerKeys.id, next.id))
  return { ...next, state: 'active', activatedAt: at }
}

async function nextKey(owner: Db, organisationId: string, algorithm: KeyAlgorithm): Promise<IssuerKey | undefined> {
  const [row] = await owner
    .select()
    .from(issuerKeys)
    .where(and(isOf(organisationId, algorithm), eq(issuerKeys.state, 'next')))
    .orderBy(asc(issuerKeys.createdAt))
  return row && publicPart(row)
}

/** Every key with its private part, opened. */
export async function exportEntries({ owner, keyEncryptionKey }: KeyRoom): Promise<readonly KeySetEntry[]> {
  const rows = await owner
    .select({ key: issuerKeys, slug: organisations.slug })
    .from(issuerKeys)
    .innerJoin(organisations, eq(organisations.id, issuerKeys.organisationId))
    .orderBy(asc(organisations.slug), asc(issuerKeys.createdAt), asc(issuerKeys.kid))
  return rows.map(({ key, slug }): KeySetEntry => {
    const { algorithm, kid, state, publicKeyMultibase, createdAt, activatedAt, retiredAt, compromisedAt } = key
    const secret = openPrivateKey({ sealed: key.sealedPrivateKey, nonce: key.sealNonce }, key, keyEncryptionKey)
    const publicKeyJwk = key.publicKeyJwk as KeyPair['publicKeyJwk']
    const pair = { algorithm, kid, publicKeyMultibase, publicKeyJwk, secret }
    return { organisation: slug, state, pair, createdAt, activatedAt, retiredAt, compromisedAt }
  })
}

/** Adds a key of a set; false when the organisation has it already. Throws `NotFound` for an unknown organisation. */
export async function importEntry(
  room: KeyRoom,
  { organisation, pair, ...rest }: KeySetEntry,
  at: Date,
): Promise<boolean> {
  const [found] = await room.owner
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.slug, organisation))
  if (!found) throw new NotFound('organisation', organisation)
  const present = await listKeys(room.owner, found.id)
  if (present.some(({ kid }) => kid === pair.kid)) return false
  const active = present.find(({ state, algorithm }) => state === 'active' && algorithm === pair.algorithm)
  if (active && rest.state === 'active') throw new ActiveKeyExists(organisation, active.kid)
  await room.owner.insert(issuerKeys).values(newRow(room, found.id, pair, rest))
  await log(room.owner, at, found.id, 'key.imported', { kid: pair.kid, state: rest.state })
  return true
}

function newRow(
  { keyEncryptionKey }: KeyRoom,
  organisationId: string,
  { algorithm, kid, publicKeyMultibase, publicKeyJwk, secret }: KeyPair,
  state: Pick<KeySetEntry, 'state' | 'createdAt'> & Partial<KeySetEntry>,
): typeof issuerKeys.$inferInsert {
  const { sealed, nonce } = sealPrivateKey(secret, { organisationId, kid }, keyEncryptionKey)
  return {
    id: randomUUID(),
    organisationId,
    kid,
    algorithm,
    publicKeyMultibase,
    publicKeyJwk,
    sealedPrivateKey: sealed,
    sealNonce: nonce,
    state: state.state,
    createdAt: state.createdAt,
    activatedAt: state.activatedAt ?? null,
    retiredAt: state.retiredAt ?? null,
    compromisedAt: state.compromisedAt ?? null,
  }
}

/** Two rotations at once would retire each other's keys. */
async function lockOrganisation(tx: Db, organisationId: string): Promise<void> {
  await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('update')
}

function isOf(organisationId: string, algorithm: KeyAlgorithm) {
  return and(eq(issuerKeys.organisationId, organisationId), eq(issuerKeys.algorithm, algorithm))
}

function publicPart({ sealedPrivateKey: _sealed, sealNonce: _nonce, ...rest }: KeyRow): IssuerKey {
  return rest
}
