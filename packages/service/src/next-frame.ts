/** The bytes that follow the operation id in a `next` message: they are the same for everybody who gets this payload. */
export const sharedPayload = (payloadJson: string): Buffer => Buffer.from(`,"type":"next","payload":${payloadJson}}`)

/** One client's `next` message of graphql-transport-ws, made of shared bytes: a whole text frame of a WebSocket. */
export function nextFrame(operationId: string, shared: Buffer): Buffer {
  const head = `{"id":${JSON.stringify(operationId)}`
  const headLength = Buffer.byteLength(head)
  const { frame, start } = emptyFrame(text, headLength + shared.length)
  frame.write(head, start)
  shared.copy(frame, start + headLength)
  return frame
}

/** A message as a whole text frame of a WebSocket. */
export function textFrame(message: string): Buffer {
  const { frame, start } = emptyFrame(text, Buffer.byteLength(message))
  frame.write(message, start)
  return frame
}

/** Bytes as a whole binary frame of a WebSocket. */
export function binaryFrame(bytes: Uint8Array): Buffer {
  const { frame, start } = emptyFrame(binary, bytes.length)
  frame.set(bytes, start)
  return frame
}

const text = 1
const binary = 2

/** RFC 6455, section 5.2: a final, unmasked frame, whose payload is still to be written from `start` on. */
function emptyFrame(opcode: number, length: number): { readonly frame: Buffer; readonly start: number } {
  const start = length < 126 ? 2 : length < 2 ** 16 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + length)
  frame[0] = 0x80 | opcode
  if (start === 2) frame[1] = length
  else if (start === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  return { frame, start }
}
