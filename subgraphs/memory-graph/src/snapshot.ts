import type { Memory, Relation } from './entities.ts'

/** A row as the log keeps it: JSON with the names of its properties, instants as ISO 8601. */
export type Snapshot = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>

/** What the log says of a row. Which tenant it belongs to is said by the log itself. Named one by one: imports make millions. */
export function toSnapshot({ tenantId: _, ...row }: Memory | Relation): Snapshot {
  return {
    ...row,
    validFrom: textOf(row.validFrom),
    validTo: textOf(row.validTo),
    createdAt: textOf(row.createdAt),
    updatedAt: textOf(row.updatedAt),
    deletedAt: textOf(row.deletedAt),
  }
}

const textOf = (instant: Date | null | undefined) => instant?.toISOString() ?? null

/** The memory of a snapshot that `toSnapshot` made. */
export const toMemory = (tenantId: string, snapshot: Snapshot): Memory =>
  // Operations that are older than a field do not tell of it.
  ofSnapshot(tenantId, { attachments: [], spaceId: null, ...snapshot }) as Memory

/** The relation of a snapshot that `toSnapshot` made. Older ones do not say what they contradict: nothing. */
export const toRelation = (tenantId: string, snapshot: Snapshot): Relation =>
  ofSnapshot(tenantId, { contradicts: [], ...snapshot }) as Relation

function ofSnapshot(tenantId: string, snapshot: Snapshot): unknown {
  return {
    ...snapshot,
    tenantId,
    validFrom: instantOf(snapshot['validFrom']),
    validTo: instantOf(snapshot['validTo']),
    createdAt: instantOf(snapshot['createdAt']),
    updatedAt: instantOf(snapshot['updatedAt']),
    deletedAt: instantOf(snapshot['deletedAt']),
  }
}

const instantOf = (text: unknown) => (typeof text === 'string' ? new Date(text) : null)
