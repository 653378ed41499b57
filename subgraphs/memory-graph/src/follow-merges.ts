import type { Em } from '@graphmemory/database/database.ts'
import type { Memory } from './entities.ts'
import { readMemories } from './read-rows.ts'

/** Which memories answer in the place of those of these ids that are merged. */
export async function followMerges(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await em.execute<{ id: string; place: string }[]>(
    `with recursive step (id, place, length) as (
       select id, merged_into, 1 from graph.memory
         where id in (select jsonb_array_elements_text(?::jsonb)) and merged_into is not null
       union all
       select step.id, merged_into, length + 1 from step join graph.memory on memory.id = place
         where merged_into is not null
     ) select distinct on (id) id, place from step order by id, length desc`,
    [JSON.stringify(ids)],
  )
  return new Map(rows.map(({ id, place }) => [id, place]))
}

/** Which memories that are there answer in the place of those of these ids that were merged. */
export async function findStandIns(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const places = await followMerges(em, ids)
  const standing = new Set((await readMemories(em, [...places.values()])).map((memory) => memory?.id))
  return new Map([...places].filter(([, place]) => standing.has(place)))
}

/** As `readMemories`; one that was merged into another is answered by that one. */
export async function readStandingMemories(em: Em, ids: readonly string[]): Promise<(Memory | null)[]> {
  const found = await readMemories(em, ids)
  const places = await followMerges(
    em,
    ids.filter((_, index) => found[index] === null),
  )
  if (places.size === 0) return found
  const standing = await readMemories(
    em,
    ids.map((id) => places.get(id) ?? id),
  )
  return found.map((memory, index) => memory ?? standing[index] ?? null)
}
