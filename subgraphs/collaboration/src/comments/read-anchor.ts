import { decodeRelativePosition, encodeRelativePosition } from 'yjs'
import { badInput } from '@graphmemory/errors/client-error.ts'
import type { CommentAnchorInput } from '../schema.generated.ts'
import type { Anchor } from './comment-rows.ts'

const maxBytes = 512

/** The place that a client names. Throws `BAD_USER_INPUT` where it is not two Yjs relative positions. */
export const readAnchor = ({ epoch, start, end }: CommentAnchorInput): Anchor => ({
  epoch,
  start: readPosition('anchor.start', start),
  end: readPosition('anchor.end', end),
})

/** Only what Yjs itself would write: nothing is kept that could be read in two ways. */
function readPosition(field: string, base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length <= maxBytes && isCanonical(bytes)) return bytes
  throw badInput(field, `A Yjs relative position of at most ${maxBytes} bytes`)
}

function isCanonical(bytes: Uint8Array): boolean {
  try {
    return Buffer.from(encodeRelativePosition(decodeRelativePosition(bytes))).equals(bytes)
  } catch {
    return false
  }
}
