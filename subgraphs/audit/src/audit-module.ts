import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { logMigration } from '../migrations/0001-log.ts'

/** What the audit subgraph keeps, beside the outbox in the schema `audit`. It comes after the outbox. */
export const auditModule: DatabaseModule = { name: 'audit', entities: [], migrations: [logMigration] }
