import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ownPorts } from '../credentials/index.ts'
import { DataFolderInUse } from '../database/index.ts'
import { systemClock } from '../kernel/clock.ts'
import {
  guardedFetcher,
  verifyCredential,
  type Report,
  type State,
  type VerificationPorts,
} from '../verification/index.ts'
import { EXIT, WrongUsage, type Command, type Terminal } from './command.ts'
import { printable } from './printable.ts'
import { withServices } from './with-services.ts'

type OwnPorts = Omit<VerificationPorts, 'fetchDocument'>

const MAX_FILE_BYTES = 10_000_000

const EXIT_BY_STATE: Readonly<Partial<Record<State, number>>> = {
  valid: EXIT.good,
  'issuer-unrecognised': EXIT.good,
  'could-not-check': EXIT.unknown,
  malformed: EXIT.unreadable,
}

/** What a stranger's machine knows: nothing of ours. */
const NO_RECORDS: OwnPorts = {
  ownDocuments: null,
  findByCode: () => Promise.resolve(null),
  ownRecord: () => Promise.resolve(null),
  recognisedIssuers: () => Promise.resolve(null),
}

export const verify: Command = {
  usage: 'verify FILE [--json]',
  summary: 'checks a badge (JSON, JWT, PNG, SVG, PDF); 0 verified, 1 not valid, 2 could not be checked, 3 unreadable',
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [file] = positionals
    if (file === undefined || positionals.length !== 1) throw new WrongUsage('verify takes the name of one file')
    const report = await withRecords(terminal, async (ports, publicUrl) =>
      reportOn(await bytesOf(file), ports, publicUrl),
    )
    for (const line of values.json ? [JSON.stringify(report, null, 2)] : table(report)) terminal.out(line)
    return EXIT_BY_STATE[report.state] ?? EXIT.bad
  },
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new WrongUsage(`${file} is no file that can be read`)
  if (found.size > MAX_FILE_BYTES) throw new WrongUsage(`${file} is larger than 10 MB, which no badge is`)
  return readFile(file)
}

async function reportOn(bytes: Uint8Array, own: OwnPorts, publicUrl: string): Promise<Report> {
  const fetcher = guardedFetcher()
  try {
    const ports = { ...own, fetchDocument: fetcher.fetchDocument }
    return await verifyCredential(ports, { bytes }, { now: systemClock.now(), publicUrl })
  } finally {
    await fetcher.close()
  }
}

/** With this service's own records where there are any and nobody else holds them; else as on a stranger's machine. */
async function withRecords<T>(
  { config, err }: Terminal,
  work: (ports: OwnPorts, publicUrl: string) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl === null && !existsSync(config.dataDir)) return work(NO_RECORDS, config.publicUrl)
  try {
    return await withServices(config, (services) => work(ownPorts(services), config.publicUrl))
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error
    err(`${config.dataDir} is in use by the running service: checked without its records, over the network alone`)
    return work(NO_RECORDS, config.publicUrl)
  }
}

function table(report: Report): string[] {
  const { credential, facts, warnings } = report
  const named = [
    ['badge', credential?.achievement?.name ?? credential?.name],
    ['recipient', credential?.recipient],
    ['issued by', credential?.issuer.name],
    ['issuer id', credential?.issuer.id],
    ['valid from', credential?.validFrom],
  ].filter((row): row is [string, string] => typeof row[1] === 'string')
  return [
    `state      ${report.state}${report.verified ? ' (verified)' : ''}`,
    ...named.map(([name, value]) => `${name.padEnd(10)} ${printable(value)}`),
    '',
    ...facts.map((fact) => `${fact.check.padEnd(12)} ${fact.outcome.padEnd(15)} ${sentence(fact)}`),
    ...warnings
      .filter((warning) => !facts.some(({ detail }) => detail === warning.detail))
      .map(({ detail }) => `warning      ${printable(detail)}`),
  ]
}

/** An endorser is named as it names itself, beside what its signature shows. */
function sentence({ detail, byName }: Report['facts'][number]): string {
  return printable(byName === undefined ? detail : `${detail} It names itself ${byName}.`)
}
