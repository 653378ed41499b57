import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import type { Context } from './context.ts'
import { readLogDescription } from './describe-log.ts'
import { rangesBeside } from './merkle-tree.ts'
import { readConsistency } from './prove-consistency.ts'
import { newestCheckpoint } from './read-checkpoint.ts'
import type { ExportAuditInput, ExportAuditPayload } from './schema.generated.ts'
import { readRangeHashes } from './tree-nodes.ts'

const maxLeaves = 1_000

/**
 * A range of the log as JSON lines, which `verify.mjs` checks without this server: who signs it, the newest checkpoint,
 * the proof that the log continues an earlier one, the hashes of the tree beside the range, and the leaves.
 */
export function exportLog(input: ExportAuditInput, context: Context): Promise<ExportAuditPayload> {
  const { from, first, knownSize } = {
    from: input.from ?? 0,
    first: input.first ?? maxLeaves,
    knownSize: input.knownSize,
  }
  if (first < 1 || first > maxLeaves) throw badInput('first', `first is 1 to ${maxLeaves}`)
  const tenantId = tenantOf(context.viewer)
  return context.withLog(async (em) => {
    const checkpoint = await newestCheckpoint(em)
    const size = checkpoint?.size ?? 0
    if (from < 0 || from > size) throw badInput('from', `from is 0 to ${size}`)
    if (knownSize != null && (knownSize < 1 || knownSize > size))
      throw badInput('knownSize', `knownSize is 1 to ${size}`)
    const to = Math.min(from + first, size)
    await recordAudit(em, context.viewer, {
      type: 'data_access',
      action: 'audit.export',
      resource: { type: 'audit', id: null },
      details: { from, to, size },
      ...(input.purpose != null && { purpose: input.purpose }),
      tags: ['soc2_cc7'],
    })
    const log = { kind: 'log', ...(await readLogDescription(em, context.originOf(tenantId))) }
    if (checkpoint === null) return { jsonl: toLines([log]), next: null }
    const beside = await readRangeHashes(em, tenantId, rangesBeside({ start: from, end: to }, { start: 0, end: size }))
    const jsonl = toLines([
      log,
      { kind: 'checkpoint', note: checkpoint.note },
      ...(knownSize == null ? [] : [await consistencyLine(em, tenantId, knownSize, size)]),
      { kind: 'range', from, to, beside: beside.map(toBase64) },
      ...(await readLeaves(em, from, to)).map(({ index, bytes }) => ({ kind: 'leaf', index, leaf: toBase64(bytes) })),
    ])
    return { jsonl, next: to < size ? to : null }
  })
}

async function consistencyLine(em: Em, tenantId: string, knownSize: number, size: number) {
  const { from, to, fromRootHash, path } = await readConsistency(em, tenantId, knownSize, size)
  return { kind: 'consistency', from, to, fromRootHash: toBase64(fromRootHash), path: path.map(toBase64) }
}

const readLeaves = (em: Em, from: number, to: number) =>
  em.execute<{ index: number; bytes: Uint8Array }[]>(
    'select index::float8 as index, bytes from audit.leaf where index >= ? and index < ? order by index',
    [from, to],
  )

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const toLines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
