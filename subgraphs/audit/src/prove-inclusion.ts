import { badInput, notFound } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import { inclusionPath } from './merkle-tree.ts'
import { newestCheckpoint } from './read-checkpoint.ts'
import type { AuditProof, QueryAuditProofArgs } from './schema.generated.ts'
import { readRangeHashes } from './tree-nodes.ts'

/** The proof that an event is in the log of the viewer's tenant, in a number of reads logarithmic in its size. */
export function proveInclusion({ eventId, size }: QueryAuditProofArgs, context: Context): Promise<AuditProof | null> {
  return context.withLog(async (em) => {
    const [event] = await em.execute<{ index: number | null }[]>(
      `select index::float8 as index from audit.leaf where event_id = ?
        union all select null from audit.outbox where id = ? order by index limit 1`,
      [eventId, eventId],
    )
    if (event === undefined) throw notFound('audit event')
    const { index } = event
    const checkpoint = await newestCheckpoint(em)
    if (index === null || checkpoint === null) return null
    const wanted = size ?? checkpoint.size
    if (wanted <= index || wanted > checkpoint.size)
      throw badInput('size', `size is ${index + 1} to ${checkpoint.size} for this event`)
    const tree = { start: 0, end: wanted }
    const [rootHash, ...path] = await readRangeHashes(em, tenantOf(context.viewer), [
      tree,
      ...inclusionPath(index, tree),
    ])
    if (rootHash === undefined) throw new Error('no root hash')
    return { index, size: wanted, path, rootHash }
  })
}
