import { mergeUpdates } from 'yjs'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { withActivity } from '../activity/with-activity.ts'
import { knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import { documentOf } from '../enter-document.ts'
import { inspectUpdate } from '../inspect-update.ts'
import { orUnavailable } from '../or-unavailable.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { Room } from '../room.ts'
import type { AcceptSuggestionInput } from '../schema.generated.ts'
import { decideHunks } from './decide-hunks.ts'
import { chosenOf, findSuggestion, suggestionOf } from './find-suggestion.ts'
import { judgeHunk } from './judge-hunk.ts'
import type { HunkRow, SuggestionRow } from './suggestion-rows.ts'

type Accepted = {
  readonly suggestion: SuggestionRow
  readonly seq: number | null
  readonly conflicts: HunkRow[]
}

/**
 * Takes hunks of a suggestion into its document: the edit is its author's, the decision the viewer's. First the edit is
 * made durable, then the decision written down. Whoever dies in between, or decides the same at once, takes nothing in
 * twice: a hunk is the same update each time.
 */
export async function acceptSuggestion(
  context: Context,
  { id, hunks: named }: AcceptSuggestionInput,
): Promise<Accepted> {
  const { collaboration, viewer } = context
  const reviewer = knownActor(viewer)
  const suggestion = await suggestionOf(context, id)
  const document = await documentOf(context, suggestion.documentId)
  await demandRole(context, document.id, 'EDITOR')
  const chosen = chosenOf(await context.suggestions.hunks.load(id), named)
  if (named != null && chosen.some(({ status }) => status === 'REJECTED'))
    throw new ClientError('CONFLICT', 'A change was turned down already')
  const pending = chosen.filter(({ status }) => status === 'PENDING')
  if (pending.length === 0) return { suggestion, seq: null, conflicts: [] }
  if (suggestion.epoch !== document.epoch) return { suggestion, seq: null, conflicts: pending }

  const room = await collaboration.rooms.enter({ tenantId: document.tenantId, documentId: document.id })
  await orUnavailable(() => room.reach(suggestion.baseSeq))
  const judged = await orUnavailable(() =>
    room.look((doc) => pending.map((hunk) => ({ hunk, verdict: judgeHunk(doc, hunk).kind }))),
  )
  const of = (kind: string) => judged.filter(({ verdict }) => verdict === kind).map(({ hunk }) => hunk)
  const [applying, conflicts] = [of('applies'), of('conflict')]
  const taken = [...applying, ...of('done')].map(({ index }) => index)
  if (taken.length === 0) return { suggestion, seq: null, conflicts }
  const seq = await apply(context, room, suggestion, applying)

  const decided = await withActivity(
    context,
    async () => suggestion.documentId,
    async (em, tell) => {
      const indexes = await decideHunks(em, id, { status: 'ACCEPTED', reviewer, indexes: taken, seq })
      const details = { hunks: indexes, seq, author: suggestion.author }
      if (indexes.length > 0) await tell({ kind: 'SUGGESTION_ACCEPTED', suggestionId: id, details })
      return findSuggestion(em, id)
    },
    // The edit is there: nothing may stand in the way of writing down whose decision it was.
    { isLimited: false },
  )
  return { suggestion: decided, seq, conflicts }
}

/** Stores what hunks change as one edit of their author; answers with an entry by which it is durable. */
async function apply(
  { collaboration, viewer }: Context,
  room: Room,
  { id, sessionId }: SuggestionRow,
  hunks: readonly HunkRow[],
): Promise<number> {
  const [first] = hunks
  if (first === undefined) return orUnavailable(() => room.durable())
  const update = mergeUpdates(hunks.map((hunk) => hunk.update))
  if (room.bytes + update.length > collaboration.limits.documentBytes)
    throw new ClientError('PAYLOAD_TOO_LARGE', 'The document would be too large')
  return orUnavailable(async () => {
    const offered = room.offer(update, inspectUpdate(update), {
      identity: viewer,
      sessionId,
      yjsClientId: first.yjsClientId,
      batchId: `${id}/${newId('bat')}`,
      action: 'document.accept_suggestion',
    })
    if (offered.kind === 'stored' || offered.kind === 'duplicate') return offered.seq
    throw new Error(`a suggestion was ${offered.kind}`)
  })
}
