import type { Em } from '@graphmemory/database/database.ts'
import type { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Direction } from '../engine/engine.ts'
import type { WalkEdge, WalkTopology } from '../engine/process/walk.ts'
import type { RelationAt } from './as-of.ts'
import { readPastRelationsOf, type PastRelationsRequest } from './past-relations.ts'

/** A walk into the past reads the log of every relation it meets: of more than so many it is refused. */
const maxWalkedRelations = 20_000

/** The relations of some memories at the moment of a walk. */
export type PastWalk = (memoryIds: readonly string[], direction: Direction) => Promise<RelationAt[]>

/** Walks into the past, a step from some memories at a time, until more relations were met than may be: then it throws the refusal. */
export function createPastWalk(
  em: Em,
  walk: Pick<PastRelationsRequest, 'types' | 'at' | 'asOf'>,
  refusal: () => ClientError,
): PastWalk {
  let left = maxWalkedRelations
  return async (memoryIds, direction) => {
    if (memoryIds.length === 0) return []
    const request = { ...walk, memoryIds, direction }
    const relations = await readPastRelationsOf(em, request, { afterId: null, limit: left + 1 })
    left -= relations.length
    if (left < 0) throw refusal()
    return relations
  }
}

/** What relations join, each once, in the order in which they were made. */
export function pastTopology(relations: readonly RelationAt[]): WalkTopology {
  const byId = new Map(relations.map((relation) => [relation.id, toEdge(relation)]))
  const edges = [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const out = Map.groupBy(edges, ({ from }) => from.id)
  const into = Map.groupBy(edges, ({ to }) => to.id)
  return { node: (id) => ({ out: out.get(id) ?? [], in: into.get(id) ?? [] }) }
}

const toEdge = ({ id, fromId, toId, type, weight, validFrom, validTo }: RelationAt): WalkEdge => ({
  id,
  from: { id: fromId },
  to: { id: toId },
  type,
  weight,
  validFrom: validFrom?.getTime() ?? null,
  validTo: validTo?.getTime() ?? null,
})
