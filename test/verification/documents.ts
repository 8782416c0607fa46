import { createStatusList, encodeStatusList, withStatus } from '../../src/standards/vc/bitstring-status-list.ts'
import { signed, type Document, type ProofOptions, type TestKey } from './sign-fixture.ts'

export const CREDENTIALS = 'https://www.w3.org/ns/credentials/v2'
export const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
export const ED25519_2020 = 'https://w3id.org/security/suites/ed25519-2020/v1'

/** A small sound badge, unsigned. */
export function badge(issuerId: string, members: Document = {}): Document {
  return {
    '@context': [CREDENTIALS, OPEN_BADGES, ED25519_2020],
    id: 'urn:uuid:9f2c7f8e-0b63-4b0f-9a58-5f3a6c1d2e4b',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Teaching with evidence',
    issuer: { id: issuerId, type: ['Profile'], name: 'Universidad del Sur' },
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {
      id: 'urn:uuid:2f1c1f0e-7a3d-4a55-8a0e-0c8d1f6b7a11',
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', hashed: false, identityHash: 'Ana Pérez', identityType: 'name' }],
      achievement: {
        id: 'https://insignia.example/achievements/1/v/1',
        type: ['Achievement'],
        name: 'Teaching with evidence',
        description: 'Plans, teaches and reflects.',
        criteria: { narrative: 'Two assessors agree.' },
      },
    },
    ...members,
  }
}

export function endorsement(issuerId: string, aboutId: unknown, members: Document = {}): Document {
  return {
    '@context': [CREDENTIALS, OPEN_BADGES],
    id: 'urn:uuid:0b6f3c52-5a5e-4f0a-8f5c-3c2f5f6f7a22',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: 'Joint assessment',
    issuer: { id: issuerId, type: ['Profile'], name: 'Suomen yliopisto' },
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { id: aboutId, type: ['EndorsementSubject'], endorsementComment: 'We assessed it too.' },
    ...members,
  }
}

export const STATUS_URL = 'https://status.example/lists/1'

export function statusEntry(index: string | number, members: Document = {}): Document {
  return {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: index,
    statusListCredential: STATUS_URL,
    ...members,
  }
}

/** An unsigned status list with the given bits set. */
export function statusList(issuerId: string, set: readonly number[], members: Document = {}): Document {
  const bits = set.reduce((list, index) => withStatus(list, index, true), createStatusList())
  return {
    '@context': [CREDENTIALS],
    id: STATUS_URL,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuerId,
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {
      id: `${STATUS_URL}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeStatusList(bits),
    },
    ...members,
  }
}

/** The DID document, or the controller document of an https issuer. */
export function controllerDocument(id: string, keys: readonly TestKey[], members: Document = {}): Document {
  const methods = keys.map(({ multibase }) => ({
    id: `${id}#${multibase}`,
    type: 'Multikey',
    controller: id,
    publicKeyMultibase: multibase,
  }))
  return { id, verificationMethod: methods, assertionMethod: methods.map((method) => method.id), ...members }
}

/** A signed badge as bytes. */
export async function badgeBytes(
  key: TestKey,
  members: Document = {},
  options: ProofOptions = {},
  issuerId = key.did,
): Promise<Uint8Array> {
  return bytesOf(await signed(badge(issuerId, members), key, options))
}

export function bytesOf(document: unknown): Uint8Array {
  return Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
}
