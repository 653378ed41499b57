import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Similar, SimilarRequest } from './engine/engine.ts'
import type { MemoryAt } from './past/as-of.ts'
import { readFilter } from './memory-filter.ts'
import { readBoth } from './read-both.ts'

export type SimilarMemory = Omit<Similar, 'memoryId'> & { readonly node: MemoryAt }

const maxFirst = 100
/** So much in common, and two memories likely say the same. */
const duplicateFrom = 0.8
/** So much in common, and a relation between two memories may be missing. */
const linkFrom = 0.35

type Given = { readonly first: number; readonly filter?: unknown }

/** The memories most like one, most alike first. */
export async function findSimilar(
  memory: MemoryAt,
  { first, filter: given, minScore }: Given & { readonly minScore: number },
  context: Context,
): Promise<SimilarMemory[]> {
  if (minScore < 0 || minScore > 1) throw badInput('minScore', 'minScore is from 0 to 1')
  return find(memory, { first, filter: given }, context, ({ score }) => score >= minScore)
}

/** The memories that likely say the same as one. */
export const findDuplicates = (
  memory: MemoryAt,
  given: Pick<Given, 'first'>,
  context: Context,
): Promise<SimilarMemory[]> =>
  find(
    memory,
    given,
    context,
    ({ text, vector, score }) => Math.min(text, vector ?? 1) >= duplicateFrom && score >= duplicateFrom,
  )

/** The memories that one may want to be related to and is not. */
export const suggestLinks = (
  memory: MemoryAt,
  given: Pick<Given, 'first'>,
  context: Context,
): Promise<SimilarMemory[]> =>
  find(memory, given, context, ({ score, graph, isRelated }) => !isRelated && Math.max(score, graph) >= linkFrom)

async function find(
  memory: MemoryAt,
  { first, filter: given }: Given,
  context: Context,
  isWanted: (similar: Similar) => boolean,
): Promise<SimilarMemory[]> {
  if (first < 1 || first > maxFirst) throw badInput('first', `first is 1 to ${maxFirst}`)
  const filter = readFilter(given)
  const { asOf } = memory
  const request = { filter, limit: maxFirst }
  const found =
    asOf === undefined
      ? await findPresent(memory, request, context)
      : await context.loaders.pastSimilar.load({ memory, request, model: context.meaningModel, asOf })
  const wanted = found.filter(isWanted).slice(0, first)
  const ids = wanted.map(({ memoryId }) => memoryId)
  const { memories } = await context.withTenant((em) => readBoth(em, ids, [], asOf))
  return wanted.flatMap(({ memoryId: _, ...similar }, index) => {
    const node = memories[index]
    return node == null ? [] : [{ ...similar, node }]
  })
}

async function findPresent(
  { id: memoryId }: MemoryAt,
  request: Pick<SimilarRequest, 'filter' | 'limit'>,
  context: Context,
): Promise<readonly Similar[]> {
  const { result } = await context.readGraph((engine, tenantId) =>
    engine.similar(tenantId, { ...request, memoryId, at: Date.now() }),
  )
  return result
}
