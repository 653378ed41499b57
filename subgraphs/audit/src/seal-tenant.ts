import type { Em } from '@graphmemory/database/database.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import { signCheckpoint, type LogSigner } from './checkpoint-note.ts'
import { encodeLeaf, type Leaf, type StoredEvent } from './leaf.ts'
import { append, keyOf, leafHash, rangeHash } from './merkle-tree.ts'
import { sealPersonal, type PersonalFields } from './personal-fields.ts'
import { takeSubjectKeys } from './subject-keys.ts'
import { insertNodes, readNodes } from './tree-nodes.ts'

export type SealingTools = {
  readonly keyRing: KeyRing
  readonly signer: LogSigner
  readonly originOf: (tenantId: string) => string
  /** How many events one transaction takes at most. */
  readonly batch: number
}

type PendingRow = {
  readonly position: number
  readonly id: string
  readonly recordedAtMs: number
  readonly event: string
  readonly subject: string
  readonly personal: string | null
  /** The trace in which it was written. */
  readonly trace: string | null
}
type Pending = Omit<PendingRow, 'event' | 'personal'> & {
  readonly event: StoredEvent
  readonly personal: PersonalFields | null
}

/**
 * Moves the oldest records of a tenant from the outbox into its log, and signs the new head: all of it in the
 * transaction of `em`, or none. Returns a trace or `null` for each that it moved; none where another process is at it.
 */
export async function sealTenant(em: Em, tenantId: string, tools: SealingTools): Promise<readonly (string | null)[]> {
  const log = await lockLog(em, tenantId, tools.originOf(tenantId))
  if (log === undefined) return []
  const pending = await takePending(em, tenantId, tools.batch)
  if (pending.length === 0) return []

  const personal = Map.groupBy(
    pending.filter((row) => row.personal !== null),
    ({ subject }) => subject,
  )
  const counts = new Map([...personal].map(([subject, rows]) => [subject, rows.length]))
  const keys = await takeSubjectKeys(em, tools.keyRing, tenantId, counts)
  const leaves = pending.map((row, i): Leaf => {
    const leaf: Leaf = {
      version: 1,
      tenantId,
      index: log.size + i,
      id: row.id,
      recordedAt: new Date(row.recordedAtMs).toISOString(),
      subject: row.subject,
      event: row.event,
    }
    const key = keys.get(row.subject)
    return row.personal === null || key === undefined ? leaf : sealPersonal(leaf, row.personal, key)
  })
  const encoded = leaves.map((leaf) => ({ leaf, bytes: encodeLeaf(leaf) }))

  const frontier = await readNodes(em, tenantId, [{ start: 0, end: log.size }])
  const nodes = append(
    log.size,
    encoded.map(({ bytes }) => leafHash(bytes)),
    frontier,
  )
  const added = new Map(nodes.map(({ position, hash }) => [keyOf(position), hash]))
  const size = log.size + leaves.length
  const rootHash = rangeHash({ start: 0, end: size }, (position) => added.get(keyOf(position)) ?? frontier(position))

  await insertLeaves(em, tenantId, encoded)
  await insertNodes(em, tenantId, nodes)
  await em.execute('update audit.log set size = ? where tenant_id = ?', [size, tenantId], 'run')
  await em.execute(
    'insert into audit.checkpoint (tenant_id, size, root_hash, note) values (?, ?, ?, ?)',
    [tenantId, size, rootHash, signCheckpoint({ origin: log.origin, size, rootHash }, tools.signer)],
    'run',
  )
  return pending.map(({ trace }) => trace)
}

/** The head of a tenant's log, locked; nothing where another process holds it. */
async function lockLog(em: Em, tenantId: string, origin: string) {
  const lock = () =>
    em.execute<{ origin: string; size: number }[]>(
      'select origin, size::float8 as size from audit.log where tenant_id = ? for no key update skip locked',
      [tenantId],
    )
  const [log] = await lock()
  if (log !== undefined) return log
  await em.execute(
    'insert into audit.log (tenant_id, origin) values (?, ?) on conflict do nothing',
    [tenantId, origin],
    'run',
  )
  const [made] = await lock()
  return made
}

/** Takes the oldest records away and returns them. What commits late is simply found the next time. */
async function takePending(em: Em, tenantId: string, batch: number): Promise<Pending[]> {
  const rows = await em.execute<PendingRow[]>(
    `delete from audit.outbox
      where position = any (array(select position from audit.outbox where tenant_id = ? order by position limit ?))
      returning position::float8 as position, id, (extract(epoch from recorded_at) * 1000)::float8 as "recordedAtMs",
        event::text as event, subject, personal::text as personal, trace`,
    [tenantId, batch],
  )
  return rows
    .map((row) => ({
      ...row,
      event: JSON.parse(row.event) as StoredEvent,
      personal: row.personal === null ? null : (JSON.parse(row.personal) as PersonalFields),
    }))
    .toSorted((a, b) => a.position - b.position)
}

async function insertLeaves(
  em: Em,
  tenantId: string,
  encoded: readonly { readonly leaf: Leaf; readonly bytes: Buffer }[],
): Promise<void> {
  const rows = encoded.map(({ leaf: { index, id, recordedAt, event }, bytes }) => ({
    index,
    event_id: id,
    recorded_at: recordedAt,
    type: event.type,
    action: event.action,
    outcome: event.outcome,
    actor_id: event.actor.id,
    resource_type: event.resource?.type,
    resource_id: event.resource?.id,
    tags: event.tags ?? [],
    bytes: bytes.toString('hex'),
  }))
  await em.execute(
    `insert into audit.leaf (tenant_id, index, event_id, recorded_at, type, action, outcome, actor_id,
        resource_type, resource_id, tags, bytes)
      select ?, index, event_id, recorded_at, type, action, outcome, actor_id,
        resource_type, resource_id, tags, decode(bytes, 'hex')
      from jsonb_to_recordset(?::jsonb) as made (index bigint, event_id text, recorded_at timestamptz, type text,
        action text, outcome text, actor_id text, resource_type text, resource_id text, tags text[], bytes text)`,
    [tenantId, JSON.stringify(rows)],
    'run',
  )
}
