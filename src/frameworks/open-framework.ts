import { lockFramework } from './framework-store.ts'
import type { Framework } from './framework.ts'
import { requireSeen } from './policy.ts'
import type { Moment } from './review-steps.ts'

/** The framework for a step of the actor; nobody else changes it meanwhile. Throws NotFound for a draft that is not theirs to see. */
export async function openFramework({ tx, actor }: Moment, id: string): Promise<Framework> {
  const framework = await lockFramework(tx, id)
  requireSeen(actor, 'framework', framework)
  return framework
}
