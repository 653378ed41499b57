import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { Memory } from '../entities.ts'
import { demandAllSpaces } from '../spaces/space-access.ts'
import type { Analysis } from './analysis.ts'
import { deadAfterMs } from './analyst.ts'

const maxFirst = 1_000

/** One analysis; null where there is none. One whose process has gone is told as failed. */
export async function loadAnalysis(em: Em, id: string): Promise<Analysis | null> {
  const [row] = await em.execute<(Analysis & { isDead: boolean })[]>(
    `select id, kind, actor_kind as "actorKind", actor_id as "actorId", started_at as "startedAt", status, progress,
         ended_at as "endedAt", problem, result,
         status = 'RUNNING' and seen_at < now() - ?::integer * interval '1 millisecond' as "isDead"
       from graph.analysis join graph.analysis_run on analysis_id = id where id = ?`,
    [deadAfterMs, id],
  )
  if (row === undefined) return null
  const { isDead, ...analysis } = row
  return isDead ? { ...analysis, status: 'FAILED', problem: 'The process that worked on it ended' } : analysis
}

export async function readAnalysis(context: Context, id: string): Promise<Analysis | null> {
  await demandAllSpaces(context)
  return context.withTenant((em) => loadAnalysis(em, id))
}

export type ScoredMemory = { readonly memory: Memory; readonly score: number; readonly group: number | null }

/** The best scores whose memories are still there. */
export async function listScores(
  { result }: Analysis,
  { first, group }: { readonly first: number; readonly group?: number | null | undefined },
  { loaders }: Context,
): Promise<ScoredMemory[]> {
  if (first < 1 || first > maxFirst) throw badInput('first', `first is 1 to ${maxFirst}`)
  const wanted = (result?.scores ?? []).filter((each) => group == null || each.group === group).slice(0, first)
  const found = await Promise.all(
    wanted.map(async ({ memoryId, ...rest }) => ({ ...rest, memory: await loaders.memory.load(memoryId) })),
  )
  return found.flatMap(({ memory, ...rest }) => (memory === null ? [] : [{ ...rest, memory }]))
}
