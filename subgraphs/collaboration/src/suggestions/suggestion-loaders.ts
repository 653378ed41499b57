import type DataLoader from 'dataloader'
import type { Database } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { tenantLoader } from '../tenant-loader.ts'
import { readHunks, readSuggestions, type HunkRow, type SuggestionRow } from './suggestion-rows.ts'

export type SuggestionLoaders = {
  readonly suggestion: DataLoader<string, SuggestionRow | null>
  /** By the suggestion's id. */
  readonly hunks: DataLoader<string, HunkRow[]>
}

export const createSuggestionLoaders = (database: Database, viewer: Identity): SuggestionLoaders => ({
  suggestion: tenantLoader(database, viewer, readSuggestions),
  hunks: tenantLoader(database, viewer, readHunks),
})
