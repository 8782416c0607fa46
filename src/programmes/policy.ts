import { Forbidden, hasRoleAnywhere, type Actor, type Role } from '../access/index.ts'

/** Organisations and programmes are made by those who administer the service. */
export const ADMINISTRATORS = ['administrator'] as const satisfies readonly Role[]

export function requireAdministrator(actor: Actor): void {
  if (!hasRoleAnywhere(actor, ADMINISTRATORS)) throw new Forbidden(ADMINISTRATORS)
}
