import type { Doc } from 'yjs'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { rewriteContent, type DocumentContent } from './document-content.ts'
import type { DocumentRow } from './document-row.ts'
import { documentRoleOf } from './document-role.ts'
import { documentOf } from './enter-document.ts'
import { inspectUpdate } from './inspect-update.ts'
import { orUnavailable } from './or-unavailable.ts'
import type { PatchAuthor } from './patch-authors.ts'
import { readPatch } from './read-patch.ts'
import { readRevision, type Revision } from './read-revision.ts'
import { readTextAt } from './read-text-at.ts'
import { BatchUsedError, clockOf } from './room.ts'
import type { ApplyMemoryPatchInput, DocumentText } from './schema.generated.ts'

/**
 * Brings a whole new text, title, tags or properties into a document: what they change of what it said at the base entry is
 * merged with what has come since, under the caller's own name. Answers when it is durable.
 */
export async function applyMemoryPatch(
  context: Context,
  input: ApplyMemoryPatchInput,
): Promise<{ document: DocumentRow; content: DocumentText }> {
  const { collaboration, viewer } = context
  const { batchId, documentId } = input
  if (batchId.length === 0 || batchId.length > 64) throw badInput('batchId', 'A batchId has 1 to 64 characters')
  const given = readPatch(input)
  if (Buffer.byteLength(given.content ?? '') > collaboration.limits.documentBytes) throw tooLarge()
  const document = await documentOf(context, documentId)
  if (documentRoleOf(viewer) !== 'EDITOR') throw await denied(context, document)
  if (input.epoch !== document.epoch)
    throw new ClientError('CONFLICT', 'The document has begun another epoch', { version: document.epoch })

  const author = await collaboration.patchAuthors.of(viewer, document)
  const waitMs = author.patches.take()
  if (waitMs > 0) throw new ClientError('RATE_LIMITED', 'Too many patches', { retryAfterMs: waitMs })
  let patching = author.underWay.get(batchId)
  if (patching === undefined) {
    patching = patch(context, document, author, input, given)
    author.underWay.set(batchId, patching)
    const forget = () => author.underWay.delete(batchId)
    patching.then(forget, forget)
  }
  const seq = await patching
  const current = { ...document, headSeq: Math.max(document.headSeq, seq) }
  return { document: current, content: await readTextAt(context, current, seq) }
}

/** Stores a patch once, and answers with its entry; with the last entry where it changes nothing. */
async function patch(
  context: Context,
  document: DocumentRow,
  author: PatchAuthor,
  { batchId, baseSeq }: ApplyMemoryPatchInput,
  given: Partial<DocumentContent>,
): Promise<number> {
  const { collaboration, viewer } = context
  const { database, limits, patchAuthors, rooms } = collaboration
  const { id, tenantId, epoch } = document
  const { stored, base } = await database.withTenant(viewer, async (em) => {
    const [entry] = await em.execute<{ seq: number }[]>(
      'select seq from collab.entry where session_id = ? and batch_id = ?',
      [author.sessionId, batchId],
    )
    return { stored: entry?.seq, base: await readRevision(em, id, epoch, baseSeq) }
  })
  if (stored !== undefined) return stored
  const before = demandBase(base, baseSeq, document)

  const room = await rooms.enter({ tenantId, documentId: id })
  await orUnavailable(() => room.reach(baseSeq))
  const isFree = (client: number) => room.clockOf(client) === clockOf(before, client)
  // What was written since the base under the author's id stands where the patch would write: it needs another id.
  if (author.yjsClientId === null || !isFree(author.yjsClientId))
    author.yjsClientId = await patchAuthors.takeClientId(viewer, document)
  const yjsClientId = author.yjsClientId

  before.clientID = yjsClientId
  const update = updateOf(before, () => rewriteContent(before, given))
  if (update === null) return orUnavailable(() => room.durable())
  if (update.length > limits.updateBytes || room.bytes + update.length > limits.documentBytes) throw tooLarge()
  return orUnavailable(async () => {
    try {
      const offered = room.offer(update, inspectUpdate(update), {
        identity: viewer,
        sessionId: author.sessionId,
        yjsClientId,
        batchId,
        action: 'document.patch',
      })
      if (offered.kind === 'stored' || offered.kind === 'duplicate') return await offered.seq
      throw new Error(`a patch was ${offered.kind}`)
    } catch (error) {
      // Whether it was stored is not known: nothing may be written in the same place.
      author.yjsClientId = null
      if (error instanceof BatchUsedError) return error.seq
      throw error
    }
  })
}

/** What a change of a document adds to it, as a Yjs update; null where it changes nothing. */
function updateOf(doc: Doc, change: () => void): Uint8Array | null {
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.transact(change)
  return updates[0] ?? null
}

function demandBase(base: Revision | null, baseSeq: number, { headSeq }: DocumentRow): Doc {
  if (baseSeq < 1 || (base === null && baseSeq > headSeq)) throw badInput('baseSeq', 'The log has no such entry')
  if (base === null || !base.isInLog)
    throw new ClientError('CONFLICT', 'The base is too old: read the text again and patch that', { version: headSeq })
  return base.doc
}

async function denied({ collaboration, viewer }: Context, { id }: DocumentRow): Promise<ClientError> {
  await collaboration.database.withTenant(viewer, (em) =>
    recordAudit(em, viewer, {
      type: 'authorization',
      action: 'document.patch',
      resource: { type: 'document', id },
      outcome: 'DENIED',
    }),
  )
  return new ClientError('FORBIDDEN', 'You may not edit this document')
}

const tooLarge = () => new ClientError('PAYLOAD_TOO_LARGE', 'The patch, or the document it would make, is too large')
