import { randomInt } from 'node:crypto'
import type { Em } from '@graphmemory/database/database.ts'
import type { KnownActor } from './actor-kinds.ts'
import type { DocumentRow } from './document-row.ts'
import { Sessions } from './sessions.ts'

/** Yjs client ids that nobody has used in the document's epoch, which are the actor's from now on. */
export async function takeClientIds(
  em: Em,
  document: DocumentRow,
  { kind, id }: KnownActor,
  count: number,
): Promise<number[]> {
  const taken: number[] = []
  while (taken.length < count) {
    const drawn = Array.from({ length: count - taken.length }, () =>
      randomInt(Sessions.firstClientId, Sessions.clientIds),
    )
    const added = await em.execute<{ id: string }[]>(
      `insert into collab.author (tenant_id, document_id, epoch, yjs_client_id, actor_kind, actor_id)
       select ?, ?, ?, value::bigint, ?, ? from json_array_elements_text(?::json) on conflict do nothing
       returning yjs_client_id::text as id`,
      [document.tenantId, document.id, document.epoch, kind, id, JSON.stringify(drawn)],
    )
    taken.push(...added.map((row) => Number(row.id)))
  }
  return taken
}
