import type { Em } from '@graphmemory/database/database.ts'
import type { Direction } from './engine/engine.ts'
import type { Relation } from './entities.ts'
import { instantOf, type Holding } from './read-holding.ts'
import { readRelations } from './read-rows.ts'

/** A page of one memory's relations, newest first. */
export type RelationPageKey = {
  readonly memoryId: string
  readonly direction: Direction
  readonly types: readonly string[] | null
  readonly holding: Holding
  /** The relation that the page comes after. */
  readonly afterId: string | null
  /** How many to read. */
  readonly limit: number
}

/** Reads pages for many memories at once: those that are asked alike in one query. Ids of relations order by their age. */
export async function readRelationPages(em: Em, keys: readonly RelationPageKey[]): Promise<readonly Relation[][]> {
  const alike = Map.groupBy(keys.entries(), ([, { memoryId: _, ...rest }]) => JSON.stringify(rest))
  const pages: Relation[][] = keys.map(() => [])
  for (const group of alike.values()) {
    const places = new Map(group.map(([index, { memoryId }]) => [memoryId, index]))
    const [first] = group
    if (first === undefined) continue
    const found = await readIds(em, [...places.keys()], first[1])
    const relations = await readRelations(
      em,
      found.map(({ id }) => id),
    )
    for (const [index, { memoryId }] of found.entries()) {
      const relation = relations[index]
      const place = places.get(memoryId)
      if (relation != null && place !== undefined) pages[place]?.push(relation)
    }
    // The same page may be asked for twice.
    for (const [index, { memoryId }] of group) pages[index] = pages[places.get(memoryId) ?? index] ?? []
  }
  return pages
}

function readIds(em: Em, memoryIds: readonly string[], { direction, types, holding, afterId, limit }: RelationPageKey) {
  const instant = instantOf(holding)
  const at = instant === null ? null : new Date(instant)
  const side = (column: 'from_id' | 'to_id') => `
    select id from graph.relation
      where ${column} = memory.id and deleted_at is null and (?::jsonb is null or ?::jsonb @> to_jsonb(type)) and (?::text is null or id < ?)
        and (?::timestamptz is null or ((valid_from is null or valid_from <= ?) and (valid_to is null or valid_to > ?)))
      order by id desc limit ?`
  const sides = { OUT: ['from_id'], IN: ['to_id'], BOTH: ['from_id', 'to_id'] } as const
  const wanted = types === null ? null : JSON.stringify(types)
  const parameters = [wanted, wanted, afterId, afterId, at, at, at, limit]
  return em.execute<{ memoryId: string; id: string }[]>(
    `select memory.id as "memoryId", relation.id
      from jsonb_array_elements_text(?::jsonb) as memory (id)
      cross join lateral (
        select id from (${sides[direction].map((column) => `(${side(column)})`).join(' union all ')}) as side
          order by id desc limit ?
      ) as relation
      order by memory.id, relation.id desc`,
    [JSON.stringify(memoryIds), ...sides[direction].flatMap(() => parameters), limit],
  )
}
