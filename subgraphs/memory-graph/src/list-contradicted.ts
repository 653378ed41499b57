import type { Context } from './context.ts'
import type { Relation } from './entities.ts'

/** The relations that one contradicted when it was written, without those that are deleted. */
export async function listContradicted({ loaders }: Context, { contradicts }: Relation): Promise<Relation[]> {
  const found = await loaders.relation.loadMany(contradicts)
  return found.flatMap((relation) => {
    if (relation instanceof Error) throw relation
    return relation ?? []
  })
}
