import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createDigest, memoryHash, relationHash } from './digest.ts'
import type { GraphSource, GraphState } from './engine.ts'
import { indexText } from './index-text.ts'

const chunkLength = 1 << 20
const turnMs = 8

export function sourceFiles(folder: string) {
  return { memories: join(folder, 'memories.json'), relations: join(folder, 'relations.json') }
}

/**
 * Writes the rows of a graph as JSON lines, the one form of COPY that keeps every text as it is, and answers what they add
 * up to. Relations whose ends are not among the memories are left out.
 */
export async function writeSource(folder: string, source: GraphSource): Promise<GraphState> {
  const files = sourceFiles(folder)
  const digest = createDigest()
  const known = new Set<string>()
  await writeLines(files.memories, source.memories, (memory) => {
    digest.add(memoryHash(memory))
    known.add(memory.id)
    const { id, type, title, content, tags, properties, spaceId, createdBy, importance } = memory
    const { createdAt, updatedAt, validFrom, validTo, version } = memory
    return {
      id,
      type,
      title,
      content,
      tags,
      properties,
      spaceId,
      createdBy,
      importance,
      createdAt,
      updatedAt,
      validFrom,
      validTo,
      version,
      indexText: indexText(memory),
    }
  })
  let relations = 0
  await writeLines(files.relations, source.relations, (relation) => {
    const { id, fromId, toId, type, weight, createdAt, validFrom, validTo, version } = relation
    if (!known.has(fromId) || !known.has(toId)) return null
    digest.add(relationHash(relation))
    relations++
    return { from: fromId, to: toId, id, type, weight, createdAt, validFrom, validTo, version }
  })
  return { seq: source.seq, memories: known.size, relations, digest: digest.hex() }
}

/** Columns stand in the order of the table: COPY goes by place. */
async function writeLines<T>(path: string, rows: AsyncIterable<T> | Iterable<T>, toLine: (row: T) => object | null) {
  await using file = await open(path, 'w')
  let chunk = ''
  let turnEnds = performance.now() + turnMs
  for await (const row of rows) {
    const line = toLine(row)
    if (line !== null) chunk += `${JSON.stringify(line)}\n`
    if (chunk.length >= chunkLength) {
      await append(file, chunk)
      chunk = ''
    }
    if (performance.now() >= turnEnds) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      turnEnds = performance.now() + turnMs
    }
  }
  await append(file, chunk)
}

async function append(file: FileHandle, text: string): Promise<void> {
  await file.writeFile(text)
}
