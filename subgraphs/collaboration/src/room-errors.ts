/** The batch id was used before, so nothing of this update was stored. */
export class BatchUsedError extends Error {
  override readonly name = 'BatchUsedError'
  readonly seq: number
  constructor(seq: number) {
    super('the batch id was used before')
    this.seq = seq
  }
}

/** The session did not hold the locks it named, so nothing of this update was stored. */
export class LockLostError extends Error {
  override readonly name = 'LockLostError'
}

/** What was to be stored may not be durable, and the room reads its document anew: try again. */
export class RoomLostError extends Error {
  override readonly name = 'RoomLostError'
}

/** The update decodes, and no document can take it in. */
export class InvalidUpdateError extends Error {
  override readonly name = 'InvalidUpdateError'
}
