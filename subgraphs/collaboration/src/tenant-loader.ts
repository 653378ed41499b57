import DataLoader from 'dataloader'
import type { Database, Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'

/** What is asked for one by one within a moment is read in one query. Nothing is kept: a stream's context lasts. */
export const tenantLoader = <Key, Value>(
  database: Database,
  viewer: Identity,
  read: (em: Em, keys: readonly Key[]) => Promise<readonly Value[]>,
): DataLoader<Key, Value> =>
  new DataLoader<Key, Value>((keys) => database.withTenant(viewer, (em) => read(em, keys)), { cache: false })
