import type { Em } from '@graphmemory/database/database.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { tenantOf } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { authorOf } from '../author.ts'
import type { Context } from '../context.ts'
import { id as idShape } from '../input-shapes.ts'
import { demandAllWritable } from '../spaces/space-access.ts'
import type { ImportReport } from './import-lines.ts'

/** An import that goes on is seen so often; one that was not seen for so long has lost its process. */
const seenEveryMs = 5_000
export const deadAfterMs = 30_000
/** So long it is told of an import. */
const keptDays = 7

/** An import whose progress others can follow, in this process or in another. */
export type ImportRun = {
  readonly id: string
  /** Keeps how far it is, with the batch that brought it there. */
  save(em: Em, report: ImportReport): Promise<void>
  /** Tells those who follow it. */
  tell(): void
  /** It has come to its end; with a problem, to an early one. */
  end(problem: string | null): Promise<void>
}

/**
 * Begins an import, under the name that its caller gives it or under a new one. Throws `FORBIDDEN` where he may not write to
 * every space, and `CONFLICT` where an import has this name.
 */
export async function startImportRun(context: Context, givenId: string | null): Promise<ImportRun> {
  if (givenId !== null && (givenId === '' || !idShape.safeParse(givenId).success))
    throw badInput('id', 'id: 1 to 100 characters')
  const id = givenId ?? newId('imp')
  const [tenantId, author, at] = [tenantOf(context.viewer), authorOf(context.viewer), new Date()]
  await context.withTenant(async (em) => {
    await demandAllWritable(em)
    await em.execute(`delete from graph.import_run where started_at < now() - interval '${keptDays} days'`, [], 'run')
    const made = await em.execute<object[]>(
      `insert into graph.import_run (tenant_id, id, actor_kind, actor_id, started_at, seen_at, status, lines, created,
         updated, unchanged, failed, errors) values (?, ?, ?, ?, ?, ?, 'RUNNING', 0, 0, 0, 0, 0, '[]')
         on conflict (tenant_id, id) do nothing returning 1`,
      [tenantId, id, author.kind, author.id, at, at],
    )
    if (made.length === 0) throw new ClientError('CONFLICT', 'An import has this id already', { field: 'id' })
  })
  const tell = () => context.announceImport(id)
  // Not seen for a while, it is told of as broken off: nothing is lost with that.
  const seeing = setInterval(() => {
    const seen = context.withTenant((em) =>
      em.execute('update graph.import_run set seen_at = now() where id = ?', [id], 'run'),
    )
    seen.catch(() => undefined)
  }, seenEveryMs).unref()
  return {
    id,
    tell,
    async save(em, { lines, created, updated, unchanged, failed, errors }) {
      await em.execute(
        `update graph.import_run set seen_at = now(), lines = ?, created = ?, updated = ?, unchanged = ?, failed = ?,
           errors = ?::jsonb where id = ?`,
        [lines, created, updated, unchanged, failed, JSON.stringify(errors), id],
        'run',
      )
    },
    async end(problem) {
      clearInterval(seeing)
      await context.withTenant((em) =>
        em.execute(
          'update graph.import_run set status = ?, problem = ?, seen_at = now() where id = ?',
          [problem === null ? 'DONE' : 'FAILED', problem, id],
          'run',
        ),
      )
      tell()
    },
  }
}
