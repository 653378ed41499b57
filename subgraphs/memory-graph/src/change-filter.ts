import { z } from 'zod'
import { operationKinds } from './graph-types.ts'
import { id } from './input-shapes.ts'
import type { Operation } from './operation.ts'
import { readInput } from './read-input.ts'
import type { Snapshot } from './snapshot.ts'

const word = z.string().max(100)
const shape = z
  .object({
    kinds: z.array(z.enum(operationKinds)).max(50).nullish(),
    memoryIds: z.array(id).max(1_000).nullish(),
    types: z.array(word).max(50).nullish(),
    tags: z.array(word).max(50).nullish(),
  })
  .nullish()

/** Reads which changes are asked for, as a condition. What a change did and what it undid both count. */
export function readChangeFilter(given: unknown): (operation: Operation) => boolean {
  const { filter } = readInput(z.object({ filter: shape }), { filter: given })
  const { kinds, memoryIds, types, tags } = filter ?? {}
  const ids = memoryIds == null ? null : new Set(memoryIds)
  return ({ kind, memoryId, before, after }) => {
    const states = [before, after].filter((state) => state !== null)
    if (kinds != null && !kinds.includes(kind)) return false
    if (ids !== null && !states.some((state) => concerned(state).some((each) => ids.has(each)))) return false
    if ((types != null || tags != null) && memoryId === null) return false
    if (types != null && !states.some(({ type }) => types.some((each) => each === type))) return false
    return tags == null || states.some((state) => holdsAll(state['tags'], tags))
  }
}

/** The memories that a row is about: itself, or a relation's ends. */
const concerned = ({ id, fromId, toId, mergedInto }: Snapshot): string[] =>
  [id, fromId, toId, mergedInto].filter((each) => typeof each === 'string')

const holdsAll = (given: unknown, tags: readonly string[]): boolean =>
  Array.isArray(given) && tags.every((tag) => given.includes(tag))
