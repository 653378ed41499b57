import type { Database } from '@graphmemory/database/database.ts'
import { chunkText } from './chunk-text.ts'
import type { Embedder } from './embedder.ts'
import { claimPending, storeEmbeddings, type Embedding, type Pending } from './embedding-store.ts'
import { hashOf } from './text-hash.ts'

/** So many memories are embedded and kept at once. */
const batchSize = 32

/** Embeds the next memories of a tenant that changed; tells whether there were any. The model is asked outside transactions. */
export async function embedPending(
  { database, embedder, owner }: { readonly database: Database; readonly embedder: Embedder; readonly owner: string },
  tenantId: string,
  signal: AbortSignal,
): Promise<'more' | 'done' | 'elsewhere'> {
  const key = { tenantId, model: embedder.model }
  const claim = await database.withTenantId(tenantId, (em) =>
    claimPending(em, { ...key, owner, now: new Date() }, batchSize),
  )
  if (claim === 'elsewhere') return 'elsewhere'
  const last = claim.pending.at(-1)
  if (last === undefined) return 'done'
  const changed = claim.pending.flatMap((memory) => {
    const chunks = memory.isDeleted ? [] : chunkText(memory)
    const textHash = hashOf(chunks)
    const isKnown = textHash === memory.textHash || (chunks.length === 0 && memory.textHash === null)
    return isKnown ? [] : [{ memory, chunks, textHash }]
  })
  const vectors = await embedder.embed(
    changed.flatMap(({ chunks }) => chunks),
    { urgent: false, signal },
  )
  let at = 0
  const embeddings = changed.map(({ memory, chunks, textHash }): Embedding => {
    const own = vectors.slice(at, (at += chunks.length))
    return toEmbedding(memory, textHash, own)
  })
  const isKept = await database.withTenantId(tenantId, (em) =>
    storeEmbeddings(em, key, { after: claim.after, upTo: last.seq, embeddings }),
  )
  return isKept ? 'more' : 'elsewhere'
}

function toEmbedding({ id, seq }: Pending, textHash: string, vectors: readonly Float32Array[]): Embedding {
  const bytes = vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
  return {
    memoryId: id,
    memorySeq: seq,
    textHash,
    chunks: vectors.length,
    vectors: Buffer.concat(bytes).toString('base64'),
  }
}
