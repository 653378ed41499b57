import type { Em } from '@graphmemory/database/database.ts'
import type { KeyRing } from '@graphmemory/sealing/key-ring.ts'
import { decodeLeaf, type StoredEvent } from './leaf.ts'
import { openPersonal, type PersonalFields } from './personal-fields.ts'
import { readSubjectKeys } from './subject-keys.ts'

/** An event as its readers see it, sealed or not yet. */
export type AuditEvent = {
  readonly id: string
  readonly index: number | null
  readonly recordedAt: Date
  readonly event: StoredEvent
  readonly personal: PersonalFields | null
  readonly personalErased: boolean
  readonly leaf: Uint8Array | null
}

/** A row of the log, or of the outbox: the first has `index` and `bytes`, the second `event`. */
export type EventRow = {
  readonly id: string
  readonly index: number | null
  readonly recordedAtMs: number
  readonly bytes: Uint8Array | null
  readonly event: string | null
  readonly personal: string | null
}

/**
 * What rows say. A sealed event is read from the bytes of its leaf alone, so that what is shown is what is proven;
 * the columns beside it only find it.
 */
export async function toAuditEvents(em: Em, keyRing: KeyRing, rows: readonly EventRow[]): Promise<AuditEvent[]> {
  const decoded = rows.map((row) => ({ row, leaf: row.bytes === null ? null : decodeLeaf(row.bytes) }))
  const keyIds = decoded.flatMap(({ leaf }) => (leaf?.personal === undefined ? [] : [leaf.personal.key]))
  const keys = await readSubjectKeys(em, keyRing, [...new Set(keyIds)])
  return decoded.map(({ row, leaf }) => {
    if (leaf === null) return toPendingEvent(row)
    const { id, index, recordedAt, event, personal } = leaf
    const key = personal === undefined ? undefined : keys.get(personal.key)
    return {
      id,
      index,
      recordedAt: new Date(recordedAt),
      event,
      personal: personal === undefined || key === undefined ? null : openPersonal(leaf, personal, key),
      personalErased: personal !== undefined && key === undefined,
      leaf: row.bytes,
    }
  })
}

function toPendingEvent({ id, recordedAtMs, event, personal }: EventRow): AuditEvent {
  if (event === null) throw new TypeError(`event ${id} is neither sealed nor pending`)
  return {
    id,
    index: null,
    recordedAt: new Date(recordedAtMs),
    event: JSON.parse(event) as StoredEvent,
    personal: personal === null ? null : (JSON.parse(personal) as PersonalFields),
    personalErased: false,
    leaf: null,
  }
}
