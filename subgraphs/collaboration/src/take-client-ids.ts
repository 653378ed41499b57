import { randomInt } from 'node:crypto'
import type { Em } from '@graphmemory/database/database.ts'
import type { KnownActor } from './actor-kinds.ts'
import type { DocumentRow } from './document-row.ts'

/** Those below are the server's own. */
export const firstClientId = 1024

/**
 * What ids are drawn below, attempt by attempt: as they stand in updates they take two bytes, then three, then four, then
 * five. Every edit repeats them, and a document seldom has so many writers that the first are used up.
 */
const bounds = [2 ** 14, 2 ** 21, 2 ** 28, 2 ** 31 - 1] as const

/** Yjs client ids that nobody has used in the document's epoch, which are the actor's from now on. */
export async function takeClientIds(
  em: Em,
  document: DocumentRow,
  { kind, id }: KnownActor,
  count: number,
): Promise<number[]> {
  const taken: number[] = []
  for (let attempt = 0; taken.length < count; attempt++) {
    const bound = bounds[attempt] ?? bounds[3]
    const drawn = Array.from({ length: count - taken.length }, () => randomInt(firstClientId, bound))
    const added = await em.execute<{ id: string }[]>(
      `insert into collab.author (tenant_id, document_id, epoch, yjs_client_id, actor_kind, actor_id)
       select ?, ?, ?, value::bigint, ?, ? from json_array_elements_text(?::json) order by value on conflict do nothing
       returning yjs_client_id::text as id`,
      [document.tenantId, document.id, document.epoch, kind, id, JSON.stringify(drawn)],
    )
    taken.push(...added.map((row) => Number(row.id)))
  }
  return taken
}
