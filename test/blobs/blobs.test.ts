import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { t, type Test } from '../support/test.ts'
import { diskBlobs, s3Blobs, type Blobs } from '../../src/blobs/index.ts'
import { sha256Hex } from '../../src/kernel/hash.ts'

const CONTENT = new TextEncoder().encode('Planifiqué noventa minutos.\n')
const SHA256 = sha256Hex(CONTENT)

function emptyFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'insignia-blobs-'))
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

async function s3Server(t: Test): Promise<Blobs> {
  const directory = emptyFolder(t)
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'evidence', configs: [] }],
  })
  const { port } = await server.run()
  t.teardown(() => server.close())
  return s3Blobs({
    endpoint: `http://127.0.0.1:${String(port)}`,
    bucket: 'evidence',
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  })
}

const STORES = [
  { name: 'a folder', open: (t: Test) => Promise.resolve(diskBlobs(emptyFolder(t))) },
  { name: 'an S3-compatible store', open: s3Server },
]

for (const { name, open } of STORES) {
  t.test(name, async (t) => {
    const blobs = await open(t)

    t.test('gives back what it was given, also after the same bytes came twice', async (t) => {
      await blobs.put(SHA256, CONTENT)
      await blobs.put(SHA256, CONTENT)
      t.strictSame(Buffer.from((await blobs.get(SHA256)) ?? []), Buffer.from(CONTENT))
    })

    t.test('takes no bytes under the address of others', async (t) => {
      await t.rejects(blobs.put(sha256Hex('other'), CONTENT), { name: 'CorruptBlob' })
      t.equal(await blobs.get(sha256Hex('other')), null)
    })

    t.test('takes no address that is not a SHA-256', async (t) => {
      await t.rejects(blobs.get('../../etc/passwd'), TypeError)
      await t.rejects(blobs.put('x'.repeat(64), CONTENT), TypeError)
    })

    t.test('forgets on request, and only once is enough', async (t) => {
      const content = new Uint8Array(100_000).fill(7)
      await blobs.put(sha256Hex(content), content)
      await blobs.remove(sha256Hex(content))
      await blobs.remove(sha256Hex(content))
      t.equal(await blobs.get(sha256Hex(content)), null)
    })
  })
}

t.test('bytes that changed on the disk are refused', async (t) => {
  const folder = emptyFolder(t)
  const blobs = diskBlobs(folder)
  await blobs.put(SHA256, CONTENT)
  const file = join(folder, SHA256.slice(0, 2), SHA256.slice(2, 4), SHA256)
  t.ok(existsSync(file))
  t.strictSame(readdirSync(join(file, '..')), [SHA256], 'no partial file is left')
  writeFileSync(file, 'Planifiqué diez minutos.\n')
  await t.rejects(blobs.get(SHA256), { name: 'CorruptBlob' })
  await blobs.put(SHA256, CONTENT)
  t.ok(await blobs.get(SHA256), 'putting the true bytes again repairs what has another size')
})
