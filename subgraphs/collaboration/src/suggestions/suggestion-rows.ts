import type { Em } from '@graphmemory/database/database.ts'
import type { KnownActor } from '../actor-kinds.ts'
import { readByIds, type Rows } from '../read-by-ids.ts'
import type { SuggestionHunkStatus, SuggestionStatus } from '../schema.generated.ts'

/** A suggestion as its row says. */
export type SuggestionRow = {
  readonly id: string
  readonly tenantId: string
  readonly documentId: string
  readonly epoch: number
  readonly baseSeq: number
  readonly author: KnownActor
  readonly sessionId: string
  readonly note: string | null
  readonly status: SuggestionStatus
  readonly createdAt: Date | string
  readonly closedAt: Date | string | null
}

/** What a hunk changes, as it was made from the base. */
export type Hunk = {
  readonly index: number
  /** Where the change stands in the text of the base. */
  readonly at: number
  readonly removed: string
  readonly inserted: string
  /** Encoded relative positions: around what is removed, or, where nothing is, of the neighbours of what is inserted. */
  readonly start: Uint8Array
  readonly end: Uint8Array
  /** Under which what is inserted is written, and nothing else ever is. */
  readonly yjsClientId: number
  readonly update: Uint8Array
}

/** A hunk as its row says. */
export type HunkRow = Hunk & {
  readonly suggestionId: string
  readonly documentId: string
  readonly epoch: number
  readonly status: SuggestionHunkStatus
  readonly reviewer: KnownActor | null
  readonly decidedAt: Date | string | null
  readonly seq: number | null
}

const suggestionColumns =
  'id, tenant_id, document_id, epoch, base_seq, author_kind, author_id, session_id, note, status, created_at, closed_at'

type StoredSuggestion = {
  id: string
  tenant_id: string
  document_id: string
  epoch: number
  base_seq: number
  author_kind: KnownActor['kind']
  author_id: string
  session_id: string
  note: string | null
  status: SuggestionStatus
  created_at: Date | string
  closed_at: Date | string | null
}

const toSuggestion = (row: StoredSuggestion): SuggestionRow => ({
  id: row.id,
  tenantId: row.tenant_id,
  documentId: row.document_id,
  epoch: row.epoch,
  baseSeq: row.base_seq,
  author: { kind: row.author_kind, id: row.author_id },
  sessionId: row.session_id,
  note: row.note,
  status: row.status,
  createdAt: row.created_at,
  closedAt: row.closed_at,
})

export const suggestions: Rows<StoredSuggestion, SuggestionRow> = {
  columns: suggestionColumns,
  table: 'collab.suggestion',
  toRow: toSuggestion,
}

export const readSuggestions = (em: Em, ids: readonly string[]) => readByIds(em, suggestions, ids)

type StoredHunk = {
  suggestion_id: string
  document_id: string
  epoch: number
  index: number
  at: number
  removed: string
  inserted: string
  range_start: Uint8Array
  range_end: Uint8Array
  yjs_client_id: string | number
  payload: Uint8Array
  status: SuggestionHunkStatus
  reviewer_kind: KnownActor['kind'] | null
  reviewer_id: string | null
  decided_at: Date | string | null
  seq: number | null
}

/** The hunks of these suggestions, in the order of the text. */
export async function readHunks(em: Em, suggestionIds: readonly string[]): Promise<HunkRow[][]> {
  const rows = await em.execute<StoredHunk[]>(
    `select h.*, s.document_id, s.epoch from collab.suggestion_hunk h join collab.suggestion s on s.id = h.suggestion_id
     where h.suggestion_id in (select json_array_elements_text(?::json)) order by h.suggestion_id, h.index`,
    [JSON.stringify(suggestionIds)],
  )
  const bySuggestion = new Map(suggestionIds.map((id): [string, HunkRow[]] => [id, []]))
  for (const row of rows) bySuggestion.get(row.suggestion_id)?.push(toHunk(row))
  return suggestionIds.map((id) => bySuggestion.get(id) ?? [])
}

const toHunk = (row: StoredHunk): HunkRow => ({
  suggestionId: row.suggestion_id,
  documentId: row.document_id,
  epoch: row.epoch,
  index: row.index,
  at: row.at,
  removed: row.removed,
  inserted: row.inserted,
  start: row.range_start,
  end: row.range_end,
  yjsClientId: Number(row.yjs_client_id),
  update: row.payload,
  status: row.status,
  reviewer:
    row.reviewer_kind === null || row.reviewer_id === null ? null : { kind: row.reviewer_kind, id: row.reviewer_id },
  decidedAt: row.decided_at,
  seq: row.seq,
})
