import type { Em } from '@graphmemory/database/database.ts'

/** A memory whose vectors are to be looked at, since it changed. */
export type Pending = {
  readonly id: string
  readonly seq: number
  readonly title: string
  readonly content: string
  readonly tags: readonly string[]
  readonly isDeleted: boolean
  /** The hash of the text that its vectors were made from; null where it has none. */
  readonly textHash: string | null
}

/** The vectors of one memory, one after another as 32-bit floats in base64. No chunks: it has none any more. */
export type Embedding = {
  readonly memoryId: string
  readonly memorySeq: number
  readonly textHash: string
  readonly chunks: number
  readonly vectors: string
}

type Lease = { readonly tenantId: string; readonly model: string; readonly owner: string; readonly now: Date }
export const leaseMs = 60_000

/**
 * Takes the next memories that changed, in the order of the log, for this process alone; `elsewhere` where another
 * process is at it. The lease only saves work: `storeEmbeddings` is what makes sure that nothing is passed over.
 */
export async function claimPending(
  em: Em,
  { tenantId, model, owner, now }: Lease,
  limit: number,
): Promise<{ readonly after: number; readonly pending: readonly Pending[] } | 'elsewhere'> {
  const until = new Date(now.getTime() + leaseMs)
  const [progress] = await em.execute<{ seq: number }[]>(
    `insert into graph.embedding_progress as progress (tenant_id, model, seq, leased_by, leased_until)
       values (?, ?, 0, ?, ?)
       on conflict (tenant_id, model) do update
         set leased_by = excluded.leased_by, leased_until = excluded.leased_until
         where progress.leased_by = excluded.leased_by or progress.leased_until < ?
       returning seq`,
    [tenantId, model, owner, until, now],
  )
  if (progress === undefined) return 'elsewhere'
  const pending = await em.execute<Pending[]>(
    `select memory.id, memory.seq, title, content, tags, deleted_at is not null as "isDeleted", text_hash as "textHash"
       from graph.memory left join graph.embedding
         on embedding.tenant_id = memory.tenant_id and embedding.memory_id = memory.id and model = ?
       where memory.seq > ? order by memory.seq limit ?`,
    [model, progress.seq, limit],
  )
  return { after: progress.seq, pending }
}

/**
 * Keeps vectors, and that everything up to `upTo` has them, where nobody else has gone on from `after`; answers whether.
 * So entries become visible in the order of `memory_seq`, which is what graphs read them by.
 */
export async function storeEmbeddings(
  em: Em,
  { tenantId, model }: Pick<Lease, 'tenantId' | 'model'>,
  {
    after,
    upTo,
    embeddings,
  }: { readonly after: number; readonly upTo: number; readonly embeddings: readonly Embedding[] },
): Promise<boolean> {
  const moved = await em.execute<object[]>(
    `update graph.embedding_progress set seq = ? where tenant_id = ? and model = ? and seq = ? returning seq`,
    [upTo, tenantId, model, after],
  )
  if (moved.length === 0) return false
  await em.execute(
    `insert into graph.embedding (tenant_id, model, memory_id, memory_seq, text_hash, chunks, vectors)
       select ?, ?, "memoryId", "memorySeq", "textHash", chunks, decode(vectors, 'base64')
       from jsonb_to_recordset(?::jsonb)
         as entry ("memoryId" text, "memorySeq" integer, "textHash" text, chunks integer, vectors text)
       on conflict (tenant_id, model, memory_id) do update set memory_seq = excluded.memory_seq,
         text_hash = excluded.text_hash, chunks = excluded.chunks, vectors = excluded.vectors`,
    [tenantId, model, JSON.stringify(embeddings)],
    'run',
  )
  return true
}

/** The next vectors after an entry, in the order in which they became visible. */
export async function readEmbeddings(
  em: Em,
  model: string,
  after: number,
  limit: number,
): Promise<readonly Embedding[]> {
  return em.execute<Embedding[]>(
    `select memory_id as "memoryId", memory_seq as "memorySeq", text_hash as "textHash", chunks,
       encode(vectors, 'base64') as vectors
       from graph.embedding where model = ? and memory_seq > ? order by memory_seq limit ?`,
    [model, after, limit],
  )
}

/** The vectors of a memory's parts, in their order. */
export function vectorsIn({ chunks, vectors }: Embedding): Float32Array[] {
  if (chunks === 0) return []
  // A copy of its own: floats must begin at a multiple of four.
  const bytes = Uint8Array.from(Buffer.from(vectors, 'base64'))
  const floats = new Float32Array(bytes.buffer)
  const length = floats.length / chunks
  return Array.from({ length: chunks }, (_, place) => floats.slice(place * length, (place + 1) * length))
}
