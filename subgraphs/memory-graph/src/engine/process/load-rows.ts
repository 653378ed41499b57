import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { GraphMemory, GraphRelation } from '../graph-rows.ts'
import { writeMemories, writeRelations } from '../write-rows.ts'
import type { GraphConnection } from './graph-database.ts'
import { quotedPath } from './quoted-path.ts'
import { declared, memoryTypes, relationTypes, type ColumnTypes } from './schema.ts'
import type { Tally } from './tally.ts'

export type NewRows = { readonly memories: readonly GraphMemory[]; readonly relations: readonly GraphRelation[] }

/**
 * Makes rows that are not there yet, all memories and then all relations, in the transaction that is open. They come from a
 * file by way of what any CREATE does: COPY would change the database file before the transaction has ended.
 */
export async function loadRows(
  writer: GraphConnection,
  folder: string,
  tally: Tally,
  { memories, relations }: NewRows,
): Promise<void> {
  const file = join(folder, 'new-rows.json')
  try {
    if (memories.length > 0) {
      await writeMemories(file, memories, (memory) => {
        tally.memory(undefined, memory)
        return true
      })
      await make(writer, `${readFrom(file, memoryTypes)} ${createMemories}`, memories.length)
    }
    if (relations.length > 0) {
      await writeRelations(file, relations, (relation) => {
        tally.relation(undefined, relation)
        return true
      })
      await make(writer, `${readFrom(file, endedTypes)} ${createRelations}`, relations.length)
    }
  } finally {
    await rm(file, { force: true })
  }
}

/** Throws where not so many rows were made. */
async function make(writer: GraphConnection, statement: string, count: number): Promise<void> {
  const [row] = await writer.allOnce(`${statement} RETURN count(*) AS made`)
  if (Number(row?.['made']) !== count) throw new Error('rows that were to be made are missing')
}

const readFrom = (file: string, columns: ColumnTypes) =>
  `LOAD WITH HEADERS (${declared(columns)}) FROM ${quotedPath(file)} (format = 'unstructured')`

const fields = (columns: ColumnTypes) => Object.keys(columns).map((name) => `${name}: ${name}`)

/** The full-text index takes the text that stands first in a vector for that of all rows in it: so each gets its own. */
const createMemories = `UNWIND [indexText] AS indexed
  CREATE (:Memory {${fields(memoryTypes).join(', ').replace('indexText: indexText', 'indexText: indexed')}})`

/** A file of relations says their ends first. */
const endedTypes = { '`from`': 'STRING', '`to`': 'STRING', ...relationTypes } as const
const carried = Object.keys(relationTypes).join(', ')

/** Each end by a join of its own: asked for together, they are looked for among all pairs. */
const createRelations = `WITH \`from\` AS fromId, \`to\` AS toId, ${Object.keys(relationTypes)
  .map((name) => `${name} AS ${name}`)
  .join(', ')}
  MATCH (a:Memory) WHERE a.id = fromId WITH a, toId, ${carried}
  MATCH (b:Memory) WHERE b.id = toId
  CREATE (a)-[:Relation {${fields(relationTypes).join(', ')}}]->(b)`
