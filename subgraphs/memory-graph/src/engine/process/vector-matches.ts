import type { Vector } from '../engine.ts'
import type { GraphConnection } from './graph-database.ts'
import type { GraphReading } from './open-graph.ts'
import { number, text } from './row-fields.ts'
import { indexOf, tableOf, toParameter } from './vectors.ts'
import type { VectorMeta } from './vectors.ts'

/** A memory's likeness to a vector: the cosine of the closest of its parts. */
export type VectorMatch = { readonly id: string; readonly cosine: number }

/** The index finds fewer than it is asked for when it looks at no more than that. */
const lookAhead = 2
/** In steps, so that there are few statements. */
const steps = [100, 400, 1_600] as const
/** Where some may not be seen, so many times as many are looked at. */
const confinedPool = 4

/** The memories closest to a vector that may be seen, best first. Vectors of another model are like none. */
export async function vectorMatches(
  { reader, vectors: meta, topology, hiddenSpaceIds }: GraphReading,
  { model, values }: Vector,
  limit: number,
  deadlineMs: number,
): Promise<VectorMatch[]> {
  if (meta === null || meta.model !== model || meta.dimensions !== values.length) return []
  const pool = hiddenSpaceIds.length > 0 ? limit * confinedPool : limit
  const count = steps.find((step) => step >= pool) ?? steps[2]
  const vector = toParameter(values)
  const rows = meta.isIndexed
    ? await reader.all(
        `CALL QUERY_VECTOR_INDEX('${tableOf(meta)}', '${indexOf(meta)}', $vector, ${count}, efs := ${count * lookAhead})
         RETURN node.memoryId AS id, 1 - distance AS cosine`,
        { vector },
        deadlineMs,
      )
    : await reader.all(
        `MATCH (c:${tableOf(meta)})
         RETURN c.memoryId AS id, array_cosine_similarity(c.embedding, CAST($vector AS FLOAT[${meta.dimensions}])) AS cosine
         ORDER BY cosine DESC LIMIT ${count}`,
        { vector },
        deadlineMs,
      )
  const best = new Map<string, number>()
  for (const row of rows) {
    const id = text(row, 'id')
    best.set(id, Math.max(best.get(id) ?? -1, number(row, 'cosine')))
  }
  return [...best]
    .filter(([id]) => hiddenSpaceIds.length === 0 || topology.node(id) !== undefined)
    .map(([id, cosine]) => ({ id, cosine }))
    .toSorted((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}
/** The vectors of a memory's parts; none where it has none yet. */
export function vectorsOf(reader: GraphConnection, meta: VectorMeta | null, memoryId: string): Float32Array[] {
  if (meta === null) return []
  const vectors: Float32Array[] = []
  for (let place = 0, chunks = 1; place < chunks; place++) {
    const [row] = reader.run(`MATCH (c:${tableOf(meta)} {id: $id}) RETURN c.chunks AS chunks, c.embedding AS vector`, {
      id: `${memoryId}/${place}`,
    })
    if (row === undefined || !Array.isArray(row['vector'])) break
    chunks = number(row, 'chunks')
    vectors.push(Float32Array.from(row['vector'], Number))
  }
  return vectors
}
