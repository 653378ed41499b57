import { z } from 'zod'
import type { Embedder } from './embedder.ts'

export type RemoteModel = {
  /** Where the API begins: `/embeddings` is put behind it. */
  readonly url: string
  readonly model: string
  readonly key: string | null
}

/** So many texts go with one request. */
const batchSize = 32
const timeoutMs = 30_000

const answerShape = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1).max(4_096) })),
})

/** A model behind an endpoint that speaks OpenAI's protocol for embeddings. */
export function createRemoteEmbedder({ url, model, key }: RemoteModel): Embedder {
  const endpoint = `${url.replace(/\/+$/, '')}/embeddings`
  const closing = new AbortController()

  const request = async (input: readonly string[], signal: AbortSignal): Promise<Float32Array[]> => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, input, encoding_format: 'float' }),
      signal: AbortSignal.any([signal, closing.signal, AbortSignal.timeout(timeoutMs)]),
      redirect: 'error',
    })
    if (!answer.ok) {
      await answer.body?.cancel()
      throw new Error(`the endpoint of the embeddings answered ${answer.status}`)
    }
    const { data } = answerShape.parse(await answer.json())
    const vectors = new Map(data.map(({ index, embedding }) => [index, unitOf(embedding)]))
    return input.map((_, index) => {
      const vector = vectors.get(index)
      if (vector === undefined) throw new Error('the endpoint of the embeddings left a text out')
      return vector
    })
  }

  return {
    model: `${model} at ${new URL(endpoint).host}`,
    async embed(texts, { signal }) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += batchSize) {
        vectors.push(...(await request(texts.slice(at, at + batchSize), signal)))
      }
      return vectors
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
    },
  }
}

function unitOf(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => (length === 0 ? 0 : value / length))
}
