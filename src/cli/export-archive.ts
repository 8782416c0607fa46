import { existsSync } from 'node:fs'
import { exportArchive } from '../operations/index.ts'
import { EXIT, WrongUsage, type Command } from './command.ts'
import { withServices } from './with-services.ts'

export const exportArchiveCommand: Command = {
  usage: 'export-archive FOLDER',
  summary: 'writes what verifiers need into a new folder that any web server can answer with, under the same name',
  async run(args, { config, out, err }) {
    const [folder, more] = args
    if (folder === undefined || more !== undefined)
      throw new WrongUsage('export-archive takes the name of one new folder')
    if (existsSync(folder)) throw new WrongUsage(`${folder} exists and is left as it is`)
    const counts = await withServices(config, (services) => exportArchive(services, folder))
    out(`${counts.credentials} credentials, ${counts.achievements} achievements`)
    out(`${counts.issuers} issuers, ${counts.statusLists} status lists  written to ${folder}`)
    err(`Serve it as ${config.publicUrl}: every identifier names that address. Later revocations are not in it.`)
    return EXIT.good
  },
}
