import type { MemoryFilter } from '../engine/engine.ts'

/** What of a filter says which memories may be met at all; the rest says only which are returned, and a hit may lead to one from outside. */
export function passable({ spaceIds, validAt }: MemoryFilter): MemoryFilter {
  return { ...(spaceIds !== undefined && { spaceIds }), ...(validAt !== undefined && { validAt }) }
}
