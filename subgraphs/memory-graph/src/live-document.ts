import { isDeepStrictEqual } from 'node:util'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Memory } from './entities.ts'

type Owned = 'title' | 'content' | 'tags' | 'properties'
const owned: readonly Owned[] = ['title', 'content', 'tags', 'properties']

/** The field that is to change although the memory's live document holds it; null where there is none. */
export function heldByDocument(memory: Memory, fields: Partial<Memory>): Owned | null {
  if (memory.documentId === null) return null
  return owned.find((name) => fields[name] !== undefined && !isDeepStrictEqual(fields[name], memory[name])) ?? null
}

/** Refuses to change what a live document holds. Throws `CONFLICT`. */
export function demandNotHeld(memory: Memory, fields: Partial<Memory>): void {
  const field = heldByDocument(memory, fields)
  if (field === null) return
  throw new ClientError('CONFLICT', `A live document holds the ${field}: edit the document`, {
    field,
    version: memory.version,
  })
}
