import type { Doc } from 'yjs'
import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import type { DocumentRow } from './document-row.ts'
import { inspectUpdate } from './inspect-update.ts'
import { orUnavailable } from './or-unavailable.ts'
import type { PatchAuthor } from './patch-authors.ts'
import { readRevision, type Revision } from './read-revision.ts'
import { clockOf } from './clock-of.ts'
import type { Room } from './room.ts'
import { BatchUsedError } from './room-errors.ts'

/** An edit that the server makes in a caller's name. */
export type CallerEdit = {
  /** The caller's name for it: it is stored once. */
  readonly batchId: string
  /** The entry that it is made on; what came after is merged with it. */
  readonly baseSeq: number
  /** How the audit log calls it, and what it says beside. */
  readonly action: `document.${string}`
  readonly details?: Readonly<Record<string, unknown>>
  /** Done first, unless the edit has been stored before; the room holds the entry that the edit is made on. */
  readonly prepare?: (room: Room) => Promise<void>
  readonly change: (doc: Doc) => void
}

/**
 * Edits a document in the caller's name, who needs no session. Answers, when it is durable, with its entry; with the last
 * one where it changes nothing. Throws `FORBIDDEN`, `CONFLICT`, `RATE_LIMITED`, `PAYLOAD_TOO_LARGE`, `UNAVAILABLE`.
 */
export async function editAsCaller(context: Context, document: DocumentRow, edit: CallerEdit): Promise<number> {
  const { collaboration, viewer } = context
  const { batchId } = edit
  if (batchId.length === 0 || batchId.length > 64) throw badInput('batchId', 'A batchId has 1 to 64 characters')
  if ((await collaboration.roles.of(viewer, document.id)) !== 'EDITOR') throw await denied(context, document, edit)
  const author = await collaboration.patchAuthors.of(viewer, document)
  const waitMs = author.patches.take()
  if (waitMs > 0) throw new ClientError('RATE_LIMITED', 'Too many edits', { retryAfterMs: waitMs })
  const { writes } = collaboration
  if (!writes.admits(document.tenantId)) {
    const { retryAfterMs } = writes
    throw new ClientError('UNAVAILABLE', 'Nothing can be written now', { reason: 'READ_ONLY_MODE', retryAfterMs })
  }
  const underWay = author.underWay.get(batchId)
  if (underWay !== undefined) return underWay
  const storing = store(context, document, author, edit)
  author.underWay.set(batchId, storing)
  const forget = () => author.underWay.delete(batchId)
  storing.then(forget, forget)
  return storing
}

async function store(
  context: Context,
  document: DocumentRow,
  author: PatchAuthor,
  { batchId, baseSeq, action, details, prepare, change }: CallerEdit,
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
  await orUnavailable(async () => {
    await room.reach(baseSeq)
    await prepare?.(room)
  })
  const isFree = (client: number) => room.clockOf(client) === clockOf(before, client)
  // What was written since the base under the author's id stands where this edit would write: it needs another id.
  if (author.yjsClientId === null || !isFree(author.yjsClientId))
    author.yjsClientId = await patchAuthors.takeClientId(viewer, document)
  const yjsClientId = author.yjsClientId

  before.clientID = yjsClientId
  const update = updateOf(before, () => change(before))
  if (update === null) return orUnavailable(() => room.durable())
  if (update.length > limits.updateBytes || room.bytes + update.length > limits.documentBytes) throw tooLarge()
  return orUnavailable(async () => {
    try {
      const offered = room.offer(update, inspectUpdate(update), {
        identity: viewer,
        sessionId: author.sessionId,
        yjsClientId,
        batchId,
        action,
        ...(details !== undefined && { details }),
      })
      if (offered.kind === 'stored' || offered.kind === 'duplicate') return await offered.seq
      throw new Error(`an edit of the server was ${offered.kind}`)
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

async function denied(
  { collaboration, viewer }: Context,
  { id }: DocumentRow,
  { action }: CallerEdit,
): Promise<ClientError> {
  await collaboration.database.withTenant(viewer, (em) =>
    recordAudit(em, viewer, {
      type: 'authorization',
      action,
      resource: { type: 'document', id },
      outcome: 'DENIED',
    }),
  )
  return new ClientError('FORBIDDEN', 'You may not edit this document')
}

export const tooLarge = () =>
  new ClientError('PAYLOAD_TOO_LARGE', 'The edit, or the document it would make, is too large')
