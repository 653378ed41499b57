import type { Em } from '@graphmemory/database/database.ts'
import { instantOf, type Holding } from './read-holding.ts'

export type CountKey = {
  readonly memoryId: string
  readonly types: readonly string[] | null
  readonly holding: Holding
}
export type RelationCounts = { readonly out: number; readonly in: number }

const askedOf = ({ types, holding }: CountKey) => JSON.stringify([types, holding])
const holds = `(wanted.at is null or ((valid_from is null or valid_from <= wanted.at) and (valid_to is null or valid_to > wanted.at)))`

/** Counts the relations of many memories at once: those that are asked alike in one query. */
export async function countRelations(em: Em, keys: readonly CountKey[]): Promise<readonly RelationCounts[]> {
  const alike = Map.groupBy(keys, askedOf)
  const counts = new Map<string, RelationCounts>()
  for (const [asked, group] of alike) {
    const { types, holding } = group[0] ?? { types: null, holding: 'NOW' as const }
    const at = instantOf(holding)
    const rows = await em.execute<(RelationCounts & { id: string })[]>(
      `select memory.id,
          (select count(*)::integer from graph.relation where from_id = memory.id and deleted_at is null
            and (wanted.types = 'null' or wanted.types @> to_jsonb(type)) and ${holds}) as out,
          (select count(*)::integer from graph.relation where to_id = memory.id and deleted_at is null
            and (wanted.types = 'null' or wanted.types @> to_jsonb(type)) and ${holds}) as in
        from jsonb_array_elements_text(?::jsonb) as memory (id), (select ?::jsonb as types, ?::timestamptz as at) as wanted`,
      [JSON.stringify(group.map(({ memoryId }) => memoryId)), JSON.stringify(types), at === null ? null : new Date(at)],
    )
    for (const { id, ...count } of rows) counts.set(`${asked} ${id}`, { out: count.out, in: count.in })
  }
  return keys.map((key) => counts.get(`${askedOf(key)} ${key.memoryId}`) ?? { out: 0, in: 0 })
}
