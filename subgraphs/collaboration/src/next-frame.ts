const tail = Buffer.from('}')

/** The bytes that follow the operation id in a `next` message: they are the same for everybody who gets this payload. */
export const sharedPayload = (payload: object): Buffer =>
  Buffer.from(`,"type":"next","payload":${JSON.stringify(payload)}`)

/** One client's `next` message of graphql-transport-ws, made of shared bytes: a whole text frame of a WebSocket. */
export function nextFrame(operationId: string, shared: Buffer): Buffer {
  const head = Buffer.from(`{"id":${JSON.stringify(operationId)}`)
  return Buffer.concat([frameHeader(head.length + shared.length + tail.length), head, shared, tail])
}

/** RFC 6455, section 5.2: a final, unmasked text frame. */
function frameHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length])
  if (length < 2 ** 16) return Buffer.from([0x81, 126, length >> 8, length & 0xff])
  const header = Buffer.alloc(10)
  header.writeUInt8(0x81)
  header.writeUInt8(127, 1)
  header.writeBigUInt64BE(BigInt(length), 2)
  return header
}
