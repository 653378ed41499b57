import { ClientError } from '@graphmemory/errors/client-error.ts'

/** Room for the longest content a live document may have, with its escapes. */
const maxLineLength = 12_000_000

/** The lines of a text that comes in pieces, without their ends. Throws `PAYLOAD_TOO_LARGE` for a line of over twelve million characters. */
export async function* splitLines(pieces: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const piece of pieces) {
    const lines = decode(decoder, piece, true).split('\n')
    const last = lines.pop() ?? ''
    for (const line of lines) {
      yield rest + line
      rest = ''
    }
    rest += last
    if (rest.length > maxLineLength)
      throw new ClientError('PAYLOAD_TOO_LARGE', 'A line may have twelve million characters')
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
