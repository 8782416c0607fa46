export {
  hasRole,
  hasRoleAnywhere,
  PUBLIC_ACTOR,
  ROLES,
  systemActor,
  type Actor,
  type Assignment,
  type Role,
} from './actor.ts'
export { Forbidden, InvalidInput, NotFound, NotSignedIn, personOf, requireRole } from './errors.ts'
