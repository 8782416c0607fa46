import { t } from '../support/test.ts'
import { browserOf } from '../../src/access/browser-name.ts'

for (const { agent, expected } of [
  {
    agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0',
    expected: { browser: 'Firefox', system: 'Linux' },
  },
  {
    agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Safari/537.36 Edg/137.0',
    expected: { browser: 'Edge', system: 'Windows' },
  },
  {
    agent:
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0 Mobile Safari/537.36',
    expected: { browser: 'Chrome', system: 'Android' },
  },
  {
    agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    expected: { browser: 'Safari', system: 'iPhone' },
  },
  { agent: 'curl/8.14.1', expected: null },
  { agent: '', expected: null },
]) {
  t.test(
    `"${agent.slice(0, 60)}" is ${expected ? `${expected.browser}, ${expected.system}` : 'not known'}`,
    async (t) => {
      t.strictSame(browserOf(agent), expected)
    },
  )
}
