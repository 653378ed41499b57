import { ClientError } from '@graphmemory/errors/client-error.ts'
import { withActivity } from '../activity/with-activity.ts'
import { isActor, knownActor } from '../actor-kinds.ts'
import type { Context } from '../context.ts'
import type { RejectSuggestionInput } from '../schema.generated.ts'
import { decideHunks } from './decide-hunks.ts'
import { chosenOf, findSuggestion } from './find-suggestion.ts'
import { readHunks, type SuggestionRow } from './suggestion-rows.ts'

/** Turns hunks of a suggestion down, as one who may edit the document, or as the author who withdraws them. */
export async function rejectSuggestion(
  context: Context,
  { id, hunks: named }: RejectSuggestionInput,
): Promise<{ suggestion: SuggestionRow }> {
  const { viewer } = context
  const reviewer = knownActor(viewer)
  return withActivity(
    context,
    async (em) => (await findSuggestion(em, id)).documentId,
    async (em, tell, _, role) => {
      const { author } = await findSuggestion(em, id)
      if (role !== 'EDITOR' && !isActor(viewer, author))
        throw new ClientError('FORBIDDEN', 'Only its author and who may edit the document turn a suggestion down')
      const [hunks = []] = await readHunks(em, [id])
      const chosen = chosenOf(hunks, named)
      if (named != null && chosen.some(({ status }) => status === 'ACCEPTED'))
        throw new ClientError('CONFLICT', 'A change is in the document already')
      const pending = chosen.filter(({ status }) => status === 'PENDING').map(({ index }) => index)
      if (pending.length > 0) {
        await tell({ kind: 'SUGGESTION_REJECTED', suggestionId: id, details: { hunks: pending, author } })
        await decideHunks(em, id, { status: 'REJECTED', reviewer, indexes: pending, seq: null })
      }
      return { suggestion: await findSuggestion(em, id) }
    },
  )
}
