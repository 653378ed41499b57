import DataLoader from 'dataloader'
import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from './context.ts'
import type { Memory, Relation } from './entities.ts'
import { countRelations, type CountKey, type RelationCounts } from './count-relations.ts'
import { listContradicting } from './list-contradicting.ts'
import type { MemoryAt, RelationAt } from './past/as-of.ts'
import { readPastMemories, readPastRelations, type PastKey } from './past/read-past-rows.ts'
import { readMemories, readRelations } from './read-rows.ts'
import { readRelationPages, type RelationPageKey } from './read-relation-pages.ts'

/**
 * What is asked for one by one within a moment is read in one query. Nothing is kept: a subscription's context outlives
 * many changes.
 */
export type Loaders = {
  readonly memory: DataLoader<string, Memory | null>
  readonly relation: DataLoader<string, Relation | null>
  readonly pastMemory: DataLoader<PastKey, MemoryAt | null>
  readonly pastRelation: DataLoader<PastKey, RelationAt | null>
  /** One relation more than a page has, where there are more. */
  readonly relationPage: DataLoader<RelationPageKey, readonly Relation[]>
  readonly relationCounts: DataLoader<CountKey, RelationCounts>
  readonly contradicting: DataLoader<Relation, readonly Relation[]>
}

export function createLoaders(withTenant: Context['withTenant']): Loaders {
  const loader = <Key, Value>(read: (em: Em, keys: readonly Key[]) => Promise<readonly Value[]>) =>
    new DataLoader<Key, Value>((keys) => withTenant((em) => read(em, keys)), { cache: false })
  return {
    memory: loader(readMemories),
    relation: loader(readRelations),
    pastMemory: loader(readPastMemories),
    pastRelation: loader(readPastRelations),
    relationPage: loader(readRelationPages),
    relationCounts: loader(countRelations),
    contradicting: loader(listContradicting),
  }
}
