import { storedJson } from '../stored-json.ts'
import type { Memory, Relation } from '../entities.ts'
import type { GraphMemory, GraphRelation } from '../engine/graph-rows.ts'

/** What the graph engine keeps of a memory. */
export const toGraphMemory = (memory: Memory): GraphMemory => ({
  id: memory.id,
  type: memory.type,
  title: memory.title,
  content: memory.content,
  tags: memory.tags,
  properties: storedJson(memory.properties),
  spaceId: memory.spaceId ?? null,
  createdBy: memory.createdBy,
  importance: memory.importance ?? null,
  createdAt: memory.createdAt.getTime(),
  updatedAt: memory.updatedAt.getTime(),
  validFrom: memory.validFrom?.getTime() ?? null,
  validTo: memory.validTo?.getTime() ?? null,
  version: memory.version,
})

/** What the graph engine keeps of a relation. */
export const toGraphRelation = (relation: Relation): GraphRelation => ({
  id: relation.id,
  fromId: relation.fromId,
  toId: relation.toId,
  type: relation.type,
  weight: relation.weight,
  createdAt: relation.createdAt.getTime(),
  validFrom: relation.validFrom?.getTime() ?? null,
  validTo: relation.validTo?.getTime() ?? null,
  version: relation.version,
})
