import type { Em } from '@graphmemory/database/database.ts'
import { executeBound } from '@graphmemory/database/execute-bound.ts'
import { jsonLines, jsonOf, textArray } from './array-literals.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Author } from './author.ts'
import type { OperationKind } from './graph-types.ts'
import { operationColumns, toOperation, type LoggedChange, type Operation } from './operation.ts'
import type { Snapshot } from './snapshot.ts'

/** What an operation did to one memory or relation. */
export type Change = {
  readonly kind: OperationKind
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

/** A request that may be repeated: the name by which it is known again, and what was asked. */
export type RepeatableRequest = { readonly operationId: string; readonly requestHash: string }

/** What is to be appended, but for its number, which is that of its place. */
type Entry = Pick<Change, 'kind'> & {
  /** As JSON: made at once, while the database has something else to do. */
  readonly before: string | null
  readonly after: string | null
  readonly request: RepeatableRequest | null
  readonly memoryId: string | null
  readonly relationId: string | null
  readonly version: number
}

/** A tenant's log, locked for the rest of the transaction. */
export type Log = {
  /** The time of everything that is appended. */
  readonly at: Date
  /** The number that the next operation gets. */
  nextSeq(): number
  append(change: Change): void
  /** Appends the operation that the request is answered from, should it be repeated. */
  appendAnswer(change: Change): void
  /** The operation that the same request was answered from before. Throws `CONFLICT` where its name stood for another one, be that outside of the log. */
  findAnswer(): Promise<Operation | null>
  /** Whether what was appended takes a memory from one space to another, or in or out. */
  movesBetweenSpaces(): boolean
  /** What was appended. */
  appended(): readonly LoggedChange[]
  /** Writes what was appended and is not written yet; returns the number of the last operation, or null where there was none. */
  write(): Promise<number | null>
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
  let unwritten: Entry[] = []
  const changes: LoggedChange[] = []
  let seq = head.seq
  let isSpaceChanged = false

  const push = ({ kind, before, after }: Change, request: RepeatableRequest | null) => {
    seq += 1
    changes.push({ seq, kind, before, after, recordedAt: at })
    const id = (after ?? before)?.id ?? null
    const isOfMemory = kind.startsWith('MEMORY')
    if (isOfMemory && before !== null && after !== null)
      isSpaceChanged ||= (before['spaceId'] ?? null) !== (after['spaceId'] ?? null)
    unwritten.push({
      request,
      kind,
      memoryId: isOfMemory ? id : null,
      relationId: kind.startsWith('RELATION') ? id : null,
      version: after?.version ?? (before?.version ?? 0) + 1,
      before: jsonOf(before),
      after: jsonOf(after),
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
        `select named.hash as "requestHash", ${operationColumns}
           from (select request_hash as hash from graph.operation where op_id = ?
             union all select request_hash from graph.answered_request where op_id = ?) as named
           left join graph.operation on op_id = ?`,
        [request.operationId, request.operationId, request.operationId],
      )
      if (row === undefined) return null
      if (row.requestHash !== request.requestHash) throw anotherRequest()
      return toOperation(row)
    },
    movesBetweenSpaces: () => isSpaceChanged,
    appended: () => changes,
    async write() {
      if (changes.length === 0) return null
      const [entries, last] = [unwritten, seq]
      unwritten = []
      if (entries.length === 0) return last
      const texts = (of: (entry: Entry) => string | null) => textArray(entries.map(of))
      const writing = executeBound(
        em,
        `with moved as (update graph.head set seq = $1 where tenant_id = $2)
          insert into graph.operation (tenant_id, seq, op_id, request_hash, kind, memory_id, relation_id, version,
            actor_kind, actor_id, before, after, recorded_at)
          select $2, $3::integer + place, op_id, request_hash, kind, memory_id, relation_id, version, $4, $5, before, after, $6
          from unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::integer[],
              string_to_array($13, chr(10), '')::json[], string_to_array($14, chr(10), '')::json[])
            with ordinality as entry (op_id, request_hash, kind, memory_id, relation_id, version, before, after, place)`,
        [
          last,
          tenantId,
          last - entries.length,
          author.kind,
          author.id,
          at,
          texts(({ request }) => request?.operationId ?? null),
          texts(({ request }) => request?.requestHash ?? null),
          texts(({ kind }) => kind),
          texts(({ memoryId }) => memoryId),
          texts(({ relationId }) => relationId),
          texts(({ version }) => String(version)),
          jsonLines(entries.map(({ before }) => before)),
          jsonLines(entries.map(({ after }) => after)),
        ],
      )
      await writing.catch((error: unknown) => {
        // The request was answered before, with something that is hidden from its sender now.
        throw isRepeated(error) ? anotherRequest() : error
      })
      return last
    },
  }
}

/** The refusal of an idempotency key that stood for something else. */
export const anotherRequest = () =>
  new ClientError('CONFLICT', 'This idempotency key was used for another request', { field: 'idempotencyKey' })

const isRepeated = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'operation_request'
