import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { t } from '../support/test.ts'
import { problemStatus } from '../../src/http/problems.ts'
import { hasText } from '../../src/texts/index.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const source = readFileSync(join(SRC, 'http/problems.ts'), 'utf8')
const folders = readdirSync(SRC).filter((name) => existsSync(join(SRC, name, 'errors.ts')) && name !== 'http')

/** Its refusals concern whoever runs the service, on the command line. */
const NOT_ON_PAGES = 'signing'

for (const folder of folders) {
  t.test(`the errors of ${folder} are among the problem codes`, async (t) => {
    t.ok(source.includes(`typeof import('../${folder}/errors.ts')`))
    const codes = readFileSync(join(SRC, folder, 'errors.ts'), 'utf8').matchAll(/readonly code(?:: \w+)? = '([^']+)'/g)
    for (const [, code = ''] of codes) {
      t.ok(problemStatus(code), `${code} has a status`)
      t.ok(folder === NOT_ON_PAGES || hasText(`problems.${code}.title`), `${code} has a text`)
    }
  })
}
