import { LRUCache } from 'lru-cache'
import type { Log } from '@graphmemory/telemetry/create-log.ts'
import type { Vector } from '../engine/engine.ts'
import type { Embedder } from './embedder.ts'

/** A search waits so long for the meaning of its query; then it goes on without. */
const withinMs = 1_500
const kept = 1_000

/** What a query means; null while there are no embeddings, or they do not answer in time. */
export type QueryVector = (query: string) => Promise<Vector | null>

export function createQueryVector(embedder: Embedder | null, log: Log): QueryVector {
  if (embedder === null) return async () => null
  const known = new LRUCache<string, Float32Array>({ max: kept })
  const { model } = embedder
  return async (query) => {
    const before = known.get(query)
    if (before !== undefined) return { model, values: before }
    try {
      const signal = AbortSignal.timeout(withinMs)
      const late = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('the embeddings took too long')))
      })
      const asked = embedder.embed([query], { urgent: true, signal }).then(([values]) => {
        if (values !== undefined) known.set(query, values)
        return values
      })
      const values = await Promise.race([asked, late])
      return values === undefined ? null : { model, values }
    } catch (error) {
      log.warn({ err: error }, 'a query is searched for without its meaning')
      return null
    }
  }
}
