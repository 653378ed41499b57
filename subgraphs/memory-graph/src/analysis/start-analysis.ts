import { z } from 'zod'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { authorOf } from '../author.ts'
import type { Context } from '../context.ts'
import { readInput } from '../read-input.ts'
import { demandAllSpaces } from '../spaces/space-access.ts'
import { analysisKinds, type Analysis } from './analysis.ts'
import { deadAfterMs } from './analyst.ts'
import { loadAnalysis } from './read-analysis.ts'

const shape = z.object({ kind: z.enum(analysisKinds) })

/** Starts an analysis of the tenant's graph in the background; one at a time: `CONFLICT` while another runs. */
export async function startAnalysis(context: Context, given: unknown): Promise<{ analysis: Analysis }> {
  const { kind } = readInput(shape, given)
  await demandAllSpaces(context)
  const { viewer } = context
  const [id, tenantId, author] = [newId('ana'), tenantOf(viewer), authorOf(viewer)]
  const analysis = await context.withTenant(async (em) => {
    await em.execute(
      `update graph.analysis_run set status = 'FAILED', ended_at = seen_at, problem = 'The process that worked on it ended'
         where status = 'RUNNING' and seen_at < now() - ?::integer * interval '1 millisecond'`,
      [deadAfterMs],
      'run',
    )
    await recordAudit(em, viewer, {
      type: 'data_access',
      action: 'memory.analyse',
      resource: { type: 'analysis', id },
      details: { kind },
    })
    await em.execute(
      'insert into graph.analysis (tenant_id, id, kind, actor_kind, actor_id, started_at) values (?, ?, ?, ?, ?, now())',
      [tenantId, id, kind, author.kind, author.id],
      'run',
    )
    const started = await em.execute<object[]>(
      `insert into graph.analysis_run (tenant_id, analysis_id, status, progress, seen_at) values (?, ?, 'RUNNING', 0, now())
         on conflict (tenant_id) where status = 'RUNNING' do nothing returning 1`,
      [tenantId, id],
    )
    if (started.length === 0)
      throw new ClientError('CONFLICT', 'Another analysis of this tenant runs', { retryAfterMs: 1_000 })
    return loadAnalysis(em, id)
  })
  if (analysis === null) throw new Error('an analysis that was just started is there')
  context.takeAnalysis({ id, tenantId, kind })
  return { analysis }
}
