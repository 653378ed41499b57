import type { Relation } from './entities.ts'
import { toSnapshot } from './snapshot.ts'
import type { GraphWriting } from './write-graph.ts'

/** Deletes relations, each an operation, and marks them to be restored with a memory. */
export async function deleteRelations(
  writing: GraphWriting,
  relations: readonly Relation[],
  memoryId: string,
): Promise<void> {
  const deleted = relations.map((relation) => {
    const seq = writing.log.nextSeq()
    writing.log.append({ kind: 'RELATION_DELETED', before: toSnapshot(relation), after: null })
    return { id: relation.id, seq }
  })
  if (deleted.length === 0) return
  const { author, at } = writing
  await writing.em.execute(
    `update graph.relation set version = version + 1, seq = entry.seq, updated_at = ?, updated_by_kind = ?,
        updated_by = ?, deleted_at = ?, deleted_with = ?
      from jsonb_to_recordset(?::jsonb) as entry (id text, seq integer)
      where tenant_id = ? and relation.id = entry.id`,
    [at, author.kind, author.id, at, memoryId, JSON.stringify(deleted), writing.tenantId],
    'run',
  )
}
