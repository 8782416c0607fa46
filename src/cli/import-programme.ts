import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { eq } from 'drizzle-orm'
import { loadActor, normalisedEmail, type Actor } from '../access/index.ts'
import { tables } from '../database/index.ts'
import {
  importProgramme,
  InvalidProgrammeFile,
  readProgrammeText,
  rehearseProgramme,
  type ProgrammeReport,
} from '../programme-file/index.ts'
import type { Services } from '../services.ts'
import { EXIT, WrongUsage, type Command, type Terminal } from './command.ts'
import { printable } from './printable.ts'
import { withServices } from './with-services.ts'

export const importProgrammeFile: Command = {
  usage: 'import-programme FILE --as E-MAIL --programme SHORT-NAME [--dry-run]',
  summary: 'adds the framework, rubrics and micro-courses of a programme file as drafts of an author, all or nothing',
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { as: { type: 'string' }, programme: { type: 'string' }, 'dry-run': { type: 'boolean' } },
      allowPositionals: true,
    })
    const [file] = positionals
    const { as: email, programme: slug } = values
    if (file === undefined || positionals.length > 1 || email === undefined || slug === undefined)
      throw new WrongUsage('import-programme takes a file, its author and the programme')
    const bytes = await readFile(file).catch(() => {
      throw new WrongUsage(`${file} cannot be read`)
    })
    const act = values['dry-run'] === true ? rehearseProgramme : importProgramme
    return withServices(terminal.config, async (services) => {
      const actor = await author(services, email)
      const programmeId = await programmeOf(services, slug)
      try {
        return tell(terminal, await act(services, actor, programmeId, readProgrammeText(bytes)))
      } catch (error) {
        if (!(error instanceof InvalidProgrammeFile)) throw error
        return tell(terminal, { isDone: false, parts: [], errors: error.errors, missing: [] })
      }
    })
  },
}

function tell({ out, err }: Terminal, { isDone, parts, errors, missing }: ProgrammeReport): number {
  for (const { pointer, detail } of errors) err(printable(`${pointer === '' ? '/' : pointer}  ${detail}`))
  if (errors.length > 0) {
    err('nothing was changed')
    return EXIT.bad
  }
  for (const { kind, name, outcome } of parts) out(printable(`${outcome}  ${kind}  ${name}`))
  for (const { pointer, detail } of missing) err(printable(`a review will ask for: ${pointer}  ${detail}`))
  if (!isDone) out('nothing was changed: this was a rehearsal')
  return EXIT.good
}

/** Drafting is the act of a person. Whoever runs the command answers for acting in this one's name. */
async function author({ database, clock }: Services, email: string): Promise<Actor> {
  const [person] = await database.owner
    .select({ userId: tables.persons.userId })
    .from(tables.persons)
    .where(eq(tables.persons.emailNorm, normalisedEmail(email)))
  const known = person?.userId ? await loadActor(database.owner, clock.now(), person.userId) : null
  if (!known) throw new WrongUsage(`nobody has an account with the address ${email}`)
  return known.actor
}

async function programmeOf({ database }: Services, slug: string): Promise<string> {
  const [found] = await database.owner
    .select({ id: tables.programmes.id })
    .from(tables.programmes)
    .where(eq(tables.programmes.slug, slug))
  if (!found) throw new WrongUsage(`there is no programme with the short name ${slug}`)
  return found.id
}
