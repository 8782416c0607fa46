import type { CheckContext } from '../check-context.ts'
import { failed, passed, type Finding } from '../facts.ts'

/** Whether we know the issuer. Only annotates: a sound badge of an unknown issuer stays verified. */
export async function checkRecognition(context: CheckContext, issuerId: string): Promise<Finding> {
  const issuer = await context.ports.recognisedIssuers(issuerId)
  if (!issuer) return failed('not-listed', 'We do not know this issuer.')
  return { ...passed('recognised', issuer.note ?? 'We know this issuer.'), by: issuer.name }
}
