export { vcVerifyRoutes } from './verify-routes.ts'
