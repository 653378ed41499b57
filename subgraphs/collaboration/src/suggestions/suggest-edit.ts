import type { Em } from '@graphmemory/database/database.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { withActivity } from '../activity/with-activity.ts'
import { knownActor } from '../actor-kinds.ts'
import { readText } from '../comments/read-remark.ts'
import type { Context } from '../context.ts'
import { diffText, type TextChange } from '../diff-text.ts'
import type { DocumentRow } from '../document-row.ts'
import { documentOf } from '../enter-document.ts'
import { readRevision } from '../read-revision.ts'
import { demandRole } from '../roles/demand-role.ts'
import type { SuggestEditInput } from '../schema.generated.ts'
import { takeClientIds } from '../take-client-ids.ts'
import { findSuggestion } from './find-suggestion.ts'
import { makeHunks } from './make-hunks.ts'
import type { Hunk, SuggestionRow } from './suggestion-rows.ts'

const maxNote = 2_000
const maxHunks = 100

/** Proposes a new text: what it changes of its base is kept, hunk by hunk, for somebody to decide about. */
export async function suggestEdit(
  context: Context,
  { documentId, epoch, baseSeq, ...input }: SuggestEditInput,
): Promise<{ suggestion: SuggestionRow }> {
  const { collaboration, viewer } = context
  const { limits, patchAuthors } = collaboration
  const author = knownActor(viewer)
  const content = readText('content', input.content, limits.documentBytes)
  const note = input.note == null ? null : readText('note', input.note, maxNote)
  const document = await documentOf(context, documentId)
  await demandRole(context, documentId, 'SUGGESTER')
  if (epoch !== document.epoch)
    throw new ClientError('CONFLICT', 'The document has begun another epoch', { version: document.epoch })
  const base = await readBase(context, document, baseSeq)
  const changes = diffText(base.getText('content').toJSON(), content)
  checkChanges(changes, limits.updateBytes)

  const { sessionId } = await patchAuthors.of(viewer, document)
  return withActivity(
    context,
    async () => documentId,
    async (em, tell) => {
      await checkOpen(em, documentId, limits.openSuggestionsPerDocument)
      const id = newId('sug')
      await tell({ kind: 'SUGGESTION_MADE', suggestionId: id })
      const hunks = makeHunks(base, changes, await takeClientIds(em, document, author, changes.length))
      if (hunks.reduce((sum, { update }) => sum + update.length, 0) > limits.updateBytes) throw tooLarge()
      await em.execute(
        `insert into collab.suggestion
           (id, tenant_id, document_id, epoch, base_seq, author_kind, author_id, session_id, note)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, document.tenantId, documentId, epoch, baseSeq, author.kind, author.id, sessionId, note],
        'run',
      )
      await insertHunks(em, document.tenantId, id, hunks)
      return { suggestion: await findSuggestion(em, id) }
    },
  )
}

async function readBase({ collaboration, viewer }: Context, { id, epoch, headSeq }: DocumentRow, baseSeq: number) {
  if (baseSeq < 1 || baseSeq > headSeq) throw badInput('baseSeq', 'The log has no such entry')
  const base = await collaboration.database.withTenant(viewer, (em) => readRevision(em, id, epoch, baseSeq))
  if (base === null)
    throw new ClientError('CONFLICT', 'The base is too old: read the text again and change that', { version: headSeq })
  return base.doc
}

function checkChanges(changes: readonly TextChange[], maxBytes: number): void {
  if (changes.length === 0) throw badInput('content', 'The new text changes nothing')
  if (changes.length > maxHunks) throw badInput('content', `A suggestion makes at most ${maxHunks} changes`)
  const texts = changes.flatMap(({ removed, inserted }) => [removed, inserted])
  if (texts.some((text) => text.includes('\0'))) throw badInput('content', 'What it takes out holds a NUL')
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > maxBytes) throw tooLarge()
}

async function checkOpen(em: Em, documentId: string, max: number): Promise<void> {
  const [open] = await em.execute<{ count: number }[]>(
    `select count(*)::integer as count from collab.suggestion where document_id = ? and status = 'OPEN'`,
    [documentId],
  )
  if ((open?.count ?? 0) >= max)
    throw new ClientError('CONFLICT', `A document holds at most ${max} suggestions that nobody has decided about`)
}

async function insertHunks(em: Em, tenantId: string, suggestionId: string, hunks: readonly Hunk[]): Promise<void> {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const rows = hunks.map(({ start, end, update, ...hunk }) => ({
    ...hunk,
    start: base64(start),
    end: base64(end),
    update: base64(update),
  }))
  await em.execute(
    `insert into collab.suggestion_hunk
       (tenant_id, suggestion_id, index, "at", removed, inserted, range_start, range_end, yjs_client_id, payload)
     select ?, ?, index, "at", removed, inserted, decode(start, 'base64'), decode("end", 'base64'), "yjsClientId", decode(update, 'base64')
     from json_to_recordset(?::json) as h(index integer, "at" integer, removed text, inserted text, start text, "end" text,
       "yjsClientId" bigint, update text)`,
    [tenantId, suggestionId, JSON.stringify(rows)],
    'run',
  )
}

const tooLarge = () => new ClientError('PAYLOAD_TOO_LARGE', 'The suggestion changes too much at once')
