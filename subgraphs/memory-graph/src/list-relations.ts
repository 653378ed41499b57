import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import type { MemoryAt, RelationAt } from './past/as-of.ts'
import { readPastRelationsOf } from './past/past-relations.ts'
import { instantOf, readHolding, type GivenHolding } from './read-holding.ts'

export type RelationConnection = Connection<RelationAt>

/** A memory's relations, newest first. */
export async function listRelations(
  { id, asOf }: Pick<MemoryAt, 'id' | 'asOf'>,
  given: PageArguments &
    GivenHolding & { readonly direction: Direction; readonly types?: readonly string[] | null | undefined },
  context: Context,
): Promise<RelationConnection> {
  const page = readPage(given, 1)
  const afterId = page.after?.[0] ?? null
  if (typeof afterId === 'number') throw badInput('after', 'not a cursor of this list')
  const types = given.types ?? null
  const { direction } = given
  const holding = readHolding(given)
  const limit = page.limit + 1
  if (asOf !== undefined) {
    const request = { memoryIds: [id], direction, types, at: instantOf(holding, asOf.at), asOf }
    const found = await context.withTenant((em) => readPastRelationsOf(em, request, { afterId, limit }))
    return toConnection(found, page, (relation) => [relation.id])
  }
  const key = { memoryId: id, direction, types, holding, afterId, limit }
  return toConnection(await context.loaders.relationPage.load(key), page, (relation) => [relation.id])
}
