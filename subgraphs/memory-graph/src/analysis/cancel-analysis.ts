import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { readInput } from '../read-input.ts'
import type { Analysis } from './analysis.ts'
import { demandAllSpaces } from '../spaces/space-access.ts'
import { loadAnalysis } from './read-analysis.ts'

const shape = z.object({ id: z.string() })

/** Ends an analysis that runs; one that has ended stays as it is. Its thread is ended within a second. */
export async function cancelAnalysis(context: Context, given: unknown): Promise<{ analysis: Analysis }> {
  const { id } = readInput(shape, given)
  await demandAllSpaces(context)
  const analysis = await context.withTenant(async (em) => {
    const known = await loadAnalysis(em, id)
    if (known === null) throw new ClientError('NOT_FOUND', 'There is no such analysis')
    await recordAudit(em, context.viewer, {
      type: 'data_access',
      action: 'memory.cancel_analysis',
      resource: { type: 'analysis', id },
    })
    await em.execute(
      `update graph.analysis_run set status = 'CANCELLED', ended_at = now() where analysis_id = ? and status = 'RUNNING'`,
      [id],
      'run',
    )
    return loadAnalysis(em, id)
  })
  if (analysis === null) throw new Error('an analysis is never taken away')
  return { analysis }
}
