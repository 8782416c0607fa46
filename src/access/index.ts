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
export { createAccount, createAccounts, type Accounts } from './accounts.ts'
export { loadActor } from './actor-store.ts'
export { declareConflict } from './conflicts.ts'
export { normalisedEmail } from './e-mail-address.ts'
export { ensureFirstAdministrator } from './first-administrator.ts'
export { forgottenRoutes } from './forgotten-routes.tsx'
export { accessHome } from './home.ts'
export { identifyBySession } from './identify.ts'
export { mailLinks } from './mail-links.ts'
export { outboxRoutes } from './outbox-routes.tsx'
export { endPairing, pairMentor } from './pairings.ts'
export { actingIn, keeperRole, PEOPLE_KEEPERS, requirePeopleKeeper } from './people-rules.ts'
export { addPerson, endRole, enrolParticipant, grantRole } from './people.ts'
export { accountRoutes } from './account-routes.tsx'
export { conflictPages } from './conflict-pages.tsx'
export { listProgrammes } from './people-store.ts'
export { peopleImportPages } from './people-import-page-routes.tsx'
export { peopleImportRoutes } from './people-import-routes.ts'
export { peoplePages } from './people-page-routes.tsx'
export { peopleRoutes } from './people-routes.ts'
export { sessionRoutes } from './session-routes.ts'
export { signInLinkRoutes } from './sign-in-link-routes.tsx'
export { signInPages } from './sign-in-page-routes.tsx'
