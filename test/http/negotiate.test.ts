import { t } from '../support/test.ts'
import { negotiateType, prefersHtml } from '../../src/http/index.ts'

for (const { name, accept, expected } of [
  { name: 'a browser', accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', expected: true },
  { name: 'a program that takes anything', accept: '*/*', expected: false },
  { name: 'no header', accept: undefined, expected: false },
  { name: 'an empty header', accept: '', expected: false },
  { name: 'text of any kind, which does not name HTML', accept: 'text/*', expected: false },
  { name: 'JSON alone', accept: 'application/json', expected: false },
  { name: 'JSON first, HTML second', accept: 'application/json, text/html', expected: false },
  { name: 'HTML first, JSON second', accept: 'text/html, application/json', expected: true },
  { name: 'HTML weaker than JSON', accept: 'text/html;q=0.8, application/vc+ld+json', expected: false },
  { name: 'HTML stronger than JSON', accept: 'application/ld+json;q=0.5, text/html;q=0.9', expected: true },
  { name: 'HTML refused', accept: 'text/html;q=0, */*', expected: false },
  { name: 'upper case and spaces', accept: ' TEXT/HTML ; Q=1 ', expected: true },
  { name: 'a weight that is no number', accept: 'text/html;q=x', expected: false },
  { name: 'XHTML', accept: 'application/xhtml+xml', expected: true },
]) {
  t.test(`${name} ${expected ? 'gets' : 'does not get'} a page`, async (t) => t.equal(prefersHtml(accept), expected))
}

const TYPES = ['application/vc+ld+json', 'application/vc', 'application/json']
for (const { accept, expected } of [
  { accept: undefined, expected: 'application/vc+ld+json' },
  { accept: '*/*', expected: 'application/vc+ld+json' },
  { accept: 'application/json', expected: 'application/json' },
  { accept: 'application/json;q=0.4, application/vc;q=0.6', expected: 'application/vc' },
  { accept: 'application/*;q=0.2, application/json', expected: 'application/json' },
  { accept: 'application/vc+ld+json;q=0, */*;q=0.1', expected: 'application/vc' },
  { accept: 'image/png', expected: null },
]) {
  t.test(`of three types ${String(accept)} gets ${String(expected)}`, async (t) =>
    t.equal(negotiateType(accept, TYPES), expected),
  )
}
