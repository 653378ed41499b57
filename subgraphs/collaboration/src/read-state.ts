import { badInput } from '@graphmemory/errors/client-error.ts'
import { decodeStateVector } from 'yjs'
import type { Context } from './context.ts'
import type { DocumentRow } from './document-row.ts'
import { lookAt } from './enter-document.ts'
import type { DocumentState } from './schema.generated.ts'

/** All that a state vector lacks of a document, and the document's own. */
export function readState(
  context: Context,
  document: DocumentRow,
  stateVector: string | undefined,
): Promise<DocumentState> {
  const have = stateVector === undefined ? undefined : parseStateVector(stateVector)
  return lookAt(context, document, async (room) => ({ epoch: room.epoch, ...(await room.state(have)) }))
}

/** The bytes of a Yjs state vector. Throws `BAD_USER_INPUT` for anything else. */
export function parseStateVector(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  try {
    decodeStateVector(bytes)
  } catch {
    throw badInput('stateVector', 'Not a Yjs state vector')
  }
  return bytes
}
