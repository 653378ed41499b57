import { ClientError } from '@graphmemory/errors/client-error.ts'

/** Reads a whole request body; throws `PAYLOAD_TOO_LARGE` as soon as it has more than `maxBytes`. */
export async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > maxBytes) throw new ClientError('PAYLOAD_TOO_LARGE', `A body may have ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
