import type DataLoader from 'dataloader'
import type { Database } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { tenantLoader } from '../tenant-loader.ts'
import { readVersions, type VersionRow } from './version-rows.ts'

export type VersionLoaders = { readonly version: DataLoader<string, VersionRow | null> }

export const createVersionLoaders = (database: Database, viewer: Identity): VersionLoaders => ({
  version: tenantLoader(database, viewer, readVersions),
})
