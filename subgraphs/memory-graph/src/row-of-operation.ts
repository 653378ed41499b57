import type { Memory, Relation } from './entities.ts'
import type { LoggedChange } from './operation.ts'
import { toMemory, toRelation, type Snapshot } from './snapshot.ts'

/** The memory as the operation left it, or as it was when the operation deleted it. */
export const memoryOf = (operation: LoggedChange, tenantId: string): Memory =>
  toMemory(tenantId, lastSnapshot(operation))

/** The relation as the operation left it, or as it was when the operation deleted it. */
export const relationOf = (operation: LoggedChange, tenantId: string): Relation =>
  toRelation(tenantId, lastSnapshot(operation))

function lastSnapshot({ before, after, recordedAt, seq }: LoggedChange): Snapshot {
  if (after !== null) return after
  if (before !== null) return { ...before, deletedAt: recordedAt.toISOString() }
  throw new Error(`operation ${seq} holds neither what was nor what is`)
}
