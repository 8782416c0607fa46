import { t } from '../support/test.ts'
import type { Document } from '../verification/sign-fixture.ts'
import { MALFORMED, MALFORMED_ISSUERS } from './malformed.ts'
import { issuer, minimal, signedAsText, verifyingScene } from './scene.ts'

const { verify } = await verifyingScene(t)

/** Signed over what it says: only the form can be at fault. */
async function signedWithChange(change: Document): Promise<Document> {
  const document = { ...minimal(), ...change }
  const present = Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined))
  const { proof, ...unsecured } = await signedAsText(present, issuer)
  return { ...unsecured, proof }
}

t.test('the sound one is verified', async (t) => {
  t.match(await verify(await signedWithChange({})), { status: 200, verified: true, errors: [] })
})

for (const { name, change, code } of MALFORMED)
  t.test(name, async (t) => {
    for (const options of [undefined, { checks: ['proof'] }]) {
      const answer = await verify(await signedWithChange(change), options)
      t.equal(answer.status, 400)
      t.equal(answer.verified, false)
      if (code !== undefined) t.match(answer.errors, [{ code }])
      t.ok(answer.errors.every(({ type, title, detail }) => type.startsWith('https://') && title && detail))
    }
  })

for (const { name, members } of MALFORMED_ISSUERS)
  t.test(`issuer: ${name}`, async (t) => {
    const answer = await verify(await signedWithChange({ issuer: { id: issuer.did, ...members } }))
    t.match(answer, { status: 400, verified: false })
  })
