import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Direction } from './engine/engine.ts'
import { findNeighbours, type NeighbourEdge } from './find-neighbours.ts'
import type { GivenHolding } from './read-holding.ts'
import { watchQuery, type Difference } from './watch-query.ts'

export type LiveNeighbours = Difference<NeighbourEdge>
type Given = GivenHolding & {
  readonly memoryId: string
  readonly depth: number
  readonly direction: Direction
  readonly types?: readonly string[] | null | undefined
  readonly filter?: unknown
  readonly first: number
}

const maxFirst = 100

/** The memories around one, as they change. Deleting that one leaves none around it. */
export async function watchNeighbours(
  context: Context,
  { memoryId, ...given }: Given,
): Promise<AsyncIterableIterator<{ readonly liveNeighbours: LiveNeighbours }>> {
  if (given.first < 1 || given.first > maxFirst) throw badInput('first', `first is 1 to ${maxFirst}`)
  const memory = await context.loaders.memory.load(memoryId)
  if (memory === null) throw new ClientError('NOT_FOUND', 'There is no such memory')
  const ask = async () => {
    const isThere = (await context.loaders.memory.load(memory.id)) !== null
    return isThere ? (await findNeighbours({ id: memory.id }, given, context)).edges : []
  }
  return watchQuery(context, {
    ask,
    stateOf: ({ node, depth, via }) => [node.version, depth, via?.id, via?.version].join(' '),
    toEvent: (liveNeighbours) => ({ liveNeighbours }),
  })
}
