export {
  hasRole,
  hasRoleAnywhere,
  PUBLIC_ACTOR,
  ROLES,
  systemActor,
  type Actor,
  type Assignment,
  type Role,
} from '../kernel/actor.ts'
export { Forbidden, InvalidInput, NotFound, NotSignedIn, personOf, requireRole } from '../kernel/access-errors.ts'
