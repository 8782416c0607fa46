export { rows, type Database, type Db } from './database.ts'
export { asRefusal, DatabaseRefusal, type DatabaseRefusalCode } from './refusals.ts'
export { knownMigrations, migrationLevel, type MigrationLevel } from './migrations.ts'
export {
  embed,
  embedAsIs,
  openEmbedded,
  openEmbeddedAsIs,
  openPostgres,
  openPostgresAsIs,
  type Unmigrated,
} from './open.ts'
export { DataFolderInUse } from './lock-folder.ts'
export * as tables from './schema.ts'
