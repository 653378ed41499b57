import type { Context } from './context.ts'
import { inspectUpdate } from './inspect-update.ts'
import { isBearable } from './is-bearable.ts'
import { answerTo, answerToFailure, refused } from './push-answer.ts'
import type { Room } from './room.ts'
import type { PushDocumentPayload, PushStatus } from './schema.generated.ts'
import type { Session } from './sessions.ts'

/**
 * Takes edits that the session was shown before they were durable, in their writers' names: whoever may read can give back
 * what a node has vouched for. They were within all limits when they were taken first. `pass` is called once they have
 * been offered to the document.
 */
export async function giveBack(
  { collaboration, viewer }: Context,
  session: Session,
  room: Room,
  vouched: Uint8Array,
  pass: () => void,
): Promise<PushDocumentPayload> {
  const { sessions, trial, writes } = collaboration
  const edits = room.vouchers.open(vouched)
  if (edits === null) return refused('INVALID')
  const writers = await sessions.writersOf(
    session,
    edits.map(({ author }) => author),
  )
  const answers: Promise<PushDocumentPayload>[] = []
  try {
    for (const edit of edits) {
      const inspected = inspectUpdate(edit.update)
      const writer = writers.get(edit.author)
      if (writer === undefined) throw new Error('a voucher names somebody who never had a session')
      if (!(await isBearable(room, trial, edit.update, inspected))) {
        answers.push(Promise.resolve(refused('INVALID')))
        continue
      }
      const author = {
        identity: viewer,
        writer: writer.actor,
        sessionId: writer.sessionId,
        yjsClientId: edit.author,
        batchId: room.vouchers.batchIdOf(edit),
        action: 'document.edit',
      } as const
      answers.push(answerTo(room.offer(edit.update, inspected, author, !writes.isReadOnly(session.tenantId))))
    }
  } catch (error) {
    answers.push(Promise.resolve(error).then(answerToFailure))
  }
  pass()
  return gravestOf(await Promise.all(answers))
}

const byGravity: readonly PushStatus[] = ['INVALID', 'UNAVAILABLE', 'MISSING_DEPENDENCIES', 'OK', 'DUPLICATE']

/** Edits that are given back together have one answer: good only where it is for all of them. */
function gravestOf(answers: readonly PushDocumentPayload[]): PushDocumentPayload {
  const rank = ({ status }: PushDocumentPayload) => byGravity.indexOf(status)
  const [gravest = refused('INVALID')] = answers.toSorted((one, other) => rank(one) - rank(other))
  const seq = Math.max(...answers.map((answer) => answer.seq ?? 0))
  return gravest.durable ? { ...gravest, seq } : gravest
}
