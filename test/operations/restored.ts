import { asc, isNotNull } from 'drizzle-orm'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { readLog, verifyLongChain, type ChainVerdict } from '../../src/audit/index.ts'
import { runCommand } from '../../src/cli/run.ts'
import { readConfig, type Config } from '../../src/config.ts'
import { tables, type Database } from '../../src/database/index.ts'
import { createVerifier } from '../../src/public/index.ts'
import type { Services } from '../../src/services.ts'

/** Of the programme that is lived through in tests, which signs under it. */
export const KEY = '07'.repeat(32)

export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'insignia-operations-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Settings of a service on a Postgres server, or without `databaseUrl` on the embedded database. */
export function settings(
  dataDir: string,
  { databaseUrl, key = KEY }: { databaseUrl?: string; key?: string } = {},
): Config {
  const shared = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, DATA_DIR_IS_SHARED: 'yes' }
  return readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SESSION_SECRET: 'a secret for tests, 32 characters',
    DATA_DIR: dataDir,
    ...(key === '' ? {} : { KEY_ENCRYPTION_KEY: key }),
    ...shared,
  })
}

export interface Told {
  readonly code: number
  readonly out: string
  readonly err: string
}

export async function insignia(config: Config, ...argv: string[]): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommand(argv, { config, out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

export function logOf({ owner }: Database): Promise<ChainVerdict> {
  return verifyLongChain(readLog(owner))
}

/** What a stranger is told of every badge that was signed, by id. */
export async function verdicts(services: Services): Promise<Readonly<Record<string, string>>> {
  const verifier = createVerifier(services, (url) => {
    throw new Error(`our own badge needs nothing from ${url}`)
  })
  const { credentialBytes } = tables
  const signed = await services.database.owner
    .select()
    .from(credentialBytes)
    .where(isNotNull(credentialBytes.signed))
    .orderBy(asc(credentialBytes.credentialId))
  const found: Record<string, string> = {}
  for (const { credentialId, signed: text } of signed) {
    const { state, facts } = await verifier.verifyBytes(Buffer.from(text ?? ''))
    found[credentialId] = [state, ...facts.map(({ check, outcome }) => `${check} ${outcome}`)].join(', ')
  }
  return found
}
