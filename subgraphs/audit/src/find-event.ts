import type { Em } from '@graphmemory/database/database.ts'
import { toAuditEvents, type AuditEvent, type EventRow } from './audit-event.ts'
import type { Context } from './context.ts'

/** One event of the viewer's tenant, sealed or not. */
export function findEvent(id: string, context: Context): Promise<AuditEvent | null> {
  return context.withLog(async (em) => {
    const [event] = await toAuditEvents(em, context.keyRing, await readEvent(em, id))
    return event ?? null
  })
}

const readEvent = (em: Em, id: string) =>
  em.execute<EventRow[]>(
    `select event_id as id, index::float8 as index, (extract(epoch from recorded_at) * 1000)::float8 as "recordedAtMs",
        bytes, null as event, null as personal
      from audit.leaf where event_id = ?
      union all
      select id, null, (extract(epoch from recorded_at) * 1000)::float8, null, event::text, personal::text
      from audit.outbox where id = ?
      order by index limit 1`,
    [id, id],
  )
