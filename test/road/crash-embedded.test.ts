import { t } from '../support/test.ts'
import { killWhileIssuing } from './kill-while-issuing.ts'

/** Processes of the whole service, which a machine that is busy with other tests takes long to start. */
const MANY_STARTS_MS = 300_000

t.setTimeout(MANY_STARTS_MS)
t.test('kill -9 at every step of issuing, on the embedded database', (t) => killWhileIssuing(t, 'embedded database'))
