import { join } from 'node:path'
import { createDigest, memoryHash, relationHash } from './digest.ts'
import type { GraphSource, GraphState } from './engine.ts'
import { writeMemories, writeRelations } from './write-rows.ts'

export type SourceFiles = { readonly memories: string; readonly relations: string }

/** Where the rows of a graph that is made in this folder wait, or those of a part of them. */
export function sourceFiles(folder: string, part = ''): SourceFiles {
  return { memories: join(folder, `${part}memories.json`), relations: join(folder, `${part}relations.json`) }
}

/**
 * Writes the rows of a graph to files and answers what they add up to. Relations whose ends are not among the memories are
 * left out.
 */
export async function writeSource(folder: string, source: GraphSource): Promise<GraphState> {
  const files = sourceFiles(folder)
  const digest = createDigest()
  const known = new Set<string>()
  await writeMemories(files.memories, source.memories, (memory) => {
    digest.add(memoryHash(memory))
    known.add(memory.id)
    return true
  })
  let relations = 0
  await writeRelations(files.relations, source.relations, (relation) => {
    if (!known.has(relation.fromId) || !known.has(relation.toId)) return false
    digest.add(relationHash(relation))
    relations++
    return true
  })
  return { seq: source.seq, memories: known.size, relations, digest: digest.hex() }
}
