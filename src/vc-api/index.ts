export { vcIssueRoutes } from './issue-routes.ts'
export { vcVerifyRoutes } from './verify-routes.ts'
