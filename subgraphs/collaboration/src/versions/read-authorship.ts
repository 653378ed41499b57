import { ContentString, type Doc } from 'yjs'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { KnownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { DocumentRow } from '../document-row.ts'
import { lookAt } from '../enter-document.ts'
import type { DocumentAuthorshipArgs } from '../schema.generated.ts'

/** A part of the text that one actor wrote; null where it is what the document began with. */
export type AuthoredSpan = { readonly from: number; readonly to: number; readonly author: KnownActor | null }

type Run = { readonly from: number; to: number; readonly yjsClientId: number }

const maxSpans = 10_000

/** Who wrote which part of the text as it is now. */
export async function readAuthorship(
  context: Context,
  document: DocumentRow,
  { from = 0 }: DocumentAuthorshipArgs,
): Promise<AuthoredSpan[]> {
  if (from < 0) throw badInput('from', 'from is not negative')
  const runs = await lookAt(context, document, (room) => room.look((doc) => runsOf(doc, from)))
  const authors = await authorsOf(context, document, new Set(runs.map(({ yjsClientId }) => yjsClientId)))
  const spans: { from: number; to: number; author: KnownActor | null }[] = []
  for (const { from: start, to, yjsClientId } of runs) {
    const author = authors.get(yjsClientId) ?? null
    const last = spans.at(-1)
    if (last !== undefined && last.author?.kind === author?.kind && last.author?.id === author?.id) last.to = to
    else spans.push({ from: start, to, author })
  }
  return spans.slice(0, maxSpans)
}

/** The runs of characters that one Yjs client wrote, from a place on. */
function runsOf(doc: Doc, from: number): Run[] {
  const runs: Run[] = []
  let at = 0
  for (let item = doc.getText('content')._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof ContentString)) continue
    const to = at + item.content.str.length
    const last = runs.at(-1)
    if (last?.yjsClientId === item.id.client) last.to = to
    else if (to > from) runs.push({ from: Math.max(at, from), to, yjsClientId: item.id.client })
    at = to
  }
  return runs
}

async function authorsOf(
  { collaboration, viewer }: Context,
  { id, epoch }: DocumentRow,
  yjsClientIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, KnownActor>> {
  const rows = await collaboration.database.withTenant(viewer, (em) =>
    em.execute<{ client: string; kind: KnownActor['kind']; actor_id: string }[]>(
      `select yjs_client_id::text as client, actor_kind as kind, actor_id from collab.author
       where document_id = ? and epoch = ?
         and yjs_client_id in (select value::bigint from json_array_elements_text(?::json))`,
      [id, epoch, JSON.stringify([...yjsClientIds])],
    ),
  )
  return new Map(rows.map(({ client, kind, actor_id }) => [Number(client), { kind, id: actor_id }]))
}
