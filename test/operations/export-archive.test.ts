import { readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { changeVisibility, confirmRevocation, requestRevocation } from '../../src/credentials/index.ts'
import { exportArchive } from '../../src/operations/index.ts'
import { unreachable, verifyCredential, type FetchDocument } from '../../src/verification/index.ts'
import { createAwardScene, PUBLIC_URL } from '../credentials/scene.ts'
import { openTestPglite } from '../support/database.ts'
import { t, type Test } from '../support/test.ts'
import { insignia, settings, temporaryFolder } from './restored.ts'

const database = await openTestPglite(t)
const scene = await createAwardScene(database)
const { services, people } = scene

/** A web server that knows files and nothing else; returns its address. */
async function serve(t: Test, folder: string): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, decodeURIComponent(url))
    const found = statSync(file, { throwIfNoEntry: false })
    response.statusCode = found?.isFile() ? 200 : found ? 301 : 404
    response.end(found?.isFile() ? readFileSync(file) : '')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** As a stranger's machine asks that server, which has our name. */
function fetchFrom(address: string): FetchDocument {
  return async (url) => {
    const { origin, pathname } = new URL(url)
    if (origin !== PUBLIC_URL) return unreachable('address-refused')
    const answer = await fetch(`${address}${pathname}`, { redirect: 'manual' })
    return answer.status === 200
      ? { outcome: 'fetched', bytes: new Uint8Array(await answer.arrayBuffer()) }
      : unreachable('absent')
  }
}

t.test('export-archive: what it writes verifies from a plain web server, without our database', async (t) => {
  const [valid, revoked, hidden] = [await scene.issued(), await scene.issued(), await scene.issued()]
  const request = { credentialId: revoked.credentialId, category: 'administrative_error' } as const
  await confirmRevocation(services, people.signatoryB, await requestRevocation(services, people.signatory, request))
  await changeVisibility(services, hidden.holder, hidden.credentialId, 'private')
  const folder = join(temporaryFolder(t), 'archive')
  const counts = await exportArchive(services, folder)
  t.match(counts, { credentials: 2, statusLists: 1 })
  t.ok(counts.achievements >= 2 && counts.issuers >= 2)

  const fetchDocument = fetchFrom(await serve(t, folder))
  const nobody = () => Promise.resolve(null)
  const ports = { fetchDocument, ownDocuments: null, findByCode: nobody, ownRecord: nobody, recognisedIssuers: nobody }
  const options = { now: services.clock.now(), publicUrl: 'https://elsewhere.example' }
  for (const { issued, state } of [
    { issued: valid, state: 'issuer-unrecognised' },
    { issued: revoked, state: 'revoked' },
  ]) {
    const document = await fetchDocument(issued.credentialIri)
    if (document.outcome !== 'fetched') throw new Error(`${issued.credentialIri} is not served`)
    const report = await verifyCredential(ports, { bytes: document.bytes }, options)
    t.equal(report.state, state)
    const outcomes = Object.fromEntries(report.facts.map(({ check, outcome }) => [check, outcome]))
    t.match(outcomes, { proof: 'passed', issuer: 'passed', endorsement: 'passed' })
  }
  t.match(await fetchDocument(hidden.credentialIri), { outcome: 'unreachable' }, 'what is kept private is not in it')
  const names = (await readdir(folder)).sort()
  t.strictSame(names, ['.well-known', 'achievements', 'contexts', 'credentials', 'issuers', 'status'])
})

t.test('export-archive: a folder that exists is left as it is', async (t) => {
  const config = settings(temporaryFolder(t))
  t.match(await insignia(config, 'export-archive', config.dataDir), { code: 64, err: /exists and is left as it is/ })
  t.match(await insignia(config, 'export-archive'), { code: 64, err: /one new folder/ })
})
