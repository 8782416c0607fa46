/**
 * A document of the size and shape of a credential of ours, and of nobody: what is read in place of the text that an
 * unknown code does not have.
 */
export const DECOY = JSON.stringify({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: 'urn:uuid:00000000-0000-4000-8000-000000000001', type: ['Profile'], name: 'Nobody' },
  credentialSubject: {
    type: ['AchievementSubject'],
    achievement: { criteria: { narrative: '-'.repeat(3_000) }, description: '-'.repeat(3_000) },
    result: Array.from({ length: 12 }, (_, index) => ({ type: ['Result'], value: String(index) })),
  },
  endorsement: [{ type: ['VerifiableCredential', 'EndorsementCredential'], name: '-'.repeat(1_000) }],
  proof: [{ type: 'DataIntegrityProof', proofValue: '-'.repeat(88) }],
})
