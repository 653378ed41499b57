import type { Em } from '@graphmemory/database/database.ts'
import type { KnownActor } from '../actor-kinds.ts'

type Decision = {
  readonly status: 'ACCEPTED' | 'REJECTED'
  readonly reviewer: KnownActor
  readonly indexes: readonly number[]
  readonly seq: number | null
}

/** Writes down what was decided about hunks, and what has become of their suggestion. Answers which were not decided yet. */
export async function decideHunks(
  em: Em,
  suggestionId: string,
  { status, reviewer, indexes, seq }: Decision,
): Promise<number[]> {
  // What is in the document is accepted, whatever somebody else has decided meanwhile.
  const decided = await em.execute<{ index: number }[]>(
    `update collab.suggestion_hunk
     set status = ?, reviewer_kind = ?, reviewer_id = ?, decided_at = clock_timestamp(), seq = ?
     where suggestion_id = ? and index in (select value::integer from json_array_elements_text(?::json))
       and (status = 'PENDING' or (status = 'REJECTED' and ? = 'ACCEPTED')) returning index`,
    [status, reviewer.kind, reviewer.id, seq, suggestionId, JSON.stringify(indexes), status],
  )
  if (decided.length === 0) return []
  await em.execute(
    `update collab.suggestion s set
       status = case when h.pending > 0 then 'OPEN' when h.accepted = h.total then 'ACCEPTED'
         when h.accepted = 0 then 'REJECTED' else 'PARTLY_ACCEPTED' end,
       closed_at = case when h.pending = 0 then coalesce(s.closed_at, clock_timestamp()) end
     from (select count(*) as total, count(*) filter (where status = 'PENDING') as pending,
             count(*) filter (where status = 'ACCEPTED') as accepted
           from collab.suggestion_hunk where suggestion_id = ?) h
     where s.id = ?`,
    [suggestionId, suggestionId],
    'run',
  )
  return decided.map(({ index }) => index).toSorted((a, b) => a - b)
}
