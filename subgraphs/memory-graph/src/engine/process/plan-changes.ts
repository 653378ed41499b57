import type { GraphChange } from '../engine.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'
import type { ReadTopology } from './topology.ts'

/**
 * What changes come to: those of what the graph holds already, in their order, and then the rows that are new, as the last
 * change leaves them. None of the former depends on a new row.
 */
export type Plan = {
  readonly singly: readonly GraphChange[]
  readonly memories: readonly GraphMemory[]
  readonly relations: readonly GraphRelation[]
}

/** Folds changes of a graph of this shape. */
export function planChanges(topology: ReadTopology, changes: readonly GraphChange[]): Plan {
  const singly: GraphChange[] = []
  const memories = new Map<string, GraphMemory>()
  const relations = new Map<string, { readonly relation: GraphRelation; readonly place: number }>()
  /** Where a memory was removed last: the new relations that came before went with it. */
  const removals = new Map<string, number>()
  /** What the graph held, and holds no more. */
  const gone = new Set<string>()
  const heldFrom = new Map<string, Set<string>>()

  const isHeld = (id: string) => !gone.has(id) && topology.node(id) !== undefined
  const isThere = (id: string) => memories.has(id) || isHeld(id)
  const outOf = (id: string): Set<string> => {
    const known = heldFrom.get(id)
    if (known !== undefined) return known
    const found = new Set(topology.node(id)?.out.map((edge) => keyOf({ id: edge.id, fromId: id, toId: edge.to.id })))
    heldFrom.set(id, found)
    return found
  }
  const isRelationHeld = (key: string, { fromId, toId }: RelationKey) =>
    isHeld(fromId) && isHeld(toId) && !gone.has(key) && outOf(fromId).has(key)

  for (const [place, change] of changes.entries()) {
    switch (change.kind) {
      case 'putMemory':
        if (isHeld(change.memory.id)) singly.push(change)
        else memories.set(change.memory.id, change.memory)
        break
      case 'removeMemory':
        removals.set(change.id, place)
        if (memories.delete(change.id) || !isHeld(change.id)) break
        singly.push(change)
        gone.add(change.id)
        break
      case 'putRelation': {
        const { relation } = change
        const key = keyOf(relation)
        if (isRelationHeld(key, relation)) singly.push(change)
        else if (isThere(relation.fromId) && isThere(relation.toId)) relations.set(key, { relation, place })
        break
      }
      case 'removeRelation': {
        const key = keyOf(change)
        if (relations.delete(key) || !isRelationHeld(key, change)) break
        singly.push(change)
        gone.add(key)
      }
    }
  }

  const isLeft = (id: string, place: number) => (removals.get(id) ?? -1) < place
  return {
    singly,
    memories: [...memories.values()],
    relations: [...relations.values()]
      .filter(({ relation, place }) => isLeft(relation.fromId, place) && isLeft(relation.toId, place))
      .map(({ relation }) => relation),
  }
}

type RelationKey = Pick<GraphRelation, 'id' | 'fromId' | 'toId'>

const keyOf = ({ id, fromId, toId }: RelationKey) => `${id} ${fromId} ${toId}`
