import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { and, eq, like } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import { KEY_ALGORITHMS, type IssuerKey, type KeyAlgorithm } from '../signing/index.ts'
import { EXIT, WrongUsage, type Command, type Terminal } from './command.ts'
import { withServices } from './with-services.ts'

const { awards, credentials, organisations, partnerEndorsements } = tables

type Step = (services: Services, args: readonly string[], terminal: Terminal) => Promise<void>

const STEPS: Readonly<Record<string, Step>> = {
  rotate: async ({ database, signing }, args, { out }) => {
    const [slug = '', algorithm = 'Ed25519'] = operands(args, 1, 2)
    const known = KEY_ALGORITHMS.find((one): one is KeyAlgorithm => one === algorithm)
    if (!known) throw new WrongUsage(`${algorithm} is none of ${KEY_ALGORITHMS.join(', ')}`)
    const key = await signing.rotate(await organisationOf(database, slug), known)
    out(`${slug} signs with ${key.kid} from now on; what earlier keys signed keeps verifying`)
  },
  compromise: async (services, args, { out, err }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { since: { type: 'string' } },
      allowPositionals: true,
    })
    const [slug = '', kid = ''] = operands(positionals, 2)
    const organisationId = await organisationOf(services.database, slug)
    const keys = await services.signing.issuerKeys(organisationId)
    const key = keys.find((one) => one.kid === kid)
    if (!key) {
      const names = keys.map((one) => `  ${one.kid}  ${one.algorithm}  ${one.state}`)
      throw new WrongUsage([`${slug} has no key ${kid}; its keys are`, ...names].join('\n'))
    }
    const since = values.since === undefined ? undefined : instantOf(values.since)
    const { isNew, compromisedAt, successor } = await services.signing.markCompromised(organisationId, key.id, since)
    if (!isNew) {
      out(`${kid} was marked as compromised before, since ${compromisedAt.toISOString()}; that stays`)
      return
    }
    out(`${kid} is compromised since ${compromisedAt.toISOString()}: nothing that it ever signed verifies any longer`)
    if (successor) out(`${slug} signs with ${successor.kid} from now on`)
    const { signed, endorsed } = await badgesInForce(services.database, key)
    if (signed > 0) err(`${String(signed)} badges in force carry its signature: revoke them and issue them anew`)
    if (endorsed > 0) err(`${String(endorsed)} badges in force carry its endorsement, which counts no longer`)
  },
  import: async ({ signing }, args, { out }) => {
    const [file = ''] = operands(args, 1)
    const text = await readFile(file, 'utf8').catch(() => {
      throw new WrongUsage(`${file} cannot be read`)
    })
    const { imported, present } = await signing.importKeys(text)
    out(`${String(imported)} keys imported, ${String(present)} were here before`)
  },
  export: async ({ signing }, args, { out, err }) => {
    const [file = ''] = operands(args, 1)
    const keySet = await signing.exportKeys()
    await writeFile(file, keySet, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        throw new WrongUsage(`${file} exists and is left as it is`)
      throw error
    })
    out(`every signing key written to ${file}`)
    err('It holds private keys in the clear: whoever has this file signs as your organisations.')
  },
}

export const keys: Command = {
  usage:
    'keys rotate ORGANISATION [ALGORITHM] | keys compromise ORGANISATION KEY [--since DATE] | keys import FILE | keys export FILE',
  summary: 'gives an organisation a new signing key; gives up a key that others may hold; brings key sets in and out',
  async run([name = '', ...args], terminal) {
    const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined
    if (!step) throw new WrongUsage(`keys: ${keys.usage}`)
    await withServices(terminal.config, (services) => step(services, args, terminal))
    return EXIT.good
  },
}

/** What a reader now sees as not sound, or as not confirmed by the partner. */
async function badgesInForce(
  { owner }: Services['database'],
  key: IssuerKey,
): Promise<{ readonly signed: number; readonly endorsed: number }> {
  const inForce = eq(awards.state, 'issued')
  const signed = owner
    .select({ id: credentials.id })
    .from(credentials)
    .innerJoin(awards, eq(awards.id, credentials.awardId))
    .where(and(eq(credentials.keyId, key.id), inForce))
  const endorsed = owner
    .select({ id: partnerEndorsements.id })
    .from(partnerEndorsements)
    .innerJoin(awards, eq(awards.id, partnerEndorsements.awardId))
    .where(and(like(partnerEndorsements.signed, `%#${key.kid}"%`), inForce))
  return { signed: await owner.$count(signed.as('signed')), endorsed: await owner.$count(endorsed.as('endorsed')) }
}

function operands(args: readonly string[], least: number, most = least): readonly string[] {
  if (args.length < least || args.length > most) throw new WrongUsage(`keys: ${keys.usage}`)
  return args
}

async function organisationOf({ owner }: Services['database'], slug: string): Promise<string> {
  const [organisation] = await owner
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.slug, slug))
  if (!organisation) throw new WrongUsage(`no organisation has the short name ${slug}`)
  return organisation.id
}

/** A day begins at midnight UTC. */
function instantOf(text: string): Date {
  const date = /^\d{4}-\d\d-\d\d(T\S+)?$/.test(text) ? new Date(text) : null
  if (!date || Number.isNaN(date.getTime()))
    throw new WrongUsage(`${text} is no date such as 2026-06-01 or 2026-06-01T12:00:00Z`)
  return date
}
