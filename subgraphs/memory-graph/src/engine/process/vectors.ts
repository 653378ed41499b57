import type { VectorBatch } from '../engine.ts'
import type { GraphConnection } from './graph-database.ts'
import { number, text } from './row-fields.ts'

/** Which vectors a graph holds: those of one model, in a table of their own, up to an entry of the list they are read from. */
export type VectorMeta = {
  readonly model: string
  readonly dimensions: number
  readonly appliedSeq: number
  readonly chunks: number
  readonly isIndexed: boolean
  /** Counts the tables; a statement that was prepared for an earlier one must not meet a later one. */
  readonly table: number
}

const metaTable = `CREATE NODE TABLE IF NOT EXISTS VectorMeta(
  id INT64 PRIMARY KEY, model STRING, dimensions INT64, appliedSeq INT64, chunks INT64, isIndexed BOOL, number INT64)`

/** What a graph says of its vectors; null where it has none yet. */
export async function readVectorMeta(writer: GraphConnection): Promise<VectorMeta | null> {
  const tables = await writer.all('CALL show_tables() RETURN name')
  if (!tables.some(({ name }) => name === 'VectorMeta')) return null
  const [row] = writer.run(`MATCH (v:VectorMeta {id: 0}) RETURN v.model AS model, v.dimensions AS dimensions,
    v.appliedSeq AS appliedSeq, v.chunks AS chunks, v.isIndexed AS isIndexed, v.number AS number`)
  if (row === undefined) return null
  return {
    model: text(row, 'model'),
    dimensions: number(row, 'dimensions'),
    appliedSeq: number(row, 'appliedSeq'),
    chunks: number(row, 'chunks'),
    isIndexed: row['isIndexed'] === true,
    table: number(row, 'number'),
  }
}

/**
 * Starts an empty table in place of the one that is there. An index is made while the table is empty: made over rows, it
 * would hold all writers up for minutes. To be called while nothing else uses the graph.
 */
export async function startVectors(
  writer: GraphConnection,
  before: VectorMeta | null,
  { model, dimensions }: Pick<VectorMeta, 'model' | 'dimensions'>,
  isIndexed: boolean,
): Promise<VectorMeta> {
  await writer.execute(metaTable)
  if (before?.isIndexed === true) {
    await writer.execute(`CALL DROP_VECTOR_INDEX('${tableOf(before)}', '${indexOf(before)}')`)
  }
  if (before !== null) await writer.execute(`DROP TABLE IF EXISTS ${tableOf(before)}`)
  const meta = { model, dimensions, appliedSeq: 0, chunks: 0, isIndexed, table: (before?.table ?? 0) + 1 }
  await writer.execute(`CREATE NODE TABLE ${tableOf(meta)}(
    id STRING PRIMARY KEY, memoryId STRING, chunks INT64, embedding FLOAT[${Math.trunc(dimensions)}])`)
  if (isIndexed) {
    await writer.execute(
      `CALL CREATE_VECTOR_INDEX('${tableOf(meta)}', '${indexOf(meta)}', 'embedding', metric := 'cosine')`,
    )
  }
  writeMeta(writer, meta)
  return meta
}

/** Writes a batch in one transaction. A vector is never changed in place, which an index would not survive. */
export function putVectors(writer: GraphConnection, before: VectorMeta, batch: VectorBatch): VectorMeta {
  let { chunks } = before
  writer.run('BEGIN TRANSACTION')
  try {
    for (const { memoryId, vectors } of batch.entries) {
      chunks += vectors.length - remove(writer, before, memoryId)
      for (const [place, vector] of vectors.entries()) {
        writer.run(
          `CREATE (:${tableOf(before)} {id: $id, memoryId: $memoryId, chunks: CAST($chunks AS INT64),
             embedding: CAST($vector AS FLOAT[${before.dimensions}])})`,
          { id: chunkId(memoryId, place), memoryId, chunks: vectors.length, vector: toParameter(vector) },
        )
      }
    }
    const after = { ...before, chunks, appliedSeq: batch.upTo }
    writeMeta(writer, after)
    writer.run('COMMIT')
    return after
  } catch (error) {
    try {
      writer.run('ROLLBACK')
    } catch {
      // A failed statement may have ended the transaction already.
    }
    throw error
  }
}

function remove(writer: GraphConnection, meta: VectorMeta, memoryId: string): number {
  const [first] = writer.run(`MATCH (c:${tableOf(meta)} {id: $id}) RETURN c.chunks AS chunks`, {
    id: chunkId(memoryId, 0),
  })
  const chunks = first === undefined ? 0 : number(first, 'chunks')
  for (let place = 0; place < chunks; place++) {
    writer.run(`MATCH (c:${tableOf(meta)} {id: $id}) DELETE c`, { id: chunkId(memoryId, place) })
  }
  return chunks
}

function writeMeta(writer: GraphConnection, { table, ...meta }: VectorMeta): void {
  writer.run(
    `MERGE (v:VectorMeta {id: 0}) SET v.model = $model, v.dimensions = CAST($dimensions AS INT64),
       v.appliedSeq = CAST($appliedSeq AS INT64), v.chunks = CAST($chunks AS INT64), v.isIndexed = $isIndexed,
       v.number = CAST($counted AS INT64)`,
    { ...meta, counted: table },
  )
}

/**
 * A vector as a parameter. The engine takes a list to be of whole numbers when the first one is, and reads the others as if
 * they were, and the other way round: so that none is whole. A 32-bit float does not tell the difference.
 */
export const toParameter = (vector: Float32Array): number[] =>
  Array.from(vector, (value) => (Number.isInteger(value) ? value + 2 ** -40 : value))

const chunkId = (memoryId: string, place: number) => `${memoryId}/${place}`

/** Names of tables cannot be parameters; these are made of a number that we count. */
export const tableOf = ({ table }: VectorMeta): string => `Chunk${Math.trunc(table)}`
export const indexOf = ({ table }: VectorMeta): string => `chunk${Math.trunc(table)}_vector`
