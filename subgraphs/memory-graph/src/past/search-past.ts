import type { Em } from '@graphmemory/database/database.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import { textHashOf } from '../embedding/text-hash.ts'
import { vectorsIn, type Embedding } from '../embedding/embedding-store.ts'
import { termsOf } from '../engine/analyse-text.ts'
import type { Hit, SearchRequest, Vector } from '../engine/engine.ts'
import { filterSql } from '../filter-sql.ts'
import { createTurns } from '../next-turn.ts'
import { closenessOf, poolFor, rankedHit, textHit } from '../retrieval/hits.ts'
import { rank } from '../retrieval/rank.ts'
import type { AsOf } from './as-of.ts'
import { pastMemories } from './past-memories.ts'

/** What was there then is read and ranked whole: of more it is refused. */
const pastSearchBounds = { memories: 10_000, characters: 20_000_000 } as const

const pageSize = 1_000
/** BM25, as the full-text index of the present has it. */
const [k, b] = [1.2, 0.4]

type Row = {
  readonly id: string
  readonly title: string
  readonly content: string
  readonly tags: readonly string[]
  readonly createdAt: Date
  readonly isReturned: boolean
}
/** What a ranking needs of a memory as it was. */
type Document = {
  readonly id: string
  /** How often each term of the query stands in it. */
  readonly counts: readonly number[]
  readonly length: number
  readonly asks: boolean
  readonly createdAt: number
  readonly isReturned: boolean
  /** Null where its text of then has no vectors. */
  readonly cosine: number | null
}

/**
 * The memories that answered a query at a moment, best first, by their words of then, among what the viewer sees; with a
 * vector also by what they meant, where the text of then is the one that has vectors, and by how new they were then.
 * Relations take no part. Throws `BAD_USER_INPUT` where more was there than `bounds`.
 */
export async function searchPast(
  em: Em,
  request: Pick<SearchRequest, 'query' | 'mode' | 'filter' | 'limit' | 'vector'>,
  asOf: AsOf,
  bounds: { readonly memories: number; readonly characters: number } = pastSearchBounds,
): Promise<Hit[]> {
  await demandBounded(em, asOf, bounds)
  const terms = [...new Set(termsOf(request.query))]
  const documents: Document[] = []
  const turns = createTurns()
  for await (const page of pagesOf(em, request, asOf)) {
    const embedded = request.vector === undefined ? null : await readEmbedded(em, request.vector.model, page)
    for (const row of page) {
      documents.push(toDocument(row, terms, request.vector, embedded?.get(row.id)))
      if (turns.isOver()) await turns.next()
    }
  }
  const scores = scoresOf(documents, terms)
  if (request.mode === 'TEXT') return byWords(documents, scores, request.limit)

  const cosines = documents.flatMap(({ cosine }) => cosine ?? []).toSorted((x, y) => y - x)
  const pool = poolFor(request.limit)
  const closeness = closenessOf(cosines.slice(0, pool), pool)
  const byId = new Map(documents.map((document) => [document.id, document]))
  const ranked = rank({
    matches: documents.flatMap(({ id, cosine }, index) => {
      const [text, vector] = [scores[index] ?? 0, closeness(cosine ?? 0)]
      return text > 0 || vector > 0 ? [{ id, text, vector }] : []
    }),
    queryAsks: request.query.trimEnd().endsWith('?'),
    now: asOf.at,
    limit: request.limit,
    stepsFrom: () => [],
    traitsOf: (id) => byId.get(id),
    isReturned: (id) => byId.get(id)?.isReturned === true,
  })
  return ranked.map(rankedHit)
}

async function demandBounded(
  em: Em,
  asOf: AsOf,
  bounds: { readonly memories: number; readonly characters: number },
): Promise<void> {
  const table = pastMemories(asOf)
  const [size] = await em.execute<{ memories: number; characters: number }[]>(
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

async function* pagesOf(em: Em, { filter = {} }: Pick<SearchRequest, 'filter'>, asOf: AsOf): AsyncIterable<Row[]> {
  const [table, condition] = [pastMemories(asOf), filterSql(filter)]
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Row[] = await em.execute<Row[]>(
      `select id, title, content, tags, created_at as "createdAt", (${condition.sql}) as "isReturned"
         from ${table.sql} as memory where id > ? order by id limit ?`,
      [...condition.values, ...table.values, after, pageSize],
    )
    if (page.length > 0) yield page
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  }
}

async function readEmbedded(em: Em, model: string, page: readonly Row[]): Promise<Map<string, Embedding>> {
  const rows = await em.execute<Embedding[]>(
    `select memory_id as "memoryId", memory_seq as "memorySeq", text_hash as "textHash", chunks,
       encode(vectors, 'base64') as vectors from graph.embedding
       where model = ? and chunks > 0 and memory_id in (select jsonb_array_elements_text(?::jsonb))`,
    [model, JSON.stringify(page.map(({ id }) => id))],
  )
  return new Map(rows.map((row) => [row.memoryId, row]))
}

function toDocument(
  row: Row,
  terms: readonly string[],
  vector: Vector | undefined,
  embedding: Embedding | undefined,
): Document {
  const held = [...termsOf(row.title), ...termsOf(row.content), ...row.tags.flatMap(termsOf)]
  const counts = terms.map((term) => held.reduce((count, each) => (each === term ? count + 1 : count), 0))
  const isOfThisText = embedding !== undefined && vector !== undefined && embedding.textHash === textHashOf(row)
  return {
    id: row.id,
    counts,
    length: held.length,
    asks: row.content.trimEnd().endsWith('?'),
    createdAt: new Date(row.createdAt).getTime(),
    isReturned: row.isReturned,
    cosine: isOfThisText ? Math.max(...vectorsIn(embedding).map((each) => cosineOf(each, vector.values))) : null,
  }
}

/** What each document gets from the terms that it holds: BM25 among all of them. */
function scoresOf(documents: readonly Document[], terms: readonly string[]): number[] {
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length)
  const idfs = terms.map((_, place) => {
    const holding = documents.filter(({ counts }) => (counts[place] ?? 0) > 0).length
    return Math.log10((documents.length - holding + 0.5) / (holding + 0.5) + 1)
  })
  return documents.map(({ counts, length }) =>
    counts.reduce((sum, count, place) => {
      const held = (count * (k + 1)) / (count + k * (1 - b + (b * length) / Math.max(1, mean)))
      return sum + (idfs[place] ?? 0) * held
    }, 0),
  )
}

function byWords(documents: readonly Document[], scores: readonly number[], limit: number): Hit[] {
  return documents
    .flatMap(({ id, isReturned }, index) => {
      const score = scores[index] ?? 0
      if (!isReturned || score <= 0) return []
      return [textHit({ id, score })]
    })
    .toSorted((x, y) => y.score - x.score || (x.memoryId < y.memoryId ? -1 : 1))
    .slice(0, limit)
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
