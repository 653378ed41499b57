import type { Em } from '@graphmemory/database/database.ts'

export type CountKey = { readonly memoryId: string; readonly types: readonly string[] | null }
export type RelationCounts = { readonly out: number; readonly in: number }

/** Counts the relations of many memories at once: those that are asked alike in one query. */
export async function countRelations(em: Em, keys: readonly CountKey[]): Promise<readonly RelationCounts[]> {
  const alike = Map.groupBy(keys, ({ types }) => JSON.stringify(types))
  const counts = new Map<string, RelationCounts>()
  for (const [types, group] of alike) {
    const rows = await em.execute<(RelationCounts & { id: string })[]>(
      `select memory.id,
          (select count(*)::integer from graph.relation where from_id = memory.id and deleted_at is null
            and (wanted.types = 'null' or wanted.types @> to_jsonb(type))) as out,
          (select count(*)::integer from graph.relation where to_id = memory.id and deleted_at is null
            and (wanted.types = 'null' or wanted.types @> to_jsonb(type))) as in
        from jsonb_array_elements_text(?::jsonb) as memory (id), (select ?::jsonb as types) as wanted`,
      [JSON.stringify(group.map(({ memoryId }) => memoryId)), types],
    )
    for (const { id, ...count } of rows) counts.set(`${types} ${id}`, { out: count.out, in: count.in })
  }
  return keys.map(({ memoryId, types }) => counts.get(`${JSON.stringify(types)} ${memoryId}`) ?? { out: 0, in: 0 })
}
