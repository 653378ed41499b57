import type { Context } from './context.ts'
import type { RelationAt } from './past/as-of.ts'

/** The relations that one contradicted when it was written, without those that are deleted. */
export async function listContradicted({ loaders }: Context, { contradicts, asOf }: RelationAt): Promise<RelationAt[]> {
  const found =
    asOf === undefined
      ? await loaders.relation.loadMany(contradicts)
      : await loaders.pastRelation.loadMany(contradicts.map((id) => ({ id, asOf })))
  return found.flatMap((relation) => {
    if (relation instanceof Error) throw relation
    return relation ?? []
  })
}
