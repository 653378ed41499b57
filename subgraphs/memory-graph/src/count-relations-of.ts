import type { Context } from './context.ts'
import type { RelationCounts } from './count-relations.ts'
import type { MemoryAt } from './past/as-of.ts'
import { countPastRelations } from './past/count-past-relations.ts'
import { readHolding, type GivenHolding } from './read-holding.ts'

type Given = GivenHolding & { readonly types?: readonly string[] | null | undefined }

/** How many relations a memory has, or had at the moment it was read at. */
export function countRelationsOf({ id, asOf }: MemoryAt, given: Given, context: Context): Promise<RelationCounts> {
  const key = { memoryId: id, types: given.types ?? null, holding: readHolding(given) }
  if (asOf === undefined) return context.loaders.relationCounts.load(key)
  return context.withTenant((em) => countPastRelations(em, key, asOf))
}
