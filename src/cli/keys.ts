import { readFile, writeFile } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import { tables } from '../database/index.ts'
import type { Services } from '../services.ts'
import { EXIT, WrongUsage, type Command, type Terminal } from './command.ts'
import { withServices } from './with-services.ts'

type Step = (services: Services, argument: string, terminal: Terminal) => Promise<void>

const STEPS: Readonly<Record<string, Step>> = {
  rotate: async ({ database, signing }, slug, { out }) => {
    const [organisation] = await database.owner
      .select({ id: tables.organisations.id })
      .from(tables.organisations)
      .where(eq(tables.organisations.slug, slug))
    if (!organisation) throw new WrongUsage(`no organisation has the short name ${slug}`)
    const key = await signing.rotate(organisation.id)
    out(`${slug} signs with ${key.kid} from now on; what earlier keys signed keeps verifying`)
  },
  import: async ({ signing }, file, { out }) => {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new WrongUsage(`${file} cannot be read`)
    })
    const { imported, present } = await signing.importKeys(text)
    out(`${String(imported)} keys imported, ${String(present)} were here before`)
  },
  export: async ({ signing }, file, { out, err }) => {
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
  usage: 'keys rotate ORGANISATION | keys import FILE | keys export FILE',
  summary: 'gives an organisation a new signing key; brings key sets in and out',
  async run([name = '', argument, ...rest], terminal) {
    const step = STEPS[name]
    if (!step || argument === undefined || rest.length > 0) throw new WrongUsage(`keys: ${keys.usage}`)
    await withServices(terminal.config, (services) => step(services, argument, terminal))
    return EXIT.good
  },
}
