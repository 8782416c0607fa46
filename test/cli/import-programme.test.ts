import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { t } from '../support/test.ts'
import { runCommand } from '../../src/cli/run.ts'
import { readConfig } from '../../src/config.ts'
import { openPostgres, tables } from '../../src/database/index.ts'
import { systemRandomness } from '../../src/kernel/ids.ts'
import { testPostgresUrl } from '../support/database.ts'
import { createProgramme } from '../support/programme.ts'

const EXAMPLE = fileURLToPath(new URL('../../docs/guide/programme-file.example.json', import.meta.url))
const url = await testPostgresUrl()
const database = await openPostgres(url)
t.teardown(() => database.close())
const folder = mkdtempSync(join(tmpdir(), 'import-programme-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const { people } = await createProgramme(database, systemRandomness)
const config = readConfig({
  NODE_ENV: 'test',
  ...{ DATABASE_URL: url, DATA_DIR: '/nowhere', DATA_DIR_IS_SHARED: 'yes' },
  SESSION_SECRET: 'a secret for tests, 32 characters',
  KEY_ENCRYPTION_KEY: 'ab'.repeat(32),
})
const AUTHOR = 'author@home.example'

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const terminal = { config, out: (line: string) => out.push(line), err: (line: string) => err.push(line) }
  const code = await runCommand(['import-programme', ...argv], terminal)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

t.test(
  'import-programme: looks first, adds all or nothing in the name of an author, and tells every place',
  async (t) => {
    const who = ['--as', AUTHOR, '--programme', 'home']
    for (const { argv, said } of [
      { argv: who, said: 'takes a file' },
      { argv: [EXAMPLE, '--as', AUTHOR], said: 'takes a file' },
      { argv: [EXAMPLE, ...who], said: 'nobody has an account' },
      { argv: ['/nowhere.json', ...who], said: 'cannot be read' },
    ]) {
      t.match(await run(...argv), { code: 64, err: new RegExp(said) })
    }
    const [id, at] = [randomUUID(), new Date()]
    await database.owner
      .insert(tables.authUsers)
      .values({ id, name: 'A', email: AUTHOR, emailVerified: true, createdAt: at, updatedAt: at })
    await database.owner
      .update(tables.persons)
      .set({ userId: id })
      .where(eq(tables.persons.id, people.author.personId ?? ''))
    const stored = () => database.owner.$count(tables.frameworks)
    t.match(await run(EXAMPLE, '--as', AUTHOR, '--programme', 'nowhere'), { code: 64, err: /no programme/ })
    t.match(await run(EXAMPLE, ...who, '--dry-run'), { code: 0, out: /added {2}item {2}A1\.1[^]*rehearsal/ })
    t.equal(await stored(), 0)

    const broken = join(folder, 'broken.json')
    for (const { text, said } of [
      { text: '{"format": "insignia-programme"', said: /is not JSON/ },
      { text: '{"format": "other"}', said: /\/format {2}must be equal to constant/ },
    ]) {
      writeFileSync(broken, text)
      const answer = await run(broken, ...who)
      t.match(answer, { code: 1, out: '', err: said })
      t.match(answer.err, /nothing was changed$/)
    }
    t.equal(await stored(), 0)

    t.match(await run(EXAMPLE, ...who), { code: 0, out: /added {2}version {2}R1 1\.0\.0\nleft {2}cohort/ })
    t.match(await run(EXAMPLE, ...who), { code: 0, out: /^known {2}levelScale/ })
    t.equal(await stored(), 1)
  },
)
