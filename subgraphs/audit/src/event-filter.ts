import type { AuditEventFilter } from './schema.generated.ts'

export type Condition = { readonly sql: string; readonly values: readonly unknown[] }

/** Where a fact about an event stands: in columns of the log, in the record of the outbox. */
type Places = {
  readonly [Fact in 'id' | 'type' | 'action' | 'outcome' | 'actorId' | 'resourceType' | 'resourceId' | 'tags']: string
}
export const inLog: Places = {
  id: 'event_id',
  type: 'type',
  action: 'action',
  outcome: 'outcome',
  actorId: 'actor_id',
  resourceType: 'resource_type',
  resourceId: 'resource_id',
  tags: 'tags @> array[?]::text[]',
}
export const inOutbox: Places = {
  id: 'id',
  type: `event->>'type'`,
  action: `event->>'action'`,
  outcome: `event->>'outcome'`,
  actorId: `event->'actor'->>'id'`,
  resourceType: `event->'resource'->>'type'`,
  resourceId: `event->'resource'->>'id'`,
  tags: `event->'tags' @> jsonb_build_array(?::text)`,
}

/** The conditions of a filter, in the terms of one of the two places. */
export function toConditions(filter: AuditEventFilter, places: Places): Condition[] {
  const anyOf = (place: string, values: readonly string[] | null | undefined): Condition[] =>
    values === null || values === undefined ? [] : [{ sql: `${place} = any (array[?]::text[])`, values: [values] }]
  const is = (sql: string, value: unknown): Condition[] =>
    value === null || value === undefined ? [] : [{ sql, values: [value] }]
  return [
    ...anyOf(
      places.type,
      filter.types?.map((type) => type.toLowerCase()),
    ),
    ...anyOf(places.action, filter.actions),
    ...anyOf(places.outcome, filter.outcomes),
    ...is(`${places.actorId} = ?`, filter.actorId),
    ...is(`${places.resourceType} = ?`, filter.resourceType),
    ...is(`${places.resourceId} = ?`, filter.resourceId),
    ...is('recorded_at >= ?::timestamptz', filter.from),
    ...is('recorded_at < ?::timestamptz', filter.to),
    ...is(places.tags, filter.tag),
  ]
}
