import { notFound } from '@graphmemory/errors/client-error.ts'
import { can } from '@graphmemory/identity/permissions.ts'
import { authorOf } from '../author.ts'
import type { Context } from '../context.ts'
import { createNewsFlag } from '../create-news-flag.ts'
import { iterateInTurn } from '../iterate-in-turn.ts'
import { deadAfterMs } from './import-run.ts'
import type { ImportReport } from './import-lines.ts'

/** How far an import is. */
export type ImportProgress = ImportReport & {
  readonly id: string
  readonly status: 'RUNNING' | 'DONE' | 'FAILED'
  readonly problem: string | null
}

type Event = { readonly importProgress: ImportProgress }

/** How far an import is, at first and whenever it has come further, until it ends. For its caller, and who manages memories. */
export async function watchImport(
  context: Context,
  { id }: { readonly id: string },
): Promise<AsyncIterableIterator<Event>> {
  const news = createNewsFlag(context.lookAroundMs)
  // Before it is read for the first time, so that nothing comes between.
  const stopListening = context.onImport((importId) => {
    if (importId === id) news.raise()
  })
  const end = () => {
    news.end()
    stopListening()
  }
  let next: ImportProgress | null = await readProgress(context, id)
  if (next === null) {
    end()
    throw notFound('import')
  }
  let told: string | null = null
  const read = async (): Promise<IteratorResult<Event>> => {
    while (!news.isEnded) {
      news.lower()
      const progress = next ?? (await readProgress(context, id))
      next = null
      if (progress === null) break
      const text = JSON.stringify(progress)
      if (text !== told) {
        told = text
        if (progress.status !== 'RUNNING') end()
        return { done: false, value: { importProgress: progress } }
      }
      await news.wait()
    }
    return { done: true, value: undefined }
  }
  return iterateInTurn(read, end)
}

/** Null where there is no such import, or it is somebody else's. */
async function readProgress(context: Context, id: string): Promise<ImportProgress | null> {
  const { viewer } = context
  const { kind, id: actorId } = authorOf(viewer)
  const [row] = await context.withTenant((em) =>
    em.execute<(ImportProgress & { isDead: boolean })[]>(
      `select id, status, problem, lines, created, updated, unchanged, failed, errors,
         status = 'RUNNING' and seen_at < ? as "isDead"
       from graph.import_run where id = ? and (? or (actor_kind = ? and actor_id = ?))`,
      [new Date(Date.now() - deadAfterMs), id, can(viewer, 'manage', 'memory'), kind, actorId],
    ),
  )
  if (row === undefined) return null
  const { isDead, ...progress } = row
  return isDead ? { ...progress, status: 'FAILED', problem: 'It was broken off; send the lines again' } : progress
}
