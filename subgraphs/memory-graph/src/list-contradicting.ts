import type { Em } from '@graphmemory/database/database.ts'
import type { Relation } from './entities.ts'
import { readRelations } from './read-rows.ts'

/** For each relation those that contradicted it when they were written, oldest first; both start from the same memory. */
export async function listContradicting(em: Em, relations: readonly Relation[]): Promise<readonly Relation[][]> {
  const rows = await em.execute<{ id: string; contradicted: string }[]>(
    `select relation.id, contradicted from graph.relation, jsonb_array_elements_text(contradicts) as contradicted
       where deleted_at is null and ?::jsonb @> to_jsonb(from_id) and ?::jsonb @> to_jsonb(contradicted)
       order by relation.id`,
    [JSON.stringify(relations.map(({ fromId }) => fromId)), JSON.stringify(relations.map(({ id }) => id))],
  )
  const found = await readRelations(
    em,
    rows.map(({ id }) => id),
  )
  return relations.map(({ id }) =>
    rows.flatMap(({ contradicted }, index) => (contradicted === id ? (found[index] ?? []) : [])),
  )
}
