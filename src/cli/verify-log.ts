import { readLog, verifyLongChain } from '../audit/index.ts'
import { EXIT, WrongUsage, type Command } from './command.ts'
import { withServices } from './with-services.ts'

export const verifyLog: Command = {
  usage: 'verify-log',
  summary: 'checks the chain of the judgement log and prints its head; 1 when a link is broken',
  async run(args, { config, out }) {
    if (args.length > 0) throw new WrongUsage('verify-log takes no arguments')
    const verdict = await withServices(config, ({ database }) => verifyLongChain(readLog(database.owner)))
    if (!verdict.intact) {
      out(`broken at event ${String(verdict.brokenAtSeq)}: it, or what stands before it, was changed`)
      return EXIT.bad
    }
    out(`intact  ${String(verdict.length)} events  head ${verdict.headHash}`)
    return EXIT.good
  },
}
