import { createDigest, memoryHash, relationHash } from '../digest.ts'
import type { GraphChange, GraphState, LogEntry, WalkFilter } from '../engine.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'

/** The plainest graph there is: what the engine is held against. */
export function createReferenceGraph() {
  const memories = new Map<string, GraphMemory>()
  const relations = new Map<string, GraphRelation>()
  let seq = 0

  function apply(change: GraphChange): void {
    switch (change.kind) {
      case 'putMemory':
        memories.set(change.memory.id, change.memory)
        return
      case 'removeMemory':
        memories.delete(change.id)
        for (const relation of relations.values()) {
          if (relation.fromId === change.id || relation.toId === change.id) relations.delete(relation.id)
        }
        return
      case 'putRelation':
        if (memories.has(change.relation.fromId) && memories.has(change.relation.toId)) {
          relations.set(change.relation.id, change.relation)
        }
        return
      case 'removeRelation':
        relations.delete(change.id)
    }
  }

  function isUsable(relation: GraphRelation, { types, at, minWeight }: WalkFilter): boolean {
    if (types !== undefined && !types.includes(relation.type)) return false
    if (minWeight !== undefined && relation.weight < minWeight) return false
    if (at === undefined) return true
    return (relation.validFrom ?? -Infinity) <= at && at < (relation.validTo ?? Infinity)
  }

  /** Steps to every memory that can be reached from the given ones. */
  function distances(fromIds: readonly string[], walk: WalkFilter): Map<string, number> {
    const found = new Map(fromIds.filter((id) => memories.has(id)).map((id) => [id, 0]))
    for (let depth = 1; ; depth++) {
      const before = found.size
      for (const relation of relations.values()) {
        if (!isUsable(relation, walk)) continue
        const ways = [
          ...(walk.direction === 'IN' ? [] : [[relation.fromId, relation.toId] as const]),
          ...(walk.direction === 'OUT' ? [] : [[relation.toId, relation.fromId] as const]),
        ]
        for (const [from, to] of ways) if (found.get(from) === depth - 1 && !found.has(to)) found.set(to, depth)
      }
      if (found.size === before) return found
    }
  }

  return {
    memories,
    relations,
    distances,
    isUsable,
    apply(entry: LogEntry): void {
      for (const change of entry.changes) apply(change)
      ;({ seq } = entry)
    },
    state(): GraphState {
      const digest = createDigest()
      for (const memory of memories.values()) digest.add(memoryHash(memory))
      for (const relation of relations.values()) digest.add(relationHash(relation))
      return { seq, memories: memories.size, relations: relations.size, digest: digest.hex() }
    },
  }
}
