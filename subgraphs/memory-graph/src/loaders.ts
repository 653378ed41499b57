import DataLoader from 'dataloader'
import type { Em } from '@graphmemory/database/database.ts'
import type { Context } from './context.ts'
import type { Similar } from './engine/engine.ts'
import type { Memory, Relation } from './entities.ts'
import { countRelations, type CountKey, type RelationCounts } from './count-relations.ts'
import { readStandingMemories } from './follow-merges.ts'
import { listContradicting } from './list-contradicting.ts'
import type { MemoryAt, RelationAt } from './past/as-of.ts'
import { findPastSimilar, type PastSimilarKey } from './past/find-past-similar.ts'
import { readPastRelations, readStandingPastMemories, type PastKey } from './past/read-past-rows.ts'
import { readRelations } from './read-rows.ts'
import type { Space, SpaceShare } from './spaces/space.ts'
import { readSpaces } from './spaces/space.ts'
import { readShares } from './spaces/list-spaces.ts'
import { readOnlySpaces } from './spaces/space-access.ts'
import { readRelationPages, type RelationPageKey } from './read-relation-pages.ts'

/**
 * What is asked for one by one within a moment is read in one query. Nothing is kept: a subscription's context outlives
 * many changes.
 */
export type Loaders = {
  /** One that was merged into another is answered by that one. */
  readonly memory: DataLoader<string, Memory | null>
  readonly relation: DataLoader<string, Relation | null>
  readonly pastMemory: DataLoader<PastKey, MemoryAt | null>
  readonly pastRelation: DataLoader<PastKey, RelationAt | null>
  readonly pastSimilar: DataLoader<PastSimilarKey, readonly Similar[]>
  readonly space: DataLoader<string, Space | null>
  readonly spaceShares: DataLoader<string, SpaceShare[]>
  /** Whether the viewer may change what lies in a space. */
  readonly isWritable: DataLoader<string, boolean>
  /** One relation more than a page has, where there are more. */
  readonly relationPage: DataLoader<RelationPageKey, readonly Relation[]>
  readonly relationCounts: DataLoader<CountKey, RelationCounts>
  readonly contradicting: DataLoader<Relation, readonly Relation[]>
}

export function createLoaders(withTenant: Context['withTenant']): Loaders {
  const loader = <Key, Value>(read: (em: Em, keys: readonly Key[]) => Promise<readonly Value[]>) =>
    new DataLoader<Key, Value>((keys) => withTenant((em) => read(em, keys)), { cache: false })
  return {
    memory: loader(readStandingMemories),
    relation: loader(readRelations),
    pastMemory: loader(readStandingPastMemories),
    pastRelation: loader(readPastRelations),
    pastSimilar: loader(findPastSimilar),
    space: loader(readSpaces),
    spaceShares: loader(readShares),
    isWritable: loader(async (em, spaceIds) => {
      const readOnly = await readOnlySpaces(em)
      return spaceIds.map((id) => !readOnly.has(id))
    }),
    relationPage: loader(readRelationPages),
    relationCounts: loader(countRelations),
    contradicting: loader(listContradicting),
  }
}
