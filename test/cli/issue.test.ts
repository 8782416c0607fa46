import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { runCommand } from '../../src/cli/run.ts'
import { readConfig } from '../../src/config.ts'
import { endorseAward } from '../../src/credentials/index.ts'
import { openPostgres, tables } from '../../src/database/index.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { testPostgresUrl } from '../support/database.ts'
import { createAwardScene, KEY_ENCRYPTION_KEY, PUBLIC_URL } from '../credentials/scene.ts'

const url = await testPostgresUrl()
const database = await openPostgres(url)
t.teardown(() => database.close())
const scene = await createAwardScene(database)
const { services, people, programme } = scene
const config = readConfig({
  NODE_ENV: 'test',
  ...{ PUBLIC_URL, DATABASE_URL: url, DATA_DIR: '/nowhere', DATA_DIR_IS_SHARED: 'yes' },
  SESSION_SECRET: 'a secret for tests, 32 characters',
  KEY_ENCRYPTION_KEY: Buffer.from(KEY_ENCRYPTION_KEY).toString('hex'),
})

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommand(argv, { config, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

/** Somebody who may sign in; returns their address. */
async function withAccount({ personId }: Actor): Promise<string> {
  const id = randomUUID()
  const email = `${id}@accounts.example`
  const at = services.clock.now()
  await database.owner
    .insert(tables.authUsers)
    .values({ id, name: 'A', email, emailVerified: true, createdAt: at, updatedAt: at })
  await database.owner
    .update(tables.persons)
    .set({ userId: id, emailNorm: email })
    .where(eq(tables.persons.id, personId ?? ''))
  return email
}

const stateOf = async (awardId: string) => {
  const [award] = await database.owner.select().from(tables.awards).where(eq(tables.awards.id, awardId))
  return award?.state
}

t.test('issue: what waits is issued as on the page, and the rest is told', async (t) => {
  const [signatory, partner] = [await withAccount(people.signatory), await withAccount(people.signatory2)]
  const author = await withAccount(people.author)
  t.match(await run('issue', '--as', signatory), { code: 0, out: 'no award is approved, endorsed and named' })
  const [ready, alsoReady] = [await scene.ready(), await scene.ready()]
  const unapproved = await scene.proposed()
  await endorseAward(services, people.signatory2, unapproved.awardId)

  for (const { argv, said } of [
    { argv: [], said: '--as E-MAIL' },
    { argv: ['--as', 'nobody@accounts.example'], said: 'is no signatory with an account' },
    { argv: ['--as', author], said: 'is no signatory with an account' },
    { argv: ['--as', signatory, 'M1'], said: 'M1 is not the id of an award' },
  ])
    t.match(await run('issue', ...argv), { code: 64, err: said })
  t.match(await run('issue', '--as', partner), { code: 0, out: 'no award' }, 'a partner issues nothing')
  t.match(await run('issue', '--as', partner, ready.awardId), { code: 1, err: 'wrong-approving-organisation' })

  const one = await run('issue', '--as', signatory, ready.awardId, unapproved.awardId)
  t.match(one, {
    code: 1,
    out: `${ready.awardId}  issued  `,
    err: `${unapproved.awardId}  refused  award-not-approved`,
  })
  t.equal(await stateOf(ready.awardId), 'issued')
  t.match(await run('issue', '--as', signatory), { code: 0, out: `${alsoReady.awardId}  issued  ` })
  t.strictSame([await stateOf(alsoReady.awardId), await stateOf(unapproved.awardId)], ['issued', 'proposed'])
})

t.test('keys compromise: counts the badges in force that the key signed or endorsed', async (t) => {
  for (const { organisation, said } of [
    { organisation: programme.partner, said: '2 badges in force carry its endorsement, which counts no longer' },
    {
      organisation: programme.awarding,
      said: '2 badges in force carry its signature: revoke them and issue them anew',
    },
  ]) {
    const [row] = await database.owner
      .select()
      .from(tables.organisations)
      .where(eq(tables.organisations.id, organisation))
    const { kid } = await services.signing.ensureIssuerKeys(organisation)
    const { code, out, err } = await run('keys', 'compromise', row?.slug ?? '', kid)
    t.equal(code, 0)
    t.match(out, /signs with z6Mk\w+ from now on$/)
    t.equal(err, said)
  }
})
