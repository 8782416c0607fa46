import { readFileSync, writeFileSync } from 'node:fs'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const GOLDEN = new URL('../golden/', import.meta.url)

export function fixtureText(path: string): string {
  return readFileSync(new URL(path, FIXTURES), 'utf8')
}

/** The JSON of a fixture, as the type the test knows it to be. */
export function fixture(path: string): unknown {
  return JSON.parse(fixtureText(path))
}

export function goldenText(name: string): string {
  return readFileSync(new URL(name, GOLDEN), 'utf8')
}

/**
 * The recorded text of `name`. With `UPDATE=1` in the environment `found` is written there first; look at what changed
 * before you commit it.
 */
export function recordedText(name: string, found: string): string {
  if (process.env['UPDATE'] === '1') writeFileSync(new URL(name, GOLDEN), found)
  return goldenText(name)
}
