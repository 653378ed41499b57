import type { MemoryFilter } from './engine/engine.ts'

/** A condition with the values of its placeholders, in their order. */
export type Condition = { readonly sql: string; readonly values: readonly unknown[] }

/** What rows of `graph.memory` must fulfil, as one condition of an SQL statement. Nothing of the input is in its text. */
export function filterSql(filter: MemoryFilter): Condition {
  const conditions: Condition[] = [{ sql: 'deleted_at is null', values: [] }]
  const demand = (value: unknown, sql: string, ...values: readonly unknown[]) => {
    if (value !== undefined) conditions.push({ sql, values })
  }
  demand(filter.types, '?::jsonb @> to_jsonb(type)', JSON.stringify(filter.types))
  demand(filter.tags, 'tags @> ?::jsonb', JSON.stringify(filter.tags))
  demand(filter.spaceIds, '?::jsonb @> to_jsonb(space_id)', JSON.stringify(filter.spaceIds))
  demand(filter.createdBy, '?::jsonb @> to_jsonb(created_by)', JSON.stringify(filter.createdBy))
  demand(filter.createdFrom, 'created_at >= ?', toDate(filter.createdFrom))
  demand(filter.createdTo, 'created_at < ?', toDate(filter.createdTo))
  demand(
    filter.validAt,
    '(valid_from is null or valid_from <= ?) and (valid_to is null or valid_to > ?)',
    toDate(filter.validAt),
    toDate(filter.validAt),
  )
  demand(filter.properties, 'properties @> ?::jsonb', JSON.stringify(filter.properties))
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' and '),
    values: conditions.flatMap(({ values }) => values),
  }
}

const toDate = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant))
