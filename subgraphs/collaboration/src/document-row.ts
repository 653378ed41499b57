import type { Em } from '@graphmemory/database/database.ts'

/** A document as its row says, with the tenant it lies in. */
export type DocumentRow = {
  readonly id: string
  readonly tenantId: string
  readonly memoryId: string
  readonly epoch: number
  readonly headSeq: number
  readonly projectedSeq: number
  readonly createdAt: Date
  readonly editedAt: Date
}

/** The seeded documents of the tenant with these ids, or of these memories, in no order. */
export async function readDocuments(em: Em, by: 'id' | 'memory_id', keys: readonly string[]): Promise<DocumentRow[]> {
  const rows = await em.execute<
    {
      id: string
      tenant_id: string
      memory_id: string
      epoch: number
      head_seq: number
      projected_seq: number
      created_at: string | Date
      edited_at: string | Date
    }[]
  >(
    `select id, tenant_id, memory_id, epoch, head_seq, projected_seq, created_at, edited_at from collab.document
     where ${by} in (select json_array_elements_text(?::json)) and head_seq > 0`,
    [JSON.stringify(keys)],
  )
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    memoryId: row.memory_id,
    epoch: row.epoch,
    headSeq: row.head_seq,
    projectedSeq: row.projected_seq,
    createdAt: new Date(row.created_at),
    editedAt: new Date(row.edited_at),
  }))
}
