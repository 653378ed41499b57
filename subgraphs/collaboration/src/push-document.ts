import { recordAudit } from '@graphmemory/audit-outbox/record-audit.ts'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { Context } from './context.ts'
import { areHeld, type HeldLock } from './locks/element-lock.ts'
import { giveBack } from './give-back.ts'
import { inspectUpdate, MalformedUpdateError, type InspectedUpdate } from './inspect-update.ts'
import { isBearable } from './is-bearable.ts'
import { answerTo, answerToFailure, refused } from './push-answer.ts'
import type { Room } from './room.ts'
import type { PushDocumentInput, PushDocumentPayload } from './schema.generated.ts'
import type { Session } from './sessions.ts'

const maxLocks = 20

/** What is pushed, whatever it came as. */
export type Push = Omit<PushDocumentInput, 'update'> & {
  readonly update: Uint8Array | null
  /** What the session was shown before it was durable, given back. */
  readonly vouched: Uint8Array | null
}

/** A push as the mutation brings it. */
export const readPush = ({ update, ...rest }: PushDocumentInput): Push => ({
  ...rest,
  update: update == null ? null : Buffer.from(update, 'base64'),
  vouched: null,
})

/** Adds an update to a document, and the session's presence; answers when the update is durable. */
export async function pushDocument(context: Context, input: Push): Promise<PushDocumentPayload> {
  const { collaboration, viewer } = context
  const { sessions } = collaboration
  const { batchId } = input
  if (batchId.length === 0 || batchId.length > 64) throw badInput('batchId', 'A batchId has 1 to 64 characters')
  const session = await sessions.ofViewer(viewer, input.sessionId)
  if (sessions.isOver(session)) return refused('SESSION_EXPIRED')
  const waitMs = session.pushes.take()
  if (waitMs > 0) return { ...refused('RATE_LIMITED'), retryAfterMs: waitMs }
  const isEdit = input.update !== null || input.vouched !== null
  if (isEdit && !collaboration.writes.admits(session.tenantId))
    return { ...refused('UNAVAILABLE'), retryAfterMs: collaboration.writes.retryAfterMs }
  if (!isEdit) return push(context, session, input, () => undefined)
  // An edit may build on one that came before it and takes longer to get there.
  const pass = await session.turns.take()
  try {
    return await push(context, session, input, pass)
  } finally {
    pass()
  }
}

/** `pass` is called once the update has been offered to the document. */
async function push(context: Context, session: Session, input: Push, pass: () => void): Promise<PushDocumentPayload> {
  const { collaboration, viewer } = context
  const { sessions, rooms, limits } = collaboration
  const { batchId } = input
  const { tenantId, documentId } = session
  const room = await rooms.enter({ tenantId, documentId })
  if (input.epoch !== room.epoch || session.epoch !== room.epoch) return refused('EPOCH_MISMATCH')
  const role = await sessions.roleOf(session, viewer)
  if (role === null) return deny(context, session)

  const presence = readPresence(session, input, limits.presenceBytes)
  if (presence.kind === 'refused') return presence.answer
  const showPresence = (isEarly = false) => {
    if (presence.kind !== 'new') return
    room.presences.set(session.yjsClientId, presence.clock, presence.state, { isEarly })
    if (!isEarly) room.presences.showAll(session.yjsClientId)
  }
  if (input.vouched !== null) return giveBack(context, session, room, input.vouched, pass).finally(() => showPresence())
  if (input.update === null || role !== 'EDITOR') showPresence()
  if (input.update === null) return { status: 'OK', seq: room.seq, durable: true }
  if (role !== 'EDITOR') return deny(context, session)

  const locks = input.locks ?? []
  if (locks.length > maxLocks) throw badInput('locks', `A push names at most ${maxLocks} locks`)
  const known = session.batches.get(batchId)
  const taken = (isShown: boolean) => {
    pass()
    if (isShown) showPresence(true)
  }
  const answer =
    known === undefined ? store(context, session, room, { batchId, update: input.update, locks }, taken) : repeat(known)
  if (known !== undefined) pass()
  else {
    session.batches.set(batchId, answer)
    answer.then(
      ({ status }) => (status === 'OK' || status === 'DUPLICATE' ? undefined : session.batches.delete(batchId)),
      () => session.batches.delete(batchId),
    )
  }
  // A cursor stands in what was typed: it is shown with that.
  return answer.finally(() => showPresence())
}

async function store(
  context: Context,
  session: Session,
  room: Room,
  batch: { readonly batchId: string; readonly update: Uint8Array; readonly locks: readonly HeldLock[] },
  taken: (isShown: boolean) => void,
): Promise<PushDocumentPayload> {
  const { collaboration, viewer } = context
  const { limits, sessions, writes } = collaboration
  const { batchId, locks, update } = batch
  if (update.length > limits.updateBytes || room.bytes + update.length > limits.documentBytes)
    return refused('TOO_LARGE')
  const inspected = inspect(update)
  if (inspected === null) return refused('INVALID')
  const strange = inspected.writes.filter(
    ({ client, to }) => client !== session.yjsClientId && to > room.clockOf(client),
  )
  if (strange.length > 0) {
    const ids = [...new Set(strange.map(({ client }) => client))]
    if (!(await sessions.claimClientIds(session, ids))) return refused('INVALID')
  }
  // Looked at again in the transaction that stores the update: this only spares the room what is lost already.
  if (locks.length > 0) {
    const isHeld = await collaboration.database.withTenant(viewer, (em) =>
      areHeld(em, session.documentId, session.id, locks),
    )
    if (!isHeld) return refused('LOCK_LOST')
  }
  try {
    if (!(await isBearable(room, collaboration.trial, update, inspected))) return refused('INVALID')
    const author = {
      identity: viewer,
      sessionId: session.id,
      yjsClientId: session.yjsClientId,
      batchId,
      action: 'document.edit',
      ...(locks.length > 0 && { locks }),
    } as const
    // What else its transaction may refuse is shown to nobody before.
    const isShowable = locks.length === 0 && !writes.isReadOnly(session.tenantId)
    const offered = room.offer(update, inspected, author, isShowable)
    taken(isShowable && offered.kind === 'stored')
    return await answerTo(offered)
  } catch (error) {
    return answerToFailure(error)
  } finally {
    sessions
      .renew(session)
      .catch((error: unknown) => collaboration.log.warn({ err: error }, 'a session could not be renewed'))
  }
}

/** The answer to a batch that is, or was, under way: stored once, acknowledged as often as it is asked for. */
async function repeat(first: Promise<PushDocumentPayload>): Promise<PushDocumentPayload> {
  const answer = await first
  return answer.status === 'OK' ? { ...answer, status: 'DUPLICATE' } : answer
}

type PushedPresence =
  | { readonly kind: 'none' }
  | { readonly kind: 'new'; readonly clock: number; readonly state: PushDocumentInput['presence'] }
  | { readonly kind: 'refused'; readonly answer: PushDocumentPayload }

function readPresence(session: Session, input: Push, maxBytes: number): PushedPresence {
  const { presence, presenceClock } = input
  if (presence === undefined) return { kind: 'none' }
  if (presenceClock == null) throw badInput('presenceClock', 'A presence needs its clock')
  if (presence !== null) {
    if (Buffer.byteLength(JSON.stringify(presence)) > maxBytes) return { kind: 'refused', answer: refused('TOO_LARGE') }
    const waitMs = session.presences.take()
    // A presence that comes with an edit is left out rather than the edit.
    if (waitMs > 0 && input.update !== null) return { kind: 'none' }
    if (waitMs > 0) return { kind: 'refused', answer: { ...refused('RATE_LIMITED'), retryAfterMs: waitMs } }
  }
  return { kind: 'new', clock: presenceClock, state: presence }
}

async function deny({ collaboration, viewer }: Context, session: Session): Promise<PushDocumentPayload> {
  await collaboration.database.withTenant(viewer, (em) =>
    recordAudit(em, viewer, {
      type: 'authorization',
      action: 'document.edit',
      resource: { type: 'document', id: session.documentId },
      outcome: 'DENIED',
    }),
  )
  return refused('PERMISSION_DENIED')
}

function inspect(update: Uint8Array): InspectedUpdate | null {
  try {
    return inspectUpdate(update)
  } catch (error) {
    if (error instanceof MalformedUpdateError) return null
    throw error
  }
}
