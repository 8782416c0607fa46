import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parseBundle, signBundle } from '../credentials/index.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, WrongUsage, type Command } from './command.ts'
import { printable } from './printable.ts'

export const endorse: Command = {
  usage: 'endorse BUNDLE --keys FILE --out FILE [--method ADDRESS]',
  summary: "signs a bundle of endorsements with the organisation's own key; needs no database and no network",
  async run(args, { config, out }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { keys: { type: 'string' }, out: { type: 'string' }, method: { type: 'string' } },
      allowPositionals: true,
    })
    const [file] = positionals
    if (file === undefined || positionals.length > 1 || values.keys === undefined || values.out === undefined)
      throw new WrongUsage('endorse takes a bundle, a key set and a new file for the result')
    const bundle = parseBundle(await textOf(file))
    const { method } = values
    if (method !== undefined && !method.startsWith(`${bundle.issuer}#`))
      throw new WrongUsage(`${method} is no key of ${bundle.issuer}`)
    const development = config.environment !== 'production'
    const keys = { keySet: await textOf(values.keys), verificationMethod: method, development }
    const signed = await signBundle(bundle, keys, systemClock.now())
    await writeFile(values.out, `${JSON.stringify(signed, null, 2)}\n`, { flag: 'wx' }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new WrongUsage(`${values.out ?? ''} exists and is left as it is`)
    })
    for (const { holder, badge, document } of signed.endorsements)
      out(printable(`${holder}  ${badge}  ${document.credentialSubject.id}`))
    out(`${String(signed.endorsements.length)} endorsements of ${printable(bundle.issuer)} signed into ${values.out}`)
    return EXIT.good
  },
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new WrongUsage(`${file} cannot be read`)
  })
}
