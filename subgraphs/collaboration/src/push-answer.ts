import type { Offered } from './offered.ts'
import { BatchUsedError, InvalidUpdateError, LockLostError, RoomLostError } from './room-errors.ts'
import type { PushDocumentPayload, PushStatus } from './schema.generated.ts'

const retryAfterMs = 200

export const refused = (status: PushStatus): PushDocumentPayload => ({ status, durable: false })

/** What became of an update that was offered to a room, once it is durable. */
export async function answerTo(offered: Offered): Promise<PushDocumentPayload> {
  try {
    switch (offered.kind) {
      case 'stored':
        return { status: 'OK', seq: await offered.seq, durable: true }
      case 'duplicate':
        return { status: 'DUPLICATE', seq: await offered.seq, durable: true }
      case 'missing':
        return { ...refused('MISSING_DEPENDENCIES'), stateVector: offered.stateVector }
      case 'invalid':
        return refused('INVALID')
    }
  } catch (error) {
    return answerToFailure(error)
  }
}

/** What is answered where an update could not be offered, or not stored. Throws whatever is our mistake. */
export function answerToFailure(error: unknown): PushDocumentPayload {
  if (error instanceof BatchUsedError) return { status: 'DUPLICATE', seq: error.seq, durable: true }
  if (error instanceof LockLostError) return refused('LOCK_LOST')
  if (error instanceof InvalidUpdateError) return refused('INVALID')
  if (error instanceof RoomLostError) return { ...refused('UNAVAILABLE'), retryAfterMs }
  throw error
}
