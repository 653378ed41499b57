import type { Context } from './context.ts'
import type { Loaders } from './loaders.ts'
import { readAsOf, type AsOf, type MemoryAt, type RelationAt } from './past/as-of.ts'

type Given = { readonly id: string; readonly asOf?: unknown }

/** One memory, as it is or as it was at a moment. */
export async function readMemory(context: Context, { id, asOf: given }: Given): Promise<MemoryAt | null> {
  const asOf = await readAsOf(context, given, id)
  return loadMemoryAt(context.loaders, id, asOf)
}

/** One relation, as it is or as it was at a moment. */
export async function readRelation(context: Context, { id, asOf: given }: Given): Promise<RelationAt | null> {
  const asOf = await readAsOf(context, given)
  return asOf === undefined ? context.loaders.relation.load(id) : context.loaders.pastRelation.load({ id, asOf })
}

/** The memory of this id as it is, or as it was at a moment. */
export const loadMemoryAt = (loaders: Loaders, id: string, asOf: AsOf | undefined): Promise<MemoryAt | null> =>
  asOf === undefined ? loaders.memory.load(id) : loaders.pastMemory.load({ id, asOf })
