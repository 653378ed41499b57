import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { vectorsIn, type Embedding } from '../embedding/embedding-store.ts'
import { textHashOf } from '../embedding/text-hash.ts'
import { termsOf } from '../engine/analyse-text.ts'
import type { MemoryFilter } from '../engine/engine.ts'
import type { Memory } from '../entities.ts'
import { filterSql } from '../filter-sql.ts'
import { createTurns } from '../next-turn.ts'
import { passable } from '../retrieval/passable.ts'
import type { AsOf } from './as-of.ts'
import { pastMemories } from './past-memories.ts'

export type PastBounds = { readonly memories: number; readonly characters: number }

/** What was there then is read and ranked whole: of more it is refused. */
const pastBounds: PastBounds = { memories: 10_000, characters: 20_000_000 }

const pageSize = 1_000
/** BM25, as the full-text index of the present has it. */
const [k, b] = [1.2, 0.4]

type Text = Pick<Memory, 'id' | 'title' | 'content' | 'tags'>
type Row = Text & { readonly createdAt: Date; readonly isReturned: boolean; readonly isPassable: boolean }

/** What memories are compared with: terms, and vectors of a model, of which the closest counts. */
export type Wanted = {
  readonly terms: readonly string[]
  readonly meaning: { readonly model: string; readonly vectors: readonly Float32Array[] } | null
  readonly filter: MemoryFilter
}

/** What a ranking needs of a memory as it was. */
export type PastDocument = {
  readonly id: string
  /** What it gets from the terms that it holds: BM25 among all that the viewer sees of then. */
  readonly text: number
  /** Null where its text of then has no vectors. */
  readonly cosine: number | null
  readonly asks: boolean
  readonly createdAt: number
  /** Whether it met the filter, or what of it says which memories may be met at all. */
  readonly isReturned: boolean
  readonly isPassable: boolean
}
type Counted = Omit<PastDocument, 'text'> & {
  /** How often each term stands in it. */
  readonly counts: readonly number[]
  readonly length: number
}

/** All memories that were there at a moment, by their ids, as they compare with something. Throws `BAD_USER_INPUT` where there were more than `bounds`. */
export async function readPastDocuments(
  em: Em,
  wanted: Wanted,
  asOf: AsOf,
  bounds: PastBounds = pastBounds,
): Promise<PastDocument[]> {
  await demandBounded(em, asOf, bounds)
  const places = new Map([...new Set(wanted.terms)].map((term, place) => [term, place]))
  const documents: Counted[] = []
  const turns = createTurns()
  for await (const page of pagesOf(em, wanted.filter, asOf)) {
    const vectorsOf = await readPastVectors(em, wanted.meaning?.model ?? null, page)
    for (const row of page) {
      const cosine = closest(wanted.meaning?.vectors ?? [], vectorsOf.get(row.id) ?? [])
      documents.push({ ...counted(row, places), cosine })
      if (turns.isOver()) await turns.next()
    }
  }
  return scored(documents, places.size)
}

/** The vectors of texts of then, by memory: those that are kept, where they are of the same text. */
export async function readPastVectors(
  em: Em,
  model: string | null,
  texts: readonly Text[],
): Promise<Map<string, Float32Array[]>> {
  if (model === null) return new Map()
  const kept = await em.execute<Embedding[]>(
    `select memory_id as "memoryId", memory_seq as "memorySeq", text_hash as "textHash", chunks,
       encode(vectors, 'base64') as vectors from graph.embedding
       where model = ? and chunks > 0 and memory_id in (select jsonb_array_elements_text(?::jsonb))`,
    [model, JSON.stringify(texts.map(({ id }) => id))],
  )
  const byId = new Map(kept.map((embedding) => [embedding.memoryId, embedding]))
  return new Map(
    texts.flatMap((text) => {
      const embedding = byId.get(text.id)
      return embedding?.textHash === textHashOf(text) ? [[text.id, vectorsIn(embedding)]] : []
    }),
  )
}

async function demandBounded(em: Em, asOf: AsOf, bounds: PastBounds): Promise<void> {
  const table = pastMemories(asOf)
  const [size] = await em.execute<PastBounds[]>(
    `select count(*)::integer as memories,
       coalesce(sum(length(title) + length(content)), 0)::double precision as characters from ${table.sql} as memory`,
    [...table.values],
  )
  if (size === undefined || size.memories > bounds.memories || size.characters > bounds.characters)
    throw badInput(
      'asOf',
      `As of an earlier moment, at most ${bounds.memories} memories of ${bounds.characters} characters together are searched`,
    )
}

async function* pagesOf(em: Em, filter: MemoryFilter, asOf: AsOf): AsyncIterable<Row[]> {
  const [table, returned, met] = [pastMemories(asOf), filterSql(filter), filterSql(passable(filter))]
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Row[] = await em.execute<Row[]>(
      `select id, title, content, tags, created_at as "createdAt", (${returned.sql}) as "isReturned",
         (${met.sql}) as "isPassable" from ${table.sql} as memory where id > ? order by id limit ?`,
      [...returned.values, ...met.values, ...table.values, after, pageSize],
    )
    if (page.length > 0) yield page
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  }
}

function counted(row: Row, places: ReadonlyMap<string, number>): Omit<Counted, 'cosine'> {
  const held = [...termsOf(row.title), ...termsOf(row.content), ...row.tags.flatMap(termsOf)]
  const counts = Array.from({ length: places.size }, () => 0)
  for (const term of held) {
    const place = places.get(term)
    if (place !== undefined) counts[place] = (counts[place] ?? 0) + 1
  }
  return {
    id: row.id,
    counts,
    length: held.length,
    asks: row.content.trimEnd().endsWith('?'),
    createdAt: new Date(row.createdAt).getTime(),
    isReturned: row.isReturned,
    isPassable: row.isPassable,
  }
}

function scored(documents: readonly Counted[], terms: number): PastDocument[] {
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length)
  const idfs = Array.from({ length: terms }, (_, place) => {
    const holding = documents.filter(({ counts }) => (counts[place] ?? 0) > 0).length
    return Math.log10((documents.length - holding + 0.5) / (holding + 0.5) + 1)
  })
  return documents.map(({ counts, length, ...document }) => ({
    ...document,
    text: counts.reduce((sum, count, place) => {
      const held = (count * (k + 1)) / (count + k * (1 - b + (b * length) / Math.max(1, mean)))
      return sum + (idfs[place] ?? 0) * held
    }, 0),
  }))
}

function closest(ones: readonly Float32Array[], others: readonly Float32Array[]): number | null {
  const cosines = ones.flatMap((one) => others.map((other) => cosineOf(one, other)))
  return cosines.length === 0 ? null : Math.max(...cosines)
}

function cosineOf(x: Float32Array, y: Float32Array): number {
  let [dot, ofX, ofY] = [0, 0, 0]
  for (const [place, value] of x.entries()) {
    const other = y[place] ?? 0
    dot += value * other
    ofX += value * value
    ofY += other * other
  }
  return ofX === 0 || ofY === 0 ? 0 : dot / Math.sqrt(ofX * ofY)
}
