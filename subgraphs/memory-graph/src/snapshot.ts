import type { Memory, Relation } from './entities.ts'

/** A row as the log keeps it: JSON with the names of its properties, instants as ISO 8601. */
export type Snapshot = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>

const instants = ['validFrom', 'validTo', 'createdAt', 'updatedAt', 'deletedAt'] as const

/** What the log says of a row. Which tenant it belongs to is said by the log itself. */
export function toSnapshot({ tenantId: _, ...row }: Memory | Relation): Snapshot {
  return { ...row, ...Object.fromEntries(instants.map((name) => [name, row[name]?.toISOString() ?? null])) }
}

/** The memory of a snapshot that `toSnapshot` made. */
export const toMemory = (tenantId: string, snapshot: Snapshot): Memory =>
  // Operations that are older than a field do not tell of it.
  ofSnapshot(tenantId, { attachments: [], spaceId: null, ...snapshot }) as Memory

/** The relation of a snapshot that `toSnapshot` made. Older ones do not say what they contradict: nothing. */
export const toRelation = (tenantId: string, snapshot: Snapshot): Relation =>
  ofSnapshot(tenantId, { contradicts: [], ...snapshot }) as Relation

function ofSnapshot(tenantId: string, snapshot: Snapshot): unknown {
  const dates = instants.map((name) => [name, typeof snapshot[name] === 'string' ? new Date(snapshot[name]) : null])
  return { ...snapshot, tenantId, ...Object.fromEntries(dates) }
}
