import { ClientError } from '@graphmemory/errors/client-error.ts'
import { RoomLostError } from './room-errors.ts'

/** Translates a room that reads its document anew into a refusal that says when to try again, and why where that is known. */
export async function orUnavailable<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RoomLostError)) throw error
    if (error.cause instanceof ClientError) throw error.cause
    throw Object.assign(
      new ClientError('UNAVAILABLE', 'The document is being read anew; try again', { retryAfterMs: 200 }),
      {
        cause: error,
      },
    )
  }
}
