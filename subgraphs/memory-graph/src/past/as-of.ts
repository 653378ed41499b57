import { z } from 'zod'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from '../context.ts'
import type { Memory, Relation } from '../entities.ts'
import { instant } from '../input-shapes.ts'
import { readInput } from '../read-input.ts'
import { seeAllSpaces } from '../spaces/space-access.ts'

/** A moment of a tenant's log: everything up to an operation is known, and the time was so (milliseconds). */
export type AsOf = { readonly seq: number; readonly at: number }

/** A memory as it is, or as it was at a moment; what is read from it is of that moment too. */
export type MemoryAt = Memory & { readonly asOf?: AsOf }
/** The same of a relation. */
export type RelationAt = Relation & { readonly asOf?: AsOf }

const shape = z
  .object({ seq: z.int().min(0).nullish(), recordedAt: instant.nullish(), version: z.int().min(1).nullish() })
  .refine(
    (moment) => Object.values(moment).filter((each) => each != null).length === 1,
    'one of seq, recordedAt and version',
  )
  .nullish()

/**
 * The moment that is asked for; undefined where it is now. An operation that is not there yet is `BAD_USER_INPUT`, and so is
 * a version where not one memory, `memoryId`, is asked for. A version that it never had is before everything.
 */
export async function readAsOf(context: Context, given: unknown, memoryId?: string): Promise<AsOf | undefined> {
  const { asOf } = readInput(z.object({ asOf: shape }), { asOf: given })
  if (asOf == null) return undefined
  const { seq, recordedAt, version } = asOf
  if (version != null && memoryId === undefined)
    throw badInput('asOf.version', 'asOf.version: only where one memory is asked for')
  return context.withTenant(async (em) => {
    if (version != null) {
      const [change] = await em.execute<{ seq: number; at: Date }[]>(
        'select seq, recorded_at as at from graph.operation where memory_id = ? and version = ?',
        [memoryId, version],
      )
      return change === undefined ? { seq: 0, at: Date.now() } : { seq: change.seq, at: new Date(change.at).getTime() }
    }
    // Only numbers and times are read here: an operation that is hidden from the viewer counts too.
    await seeAllSpaces(em)
    if (recordedAt != null) {
      // The log is in the order of time, so the operation is found by halving.
      const [last] = await em.execute<{ seq: number }[]>(
        `with recursive search (low, high) as (
           select 0, coalesce((select seq from graph.head), 0)
           union all
           select case when was then middle else low end, case when was then high else middle - 1 end
             from search
             cross join lateral (select (low + high + 1) / 2 as middle) as half
             cross join lateral (select recorded_at <= ? as was from graph.operation where seq = middle) as probe
             where low < high
         ) select low as seq from search where low = high`,
        [recordedAt],
      )
      return { seq: last?.seq ?? 0, at: recordedAt.getTime() }
    }
    if (seq == null || seq === 0) return { seq: 0, at: Date.now() }
    const [operation] = await em.execute<{ at: Date }[]>(
      'select recorded_at as at from graph.operation where seq = ?',
      [seq],
    )
    if (operation === undefined) throw badInput('asOf.seq', 'asOf.seq: there is no such operation yet')
    return { seq, at: new Date(operation.at).getTime() }
  })
}
