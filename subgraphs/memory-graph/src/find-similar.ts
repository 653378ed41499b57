import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { Similar } from './engine/engine.ts'
import type { Memory } from './entities.ts'
import { demandPresent, type MemoryAt } from './past/as-of.ts'
import { readFilter } from './memory-filter.ts'
import { readMemories } from './read-rows.ts'

export type SimilarMemory = Omit<Similar, 'memoryId'> & { readonly node: Memory }

const maxFirst = 100
/** So much in common, and two memories likely say the same. */
const duplicateFrom = 0.8
/** So much in common, and a relation between two memories may be missing. */
const linkFrom = 0.35

type Given = { readonly first: number; readonly filter?: unknown }

/** The memories most like one, most alike first. */
export async function findSimilar(
  memory: Pick<MemoryAt, 'id' | 'asOf'>,
  { first, filter: given, minScore }: Given & { readonly minScore: number },
  context: Context,
): Promise<SimilarMemory[]> {
  if (minScore < 0 || minScore > 1) throw badInput('minScore', 'minScore is from 0 to 1')
  return find(memory, { first, filter: given }, context, ({ score }) => score >= minScore)
}

/** The memories that likely say the same as one. */
export const findDuplicates = (
  memory: Pick<MemoryAt, 'id' | 'asOf'>,
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
  memory: Pick<MemoryAt, 'id' | 'asOf'>,
  given: Pick<Given, 'first'>,
  context: Context,
): Promise<SimilarMemory[]> =>
  find(memory, given, context, ({ score, graph, isRelated }) => !isRelated && Math.max(score, graph) >= linkFrom)

async function find(
  memory: Pick<MemoryAt, 'id' | 'asOf'>,
  { first, filter: given }: Given,
  context: Context,
  isWanted: (similar: Similar) => boolean,
): Promise<SimilarMemory[]> {
  demandPresent(memory, 'likeness')
  if (first < 1 || first > maxFirst) throw badInput('first', `first is 1 to ${maxFirst}`)
  const filter = readFilter(given)
  const { result } = await context.readGraph((engine, tenantId) =>
    engine.similar(tenantId, { memoryId: memory.id, filter, limit: maxFirst, at: Date.now() }),
  )
  const wanted = result.filter(isWanted).slice(0, first)
  const memories = await context.withTenant((em) =>
    readMemories(
      em,
      wanted.map((each) => each.memoryId),
    ),
  )
  return wanted.flatMap(({ memoryId: _, ...similar }, index) => {
    const node = memories[index]
    return node == null ? [] : [{ ...similar, node }]
  })
}
