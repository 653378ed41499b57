const tail = Buffer.from('}')

/** The bytes that follow the operation id in a `next` message: they are the same for everybody who gets this payload. */
export const sharedPayload = (payload: object): Buffer =>
  Buffer.from(`,"type":"next","payload":${JSON.stringify(payload)}`)

/** One client's `next` message of graphql-transport-ws, made of shared bytes. */
export const nextFrame = (operationId: string, shared: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`{"id":${JSON.stringify(operationId)}`), shared, tail])
