import { readFileSync } from 'node:fs'

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
