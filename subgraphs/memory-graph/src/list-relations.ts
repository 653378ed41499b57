import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection, type PageArguments } from '@graphmemory/pagination/page.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import type { Memory, Relation } from './entities.ts'
import { readHolding, type GivenHolding } from './read-holding.ts'

export type RelationConnection = Connection<Relation>

/** A memory's relations, newest first. */
export async function listRelations(
  { id }: Pick<Memory, 'id'>,
  given: PageArguments &
    GivenHolding & { readonly direction: Direction; readonly types?: readonly string[] | null | undefined },
  { loaders }: Context,
): Promise<RelationConnection> {
  const page = readPage(given, 1)
  const afterId = page.after?.[0] ?? null
  if (typeof afterId === 'number') throw badInput('after', 'not a cursor of this list')
  const types = given.types ?? null
  const key = {
    memoryId: id,
    direction: given.direction,
    types,
    holding: readHolding(given),
    afterId,
    limit: page.limit + 1,
  }
  return toConnection(await loaders.relationPage.load(key), page, (relation) => [relation.id])
}
