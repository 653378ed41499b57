import { ClientError } from '@graphmemory/errors/client-error.ts'

const maxLineLength = 1_000_000

/** The lines of a text that comes in pieces, without their ends. Throws `PAYLOAD_TOO_LARGE` for a line of over a million characters. */
export async function* splitLines(pieces: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decode(decoder, piece, true)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLineLength) throw new ClientError('PAYLOAD_TOO_LARGE', 'A line may have a million characters')
    yield* lines
  }
  rest += decode(decoder, new Uint8Array(), false)
  if (rest !== '') yield rest
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(piece, { stream })
  } catch {
    throw new ClientError('BAD_USER_INPUT', 'This is not UTF-8')
  }
}
