import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { tables } from '../../src/database/index.ts'
import { revokeAward, walkAward } from '../../src/demo/walk-award.ts'
import { openTestPglite } from '../support/database.ts'
import { json } from './answers.ts'
import { openRoad } from './scene.ts'
import { strangerTo } from './stranger.ts'

const PUBLIC_URL = 'https://insignia.example'

interface Issued {
  readonly issuer: { readonly id: string }
  readonly credentialSubject: { readonly identifier?: readonly { readonly identityHash: string }[] }
  readonly endorsement: readonly {
    readonly issuer: { readonly id: string }
    readonly credentialSubject: { id: string }
  }[]
  readonly id: string
  readonly validFrom: string
}

t.test('a library that knows nothing of this service', async (t) => {
  const road = await openRoad(t, await openTestPglite(t), { PUBLIC_URL })
  const { address, programme, services } = road
  const { destination } = programme
  const company = await road.company('participant')
  const award = await walkAward(company, destination, PUBLIC_URL)
  const document = await json<Issued>(award.credentialAddress.replace(PUBLIC_URL, address))
  const issuers = ['home-awarding', 'home-partner']
  const stranger = await strangerTo({ address, publicUrl: PUBLIC_URL, issuers })

  t.test('verifies the issued document', async (t) => {
    t.equal(document.issuer.id, 'did:web:insignia.example:issuers:home-awarding')
    t.strictSame(await stranger.verify(document), { verified: true, error: undefined })
  })

  t.test("verifies the partner's endorsement by itself", async (t) => {
    const [endorsement] = document.endorsement
    t.equal(endorsement?.issuer.id, 'did:web:insignia.example:issuers:home-partner')
    t.equal(endorsement?.credentialSubject.id, document.id)
    t.strictSame(await stranger.verify(endorsement ?? {}), { verified: true, error: undefined })
  })

  t.test('refuses what was changed after the signature', async (t) => {
    const later = { ...document, validFrom: document.validFrom.replace(/^20\d\d/, '2020') }
    t.match(await stranger.verify(later), { verified: false, error: /signature/i })
    const [endorsement] = document.endorsement
    const praised = { ...endorsement, validFrom: later.validFrom }
    t.match(await stranger.verify({ ...document, endorsement: [praised] }), { verified: false })
    t.match(await stranger.verify(praised), { verified: false })
  })

  t.test('verifies both proofs where an organisation adds the older one', async (t) => {
    const { organisations } = tables
    await services.database.owner
      .update(organisations)
      .set({ addsLegacyProof: true })
      .where(eq(organisations.id, programme.awarding))
    const second = await walkAward(await road.company('participant2'), destination, PUBLIC_URL)
    const twice = await json<Issued>(second.credentialAddress.replace(PUBLIC_URL, address))
    const suites = ['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const
    t.strictSame(await stranger.verify(twice, ...suites), { verified: true, error: undefined })
    for (const suite of suites) t.match(await stranger.verify(twice, suite), { verified: true }, suite)
    t.match(await stranger.verify(document, 'Ed25519Signature2020'), { verified: false })
  })

  t.test('learns of a revocation', async (t) => {
    await revokeAward(company, award)
    const verdict = await stranger.verify(document)
    t.strictSame(verdict, { verified: false, error: undefined }, 'the proof holds and the status does not')
  })
})
