import type { Em } from '@graphmemory/database/database.ts'
import type { Author } from './author.ts'
import type { OperationKind } from './graph-types.ts'
import { operationColumns, toOperation, type Operation } from './operation.ts'
import type { Snapshot } from './snapshot.ts'

/** What an operation did to one memory or relation. */
export type Change = {
  readonly kind: OperationKind
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

/** A request that may be repeated: the name by which it is known again, and what was asked. */
export type RepeatableRequest = { readonly operationId: string; readonly requestHash: string }

/** A tenant's log, locked for the rest of the transaction. */
export type Log = {
  /** The time of everything that is appended. */
  readonly at: Date
  /** The number that the next operation gets. */
  nextSeq(): number
  append(change: Change): void
  /** Appends the operation that the request is answered from, should it be repeated. */
  appendAnswer(change: Change): void
  /** The operation that the same request was answered from before, with the hash of what was asked then. */
  findAnswer(): Promise<{ readonly operation: Operation; readonly requestHash: string } | null>
  /** Writes what was appended; returns the number of the last operation, or null where there was none. */
  commit(): Promise<number | null>
}

/**
 * Locks the tenant's log, which makes its numbers gapless and in the order of commits: whoever writes next waits here.
 * `at` never goes back, whatever the clock does, so that the log is in the order of time as well.
 */
export async function openLog(
  em: Em,
  tenantId: string,
  author: Author,
  request: RepeatableRequest | null,
): Promise<Log> {
  const [head] = await em.execute<{ seq: number; at: Date }[]>(
    `insert into graph.head as head (tenant_id, seq, recorded_at) values (?, 0, ?)
      on conflict (tenant_id) do update set recorded_at = greatest(head.recorded_at, excluded.recorded_at)
      returning seq, recorded_at as at`,
    [tenantId, new Date()],
  )
  if (head === undefined) throw new Error('the head of the log was not returned')
  const at = new Date(head.at)
  const entries: object[] = []
  let seq = head.seq

  const push = ({ kind, before, after }: Change, request: RepeatableRequest | null) => {
    seq += 1
    const id = (after ?? before)?.id
    entries.push({
      seq,
      op_id: request?.operationId,
      request_hash: request?.requestHash,
      kind,
      memory_id: kind.startsWith('MEMORY') ? id : undefined,
      relation_id: kind.startsWith('RELATION') ? id : undefined,
      version: after?.version ?? (before?.version ?? 0) + 1,
      before: before ?? undefined,
      after: after ?? undefined,
    })
  }

  return {
    at,
    nextSeq: () => seq + 1,
    append: (change) => push(change, null),
    appendAnswer: (change) => push(change, request),
    async findAnswer() {
      if (request === null) return null
      const [row] = await em.execute<(Operation & { requestHash: string })[]>(
        `select ${operationColumns}, request_hash as "requestHash" from graph.operation where op_id = ?`,
        [request.operationId],
      )
      return row === undefined ? null : { operation: toOperation(row), requestHash: row.requestHash }
    },
    async commit() {
      if (entries.length === 0) return null
      await em.execute(
        `with moved as (update graph.head set seq = ? where tenant_id = ?)
          insert into graph.operation (tenant_id, seq, op_id, request_hash, kind, memory_id, relation_id, version,
            actor_kind, actor_id, before, after, recorded_at)
          select ?, seq, op_id, request_hash, kind, memory_id, relation_id, version, ?, ?, before, after, ?
          from json_to_recordset(?::json) as entry (seq integer, op_id text, request_hash text, kind text,
            memory_id text, relation_id text, version integer, before jsonb, after jsonb)`,
        [seq, tenantId, tenantId, author.kind, author.id, at, JSON.stringify(entries)],
        'run',
      )
      return seq
    },
  }
}
