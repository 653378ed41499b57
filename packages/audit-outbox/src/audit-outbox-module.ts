import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { outboxMigration } from './outbox-migration.ts'
import { outboxReadOnlyMigration } from './outbox-read-only-migration.ts'
import { outboxRecordMigration } from './outbox-record-migration.ts'
import { outboxTraceMigration } from './outbox-trace-migration.ts'

/** The outbox that every module with `audited` tables writes to: it comes before them. */
export const auditOutboxModule: DatabaseModule = {
  name: 'audit-outbox',
  entities: [],
  migrations: [outboxMigration, outboxTraceMigration, outboxRecordMigration, outboxReadOnlyMigration],
}
