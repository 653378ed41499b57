import { createDigest, memoryHash, relationHash } from '../digest.ts'
import type { GraphState } from '../engine.ts'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'

export type Tally = ReturnType<typeof createTally>

/** Counts and digest as changes move them. */
export function createTally(before: GraphState) {
  const digest = createDigest(before.digest)
  let { memories, relations } = before
  return {
    memory: (old: GraphMemory | undefined, now: GraphMemory | undefined) => {
      if (old !== undefined) digest.remove(memoryHash(old))
      if (now !== undefined) digest.add(memoryHash(now))
      memories += Number(now !== undefined) - Number(old !== undefined)
    },
    relation: (old: GraphRelation | undefined, now: GraphRelation | undefined) => {
      if (old !== undefined) digest.remove(relationHash(old))
      if (now !== undefined) digest.add(relationHash(now))
      relations += Number(now !== undefined) - Number(old !== undefined)
    },
    at: (seq: number): GraphState => ({ seq, memories, relations, digest: digest.hex() }),
  }
}
