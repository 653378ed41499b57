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
  .object({ seq: z.int().min(0).nullish(), recordedAt: instant.nullish() })
  .refine(({ seq, recordedAt }) => (seq == null) !== (recordedAt == null), 'either seq or recordedAt')
  .nullish()

/** The moment that is asked for; undefined where it is now. An operation that is not there yet is `BAD_USER_INPUT`. */
export async function readAsOf(context: Context, given: unknown): Promise<AsOf | undefined> {
  const { asOf } = readInput(z.object({ asOf: shape }), { asOf: given })
  if (asOf == null) return undefined
  const { seq, recordedAt } = asOf
  return context.withTenant(async (em) => {
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

/** Refuses what can only be said of the graph as it is now. */
export function demandPresent({ asOf }: { readonly asOf?: AsOf }, field: string): void {
  if (asOf !== undefined) throw badInput('asOf', `${field} is not answered as of an earlier moment`)
}
