import { ClientError } from '@graphmemory/errors/client-error.ts'
import { RoomLostError } from './room-errors.ts'

/** Translates a room that reads its document anew into a refusal that says when to try again. */
export async function orUnavailable<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RoomLostError)) throw error
    throw Object.assign(
      new ClientError('UNAVAILABLE', 'The document is being read anew; try again', { retryAfterMs: 200 }),
      {
        cause: error,
      },
    )
  }
}
