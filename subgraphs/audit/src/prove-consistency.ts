import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import { consistencyPath } from './merkle-tree.ts'
import { newestCheckpoint } from './read-checkpoint.ts'
import type { AuditConsistency, QueryAuditConsistencyArgs } from './schema.generated.ts'
import { readRangeHashes } from './tree-nodes.ts'

/** The proof that the log of the viewer's tenant was only appended to between two sizes. */
export function proveConsistency({ from, to }: QueryAuditConsistencyArgs, context: Context): Promise<AuditConsistency> {
  return context.withLog(async (em) => {
    const checkpoint = await newestCheckpoint(em)
    const last = checkpoint?.size ?? 0
    if (to < 1 || to > last) throw badInput('to', `to is 1 to ${last}`)
    if (from < 1 || from > to) throw badInput('from', `from is 1 to ${to}`)
    return readConsistency(em, tenantOf(context.viewer), from, to)
  })
}

export async function readConsistency(
  em: Em,
  tenantId: string,
  from: number,
  to: number,
): Promise<{ from: number; to: number; fromRootHash: Buffer; toRootHash: Buffer; path: Buffer[] }> {
  const ranges = [{ start: 0, end: from }, { start: 0, end: to }, ...consistencyPath(from, to)]
  const [fromRootHash, toRootHash, ...path] = await readRangeHashes(em, tenantId, ranges)
  if (fromRootHash === undefined || toRootHash === undefined) throw new Error('no root hash')
  return { from, to, fromRootHash, toRootHash, path }
}
