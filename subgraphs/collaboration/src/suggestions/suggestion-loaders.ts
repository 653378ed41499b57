import DataLoader from 'dataloader'
import type { Database, Em } from '@graphmemory/database/database.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { readHunks, readSuggestions, type HunkRow, type SuggestionRow } from './suggestion-rows.ts'

/** What is asked for one by one within a moment is read in one query. Nothing is kept: a stream's context lasts. */
export type SuggestionLoaders = {
  readonly suggestion: DataLoader<string, SuggestionRow | null>
  /** By the suggestion's id. */
  readonly hunks: DataLoader<string, HunkRow[]>
}

export function createSuggestionLoaders(database: Database, viewer: Identity): SuggestionLoaders {
  const loader = <Value>(read: (em: Em, ids: readonly string[]) => Promise<Value[]>) =>
    new DataLoader<string, Value>((ids) => database.withTenant(viewer, (em) => read(em, ids)), { cache: false })
  return { suggestion: loader(readSuggestions), hunks: loader(readHunks) }
}
