import type { Em } from '@graphmemory/database/database.ts'
import { keyOf, positionsOf, rangeHash, type LeafRange, type NodePosition } from './merkle-tree.ts'

type NodeRow = { readonly level: number; readonly index: number; readonly hash: Uint8Array | null }

/** Reads all nodes that these ranges are made of, at once. Throws where one is missing, which is damage. */
export async function readNodes(
  em: Em,
  tenantId: string,
  ranges: readonly LeafRange[],
): Promise<(position: NodePosition) => Uint8Array> {
  const positions = ranges.flatMap(positionsOf)
  const rows =
    positions.length === 0
      ? []
      : await em.execute<NodeRow[]>(
          // A subquery for each position: one look-up by the key, however large the planner takes the table to be.
          `select level, index::float8 as index,
              (select hash from audit.node
                where tenant_id = ? and node.level = wanted.level and node.index = wanted.index) as hash
            from jsonb_to_recordset(?::jsonb) as wanted (level smallint, index bigint)`,
          [tenantId, JSON.stringify(positions)],
        )
  const hashes = new Map(rows.map(({ level, index, hash }) => [keyOf({ level, index }), hash]))
  return (position) => {
    const hash = hashes.get(keyOf(position))
    if (hash === undefined || hash === null) throw new Error(`the log of ${tenantId} lacks node ${keyOf(position)}`)
    return hash
  }
}

/** The hashes of ranges of a tenant's tree, in their order. */
export async function readRangeHashes(em: Em, tenantId: string, ranges: readonly LeafRange[]): Promise<Buffer[]> {
  const hashOf = await readNodes(em, tenantId, ranges)
  return ranges.map((range) => rangeHash(range, hashOf))
}

export async function insertNodes(
  em: Em,
  tenantId: string,
  nodes: readonly { readonly position: NodePosition; readonly hash: Uint8Array }[],
): Promise<void> {
  const rows = nodes.map(({ position, hash }) => ({ ...position, hash: Buffer.from(hash).toString('hex') }))
  await em.execute(
    `insert into audit.node (tenant_id, level, index, hash)
      select ?, level, index, decode(hash, 'hex')
      from jsonb_to_recordset(?::jsonb) as made (level smallint, index bigint, hash text)`,
    [tenantId, JSON.stringify(rows)],
    'run',
  )
}
