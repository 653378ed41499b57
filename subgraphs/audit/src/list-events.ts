import { badInput } from '@graphmemory/errors/client-error.ts'
import { readPage, toConnection, type Connection, type Keyset } from '@graphmemory/pagination/page.ts'
import { toAuditEvents, type AuditEvent, type EventRow } from './audit-event.ts'
import type { Context } from './context.ts'
import { inLog, inOutbox, toConditions, type Condition } from './event-filter.ts'
import type { QueryAuditEventsArgs } from './schema.generated.ts'

export type AuditEventPage = Connection<AuditEvent>

const recordedAtMs = `(extract(epoch from recorded_at) * 1000)::float8 as "recordedAtMs"`

/** The events of the viewer's tenant, newest first: those of the log and those that wait to be sealed, each once. */
export async function listEvents(args: QueryAuditEventsArgs, context: Context): Promise<AuditEventPage> {
  const page = readPage(args, 2)
  const part = (places: typeof inLog, select: string): Condition => {
    const conditions = [...toConditions(args.filter ?? {}, places), ...after(page.after, places.id)]
    return {
      sql: `(${select} where ${['true', ...conditions.map(({ sql }) => sql)].join(' and ')}
        order by recorded_at desc, ${places.id} desc limit ${page.limit + 1})`,
      values: conditions.flatMap(({ values }) => values),
    }
  }
  const sealed = part(
    inLog,
    `select event_id as id, index::float8 as index, recorded_at, ${recordedAtMs}, bytes, null as event, null as personal
      from audit.leaf`,
  )
  // One statement sees one state: an event that is sealed meanwhile is neither missing nor twice.
  const pending = part(
    inOutbox,
    `select id, null, recorded_at, ${recordedAtMs}, null, event::text, personal::text from audit.outbox`,
  )
  return context.withLog(async (em) => {
    const rows = await em.execute<EventRow[]>(
      `${sealed.sql} union all ${pending.sql} order by recorded_at desc, id desc limit ${page.limit + 1}`,
      [...sealed.values, ...pending.values],
    )
    return toConnection(await toAuditEvents(em, context.keyRing, rows), page, keyOf)
  })
}

const keyOf = ({ recordedAt, id }: AuditEvent): Keyset => [recordedAt.getTime(), id]

function after(key: Keyset | null, id: string): Condition[] {
  if (key === null) return []
  const [time, eventId] = key
  if (typeof time !== 'number' || typeof eventId !== 'string' || Number.isNaN(new Date(time).getTime()))
    throw badInput('after', 'not a cursor of this list')
  return [{ sql: `(recorded_at, ${id}) < (?::timestamptz, ?)`, values: [new Date(time).toISOString(), eventId] }]
}
