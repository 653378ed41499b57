import type { GraphChange, LogEntry } from '../engine/engine.ts'
import type { LoggedChange } from '../operation.ts'
import { memoryOf, relationOf } from '../row-of-operation.ts'
import { toRelation } from '../snapshot.ts'
import { toGraphMemory, toGraphRelation } from './graph-row.ts'

/** An operation as the graph engine applies it. */
export const toLogEntry = (operation: LoggedChange, tenantId: string): LogEntry => ({
  seq: operation.seq,
  changes: changesOf(operation, tenantId),
})

function changesOf(operation: LoggedChange, tenantId: string): readonly GraphChange[] {
  switch (operation.kind) {
    case 'MEMORY_CREATED':
    case 'MEMORY_UPDATED':
    case 'MEMORY_RESTORED':
      return [{ kind: 'putMemory', memory: toGraphMemory(memoryOf(operation, tenantId)) }]
    case 'MEMORY_DELETED':
    case 'MEMORY_MERGED':
      return [{ kind: 'removeMemory', id: memoryOf(operation, tenantId).id }]
    case 'RELATION_CREATED':
    case 'RELATION_RESTORED':
      return [{ kind: 'putRelation', relation: toGraphRelation(relationOf(operation, tenantId)) }]
    case 'RELATION_UPDATED': {
      const relation = toGraphRelation(relationOf(operation, tenantId))
      const before = operation.before === null ? relation : toGraphRelation(toRelation(tenantId, operation.before))
      const { id, fromId, toId } = before
      const isMoved = fromId !== relation.fromId || toId !== relation.toId
      return [
        ...(isMoved ? [{ kind: 'removeRelation' as const, id, fromId, toId }] : []),
        { kind: 'putRelation', relation },
      ]
    }
    case 'RELATION_DELETED': {
      const { id, fromId, toId } = relationOf(operation, tenantId)
      return [{ kind: 'removeRelation', id, fromId, toId }]
    }
  }
}
