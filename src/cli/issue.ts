import { parseArgs } from 'node:util'
import { eq } from 'drizzle-orm'
import { loadActor, normalisedEmail, type Actor } from '../access/index.ts'
import { awardsReadyToIssue, issueCredential } from '../credentials/index.ts'
import { tables } from '../database/index.ts'
import { DomainError } from '../kernel/domain-error.ts'
import { isUuid } from '../kernel/ids.ts'
import { createVerifier } from '../public/index.ts'
import type { Services } from '../services.ts'
import { unreachable } from '../verification/index.ts'
import { EXIT, WrongUsage, type Command } from './command.ts'
import { withServices } from './with-services.ts'

export const issue: Command = {
  usage: 'issue --as E-MAIL [AWARD …]',
  summary: 'signs and issues approved and endorsed awards, all that wait or those named, in the name of a signatory',
  async run(args, { config, out, err }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { as: { type: 'string' } },
      allowPositionals: true,
    })
    const { as: email } = values
    if (email === undefined) throw new WrongUsage('issue has to know the signatory: --as E-MAIL')
    const wrong = positionals.find((id) => !isUuid(id))
    if (wrong !== undefined) throw new WrongUsage(`${wrong} is not the id of an award`)
    return withServices(config, async (services) => {
      const actor = await signatory(services, email)
      const { checkOwnOutput } = createVerifier(services, () => Promise.resolve(unreachable('network-not-used')))
      const ready =
        positionals.length > 0 ? positionals : (await awardsReadyToIssue(services, actor)).map(({ id }) => id)
      if (ready.length === 0) out('no award is approved, endorsed and named')
      let refused = 0
      for (const awardId of ready) {
        try {
          const { code, credentialIri } = await issueCredential({ ...services, checkOwnOutput }, actor, { awardId })
          out(`${awardId}  issued  ${code}  ${credentialIri}`)
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
          refused += 1
          err(`${awardId}  refused  ${error.code}  ${error.message}`)
        }
      }
      return refused > 0 ? EXIT.bad : EXIT.good
    })
  },
}

/** Issuing is the act of a person. Whoever runs the command answers for acting in this one's name. */
async function signatory({ database, clock }: Services, email: string): Promise<Actor> {
  const [person] = await database.owner
    .select({ userId: tables.persons.userId })
    .from(tables.persons)
    .where(eq(tables.persons.emailNorm, normalisedEmail(email)))
  const known = person?.userId ? await loadActor(database.owner, clock.now(), person.userId) : null
  if (!known?.actor.assignments.some(({ role }) => role === 'signatory'))
    throw new WrongUsage(`${email} is no signatory with an account`)
  return known.actor
}
