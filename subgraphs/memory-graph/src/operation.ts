import type { ActorKind, OperationKind } from './graph-types.ts'
import type { Snapshot } from './snapshot.ts'

/** One entry of a tenant's log. It is never changed. */
export type Operation = {
  readonly seq: number
  readonly kind: OperationKind
  readonly memoryId: string | null
  readonly relationId: string | null
  readonly version: number
  readonly actorKind: ActorKind
  readonly actorId: string
  /** What it changed, as it was; null where it made it. */
  readonly before: Snapshot | null
  /** What it changed, as it left it; null where it deleted it. */
  readonly after: Snapshot | null
  readonly recordedAt: Date
}

/** What of an operation says how the graph changed. */
export type LoggedChange = Pick<Operation, 'seq' | 'kind' | 'before' | 'after' | 'recordedAt'>

/** The columns of `graph.operation` under the names above. */
export const operationColumns = `seq, kind, memory_id as "memoryId", relation_id as "relationId", version,
  actor_kind as "actorKind", actor_id as "actorId", before, after, recorded_at as "recordedAt"`

/** A row read with `operationColumns`. */
export const toOperation = (row: Operation): Operation => ({ ...row, recordedAt: new Date(row.recordedAt) })
