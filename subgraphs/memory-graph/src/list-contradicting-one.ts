import type { Context } from './context.ts'
import type { RelationAt } from './past/as-of.ts'
import { readPastRelationsOf } from './past/past-relations.ts'

const maxPast = 1_000

/** The relations that contradicted one when they were written, oldest first. */
export async function listContradictingOne(context: Context, relation: RelationAt): Promise<RelationAt[]> {
  const { id, fromId, type, asOf } = relation
  if (asOf === undefined) return [...(await context.loaders.contradicting.load(relation))]
  const request = { memoryIds: [fromId], direction: 'OUT', types: [type], at: null, asOf } as const
  const past = await context.withTenant((em) => readPastRelationsOf(em, request, { afterId: null, limit: maxPast }))
  return past.filter(({ contradicts }) => contradicts.includes(id)).toReversed()
}
