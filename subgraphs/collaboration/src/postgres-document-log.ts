import type { Database, Em } from '@graphmemory/database/database.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { appendEntries, UnheldError } from './append-entries.ts'
import type { Append, AppendResult, DocumentKey, DocumentLog, Entry, LogTail } from './document-log.ts'
import type { ActivityHead } from './activity/append-activity.ts'
import { GroupCommitter } from './group-committer.ts'
import { tellVersion } from './versions/tell-version.ts'

/** How much of a log stays after it has been written as a snapshot. */
export type History = {
  readonly entries: number
  readonly bytes: number
  /** After how many entries a version is kept by itself, and how many of these there are at most. */
  readonly entriesPerVersion: number
  readonly versions: number
}

/** How far the beginnings of two commits of a tenant lie apart: nobody but who asks whether his edit is safe waits for one. */
const pace = { perCommit: 3, leastMs: 15, mostMs: 30 }

/** Who wants to know of commits. */
export type CommitListener = {
  /** A group has been committed, after so long. */
  settled(entries: number, seconds: number): void
  /** A group could not be committed. */
  failed(error: unknown): void
  /** Entries of one document, numbered from `fromSeq`, are durable. */
  stored(key: DocumentKey, epoch: number, fromSeq: number, payloads: readonly Uint8Array[]): void
  /** A version was kept by itself, and stands in the document's activity. */
  kept(tenantId: string, told: ActivityHead): void
}

/** The logs in PostgreSQL. Appends of one tenant are committed in groups, one commit at a time. */
export function createPostgresDocumentLog(database: Database, history: History, listener: CommitListener): DocumentLog {
  const committers = new Map<string, GroupCommitter<Append, AppendResult>>()

  const commitGroup = async (tenantId: string, group: readonly Append[]): Promise<AppendResult[]> => {
    const current = group.filter(({ isCurrent }) => isCurrent())
    const results = new Map<Append, AppendResult>(group.map((append) => [append, { kind: 'stale' }]))
    const fill = (appends: readonly Append[], answers: readonly AppendResult[]) => {
      for (const [index, append] of appends.entries()) results.set(append, answers[index] ?? { kind: 'stale' })
    }
    if (current.length > 0) {
      const startedMs = performance.now()
      try {
        fill(current, await appendEntries(database, tenantId, current))
      } catch (error) {
        if (!isUniqueViolation(error) && !(error instanceof UnheldError)) throw error
        // One by one, so that only those whose batch is known, or lock is lost, are left out; what a room has built on them is not stored.
        const withUsed = new Set<string>()
        for (const append of current) {
          const result: AppendResult = withUsed.has(append.documentId)
            ? { kind: 'stale' }
            : await appendOne(database, tenantId, append)
          if (result.kind === 'used' || result.kind === 'unheld') withUsed.add(append.documentId)
          fill([append], [result])
        }
      }
      listener.settled(current.length, (performance.now() - startedMs) / 1000)
      tellStored(results, listener)
    }
    return group.map((append) => results.get(append) ?? { kind: 'stale' })
  }

  return {
    append(append) {
      const { tenantId } = append
      let committer = committers.get(tenantId)
      if (committer === undefined) {
        const commit = (group: readonly Append[]) =>
          commitGroup(tenantId, group).catch((error: unknown) => {
            listener.failed(error)
            throw error
          })
        committer = new GroupCommitter(commit, {
          pace,
          onIdle: () => committers.delete(tenantId),
        })
        committers.set(tenantId, committer)
      }
      return committer.add(append)
    },
    read: ({ tenantId, documentId }, afterSeq) =>
      database.withTenantId(tenantId, (em) => readTail(em, documentId, afterSeq)),
    compact: ({ tenantId, documentId }, epoch, seq, state, version) =>
      database
        .withTenantId(tenantId, async (em) => {
          await writeSnapshot(em, { tenantId, documentId }, epoch, seq, state, history)
          return keepVersion(
            em,
            documentId,
            epoch,
            seq,
            version === 'always' ? 1 : history.entriesPerVersion,
            history.versions,
          )
        })
        .then((told) => (told === null ? undefined : listener.kept(tenantId, told))),
  }
}

/** A group's entries of one document lie together, unless batches were left out among them. */
function tellStored(results: ReadonlyMap<Append, AppendResult>, listener: CommitListener): void {
  const runs = new Map<string, { key: DocumentKey; epoch: number; fromSeq: number; payloads: Uint8Array[] }>()
  for (const [{ tenantId, documentId, epoch, payload }, result] of results) {
    if (result.kind !== 'stored') continue
    const run = runs.get(documentId)
    if (run !== undefined && run.fromSeq + run.payloads.length === result.seq) run.payloads.push(payload)
    else {
      if (run !== undefined) listener.stored(run.key, run.epoch, run.fromSeq, run.payloads)
      runs.set(documentId, { key: { tenantId, documentId }, epoch, fromSeq: result.seq, payloads: [payload] })
    }
  }
  for (const { key, epoch, fromSeq, payloads } of runs.values()) listener.stored(key, epoch, fromSeq, payloads)
}

/** What a document's log holds after an entry; null where the document does not exist. One statement: one moment. */
export async function readTail(em: Em, documentId: string, afterSeq: number): Promise<LogTail | null> {
  type Row = {
    kind: 'head' | 'snapshot' | 'entry'
    epoch: number
    seq: number
    session_id: string | null
    batch_id: string | null
    payload: Uint8Array | null
  }
  const rows = await em.execute<Row[]>(
    `with head as (select epoch, head_seq, voucher_key from collab.document where id = ? and head_seq > 0),
       base as (select s.epoch, s.seq, s.state from collab.snapshot s join head h on h.epoch = s.epoch where s.document_id = ? and s.seq > ?)
     select 'head' as kind, epoch, head_seq as seq, null as session_id, null as batch_id, voucher_key as payload from head
     union all select 'snapshot', epoch, seq, null, null, state from base
     union all select 'entry', e.epoch, e.seq, e.session_id, e.batch_id, e.payload
       from collab.entry e join head h on h.epoch = e.epoch
       where e.document_id = ? and e.seq > greatest(?, coalesce((select seq from base), 0))
     order by kind, seq`,
    [documentId, documentId, afterSeq, documentId, afterSeq],
  )
  const head = rows.find(({ kind }) => kind === 'head')
  if (head?.payload == null) return null
  const snapshot = rows.find(({ kind }) => kind === 'snapshot')
  const entries = rows.flatMap(({ kind, seq, session_id, batch_id, payload }): Entry[] =>
    kind === 'entry' && payload !== null ? [{ seq, payload, sessionId: session_id, batchId: batch_id }] : [],
  )
  const firstSeq = Math.max(afterSeq, snapshot?.seq ?? 0) + 1
  if (entries.length !== Math.max(0, head.seq - firstSeq + 1)) {
    throw new Error(`the log of ${documentId} has ${entries.length} entries in ${firstSeq}..${head.seq}`)
  }
  return {
    epoch: head.epoch,
    headSeq: head.seq,
    voucherKey: head.payload,
    snapshot: snapshot?.payload == null ? null : { seq: snapshot.seq, state: snapshot.payload },
    entries,
  }
}

async function writeSnapshot(
  em: Em,
  { tenantId, documentId }: DocumentKey,
  epoch: number,
  seq: number,
  state: Uint8Array,
  history: History,
): Promise<void> {
  await em.execute(
    `insert into collab.snapshot as s (tenant_id, document_id, epoch, seq, state) values (?, ?, ?, ?, decode(?, 'base64'))
     on conflict (document_id) do update set epoch = excluded.epoch, seq = excluded.seq, state = excluded.state, created_at = now()
     where (s.epoch, s.seq) < (excluded.epoch, excluded.seq)`,
    [tenantId, documentId, epoch, seq, Buffer.from(state).toString('base64')],
  )
  // A quarter of the history lies between two bases, so that it is kept in steps of a quarter.
  await em.execute(
    `insert into collab.base (id, tenant_id, document_id, epoch, seq, state)
     select ?, s.tenant_id, s.document_id, s.epoch, s.seq, s.state from collab.snapshot s,
       lateral (select coalesce(max(b.seq), 0) as seq from collab.base b
         where b.document_id = s.document_id and b.epoch = s.epoch) last
     where s.document_id = ? and s.epoch = ? and s.seq = ? and (s.seq - last.seq >= ? or
       (select coalesce(sum(length(payload)), 0) from collab.entry e
         where e.document_id = s.document_id and e.epoch = s.epoch and e.seq > last.seq) >= ?)`,
    [newId('bas'), documentId, epoch, seq, Math.ceil(history.entries / 4), history.bytes / 4],
    'run',
  )
  // What the history need not hold goes up to a base, from which the rest can be read. Entries that the graph has not
  // seen stay, since they tell whose edits they are.
  await em.execute(
    `with span as (
       select e.seq, sum(length(e.payload)) over (order by e.seq desc) as bytes, row_number() over (order by e.seq desc) as entries
       from collab.entry e where e.document_id = ? and e.epoch = ?
     ), floor as (
       select coalesce(max(b.seq), 0) as seq from collab.base b where b.document_id = ? and b.epoch = ?
         and b.seq <= (select max(seq) from span where bytes > ? or entries > ?)
     )
     delete from collab.entry e using collab.document d, floor
     where e.document_id = ? and d.id = e.document_id
       and (e.epoch < d.epoch or (e.epoch = d.epoch and e.seq <= least(floor.seq, d.projected_seq)))`,
    [documentId, epoch, documentId, epoch, history.bytes, history.entries, documentId],
    'run',
  )
  await em.execute(
    `delete from collab.base b where b.document_id = ? and b.epoch = ? and b.seq + 1 <
       (select min(e.seq) from collab.entry e where e.document_id = b.document_id and e.epoch = b.epoch)`,
    [documentId, epoch],
    'run',
  )
}

/** Keeps the snapshot as a version, if so many entries have come since the last; forgets the oldest of too many. */
async function keepVersion(
  em: Em,
  documentId: string,
  epoch: number,
  seq: number,
  afterEntries: number,
  most: number,
): Promise<ActivityHead | null> {
  const versionId = newId('ver')
  const kept = await em.execute(
    `insert into collab.version (id, tenant_id, document_id, epoch, seq, state)
     select ?, s.tenant_id, s.document_id, s.epoch, s.seq, s.state from collab.snapshot s
     where s.document_id = ? and s.epoch = ? and s.seq = ? and s.seq >= ? + coalesce(
       (select max(v.seq) from collab.version v where v.document_id = s.document_id and v.epoch = s.epoch), 0)
     returning id`,
    [versionId, documentId, epoch, seq, afterEntries],
  )
  if (kept.length === 0) return null
  await em.execute(
    `delete from collab.version where id in (
       select id from collab.version where document_id = ? and name is null order by id desc offset ?)`,
    [documentId, most],
    'run',
  )
  return tellVersion(em, documentId, { kind: 'service', id: 'collaboration' }, 'VERSION_KEPT', versionId)
}

async function appendOne(database: Database, tenantId: string, append: Append): Promise<AppendResult> {
  if (!append.isCurrent()) return { kind: 'stale' }
  const { sessionId } = append.author
  const used = await database.withTenantId(tenantId, (em) =>
    em.execute<{ seq: number }[]>('select seq from collab.entry where session_id = ? and batch_id = ?', [
      sessionId,
      append.batchId,
    ]),
  )
  if (used[0] !== undefined) return { kind: 'used', seq: used[0].seq }
  try {
    const [result] = await appendEntries(database, tenantId, [append])
    return result ?? { kind: 'stale' }
  } catch (error) {
    if (error instanceof UnheldError) return { kind: 'unheld' }
    throw error
  }
}

const isUniqueViolation = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23505'
