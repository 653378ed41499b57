import { open } from 'node:fs/promises'
import { createTurns } from '../next-turn.ts'
import { indexText } from './index-text.ts'
import type { GraphMemory, GraphRelation } from './graph-rows.ts'

const chunkLength = 1 << 20

type Rows<T> = AsyncIterable<T> | Iterable<T>
/** Whether what a file holds is replaced, or added to. */
type WriteFlags = 'w' | 'a'

/**
 * Writes memories as JSON lines, the one form of file in which the database reads every text as it is, with what it indexes
 * of them. Those that `keeps` refuses are left out. Members stand in the order of the table: COPY goes by place.
 */
export function writeMemories(
  path: string,
  rows: Rows<GraphMemory>,
  keeps: (row: GraphMemory) => boolean,
  flags: WriteFlags = 'w',
): Promise<void> {
  return writeLines(path, rows, keeps, flags, (memory) => {
    const { id, type, title, content, tags, properties, spaceId, createdBy, importance } = memory
    const { createdAt, updatedAt, validFrom, validTo, version } = memory
    const known = { id, type, title, content, tags, properties, spaceId, createdBy, importance }
    return { ...known, createdAt, updatedAt, validFrom, validTo, version, indexText: indexText(memory) }
  })
}

/** Writes relations as `writeMemories` writes memories, their ends first. */
export function writeRelations(
  path: string,
  rows: Rows<GraphRelation>,
  keeps: (row: GraphRelation) => boolean,
  flags: WriteFlags = 'w',
): Promise<void> {
  return writeLines(path, rows, keeps, flags, (relation) => {
    const { id, fromId, toId, type, weight, createdAt, validFrom, validTo, version } = relation
    return { from: fromId, to: toId, id, type, weight, createdAt, validFrom, validTo, version }
  })
}

async function writeLines<T>(
  path: string,
  rows: Rows<T>,
  keeps: (row: T) => boolean,
  flags: WriteFlags,
  toLine: (row: T) => object,
) {
  await using file = await open(path, flags)
  let chunk = ''
  const turns = createTurns()
  for await (const row of rows) {
    if (keeps(row)) chunk += `${JSON.stringify(toLine(row))}\n`
    if (chunk.length >= chunkLength) {
      await file.writeFile(chunk)
      chunk = ''
    }
    if (turns.isOver()) await turns.next()
  }
  await file.writeFile(chunk)
}
