import type { DatabaseModule } from '@graphmemory/database/module.ts'
import { documentsMigration } from '../migrations/0001-documents.ts'

/** What collaboration keeps in the database. The audit outbox comes before it. */
export const collaborationModule: DatabaseModule = {
  name: 'collaboration',
  entities: [],
  migrations: [documentsMigration],
}
