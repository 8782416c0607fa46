import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { t } from '../support/test.ts'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { LANGUAGES } from '../../src/kernel/language.ts'
import { catalogues } from '../../src/texts/index.ts'

const SOURCES = new URL('../../src/', import.meta.url).pathname

t.test('the three languages have the same keys', async (t) => {
  const keys = [...catalogues.es.keys()].sort()
  for (const language of LANGUAGES) t.strictSame([...catalogues[language].keys()].sort(), keys, language)
})

t.test('no text is empty or has spaces at its ends', async (t) => {
  for (const language of LANGUAGES) {
    for (const [key, text] of catalogues[language]) {
      if (text.trim() === '' || text.trim() !== text) t.fail(`${language} ${key}`)
    }
  }
})

t.test('every text is a message with the same arguments in each language', async (t) => {
  for (const [key, text] of catalogues.es) {
    const expected = argumentsOf(text, key)
    for (const language of LANGUAGES) {
      const found = argumentsOf(catalogues[language].get(key) ?? '', `${language} ${key}`)
      if (found.join() !== expected.join()) t.fail(`${language} ${key}: ${found.join()} instead of ${expected.join()}`)
    }
  }
})

t.test('every text that a page names exists', async (t) => {
  const missing: string[] = []
  for (const file of sourceFiles()) {
    for (const key of namedKeys(readFileSync(join(SOURCES, file), 'utf8'))) {
      const isThere = key.endsWith('*')
        ? [...catalogues.es.keys()].some((known) => known.startsWith(key.slice(0, -1)))
        : catalogues.es.has(key)
      if (!isThere) missing.push(`${file}: ${key}`)
    }
  }
  t.strictSame(missing, [])
})

function sourceFiles(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
}

/** Keys in `t('…')` as they stand; of `t(`area.${x}`)` the part before the first value, with a star. */
function namedKeys(source: string): string[] {
  const literal = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key)
  const template = [...source.matchAll(/\bt\(\s*`([^`$]*)(\$\{)?/g)].map(
    ([, key = '', value]) => key + (value ? '*' : ''),
  )
  const chosen = [...source.matchAll(/\bt\([^'`()]+\?\s*'([^']+)'\s*:\s*'([^']+)'/g)].flatMap(([, a = '', b = '']) => [
    a,
    b,
  ])
  return [...literal, ...template, ...chosen]
}

function argumentsOf(text: string, where: string): string[] {
  const names = new Set<string>()
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value)
      if (element.type === TYPE.select || element.type === TYPE.plural) {
        for (const option of Object.values(element.options)) visit(option.value)
      }
    }
  }
  try {
    visit(parse(text, { ignoreTag: true }))
  } catch (error) {
    t.fail(`${where} is not a message: ${String(error)}`)
  }
  return [...names].sort()
}
