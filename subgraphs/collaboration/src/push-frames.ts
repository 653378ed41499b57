import { GraphQLError, type ExecutionResult } from 'graphql'
import { CloseCode } from 'graphql-ws'
import { decodePush, type PushFrame } from '@graphmemory/document-frames/push-frame.ts'
import { encodeAnswer, encodeRefusal } from '@graphmemory/document-frames/server-frames.ts'
import { badInput, ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity } from '@graphmemory/identity/identity.ts'
import { authorize } from '@graphmemory/identity/permissions.ts'
import { createPerformer } from '@graphmemory/service/perform-operation.ts'
import { scalars } from '@graphmemory/service/scalars.ts'
import type { Settle } from '@graphmemory/service/settle-result.ts'
import type { Metrics } from '@graphmemory/telemetry/create-metrics.ts'
import type { Collaboration } from './collaboration.ts'
import { createContext } from './context.ts'
import { binaryFrame } from '@graphmemory/service/next-frame.ts'
import { toPush } from './permissions.ts'
import { pushDocument, type Push } from './push-document.ts'
import type { PushDocumentPayload } from './schema.generated.ts'
import type { SocketConnection } from './socket-connection.ts'

/** Who pushes over a socket. */
export type Pusher = {
  readonly connection: SocketConnection
  /** The pushes that are not answered yet, by the numbers their client gave them. */
  readonly pushes: Set<number>
  /** Sessions with an open stream on this socket, by operation id. */
  readonly streams: ReadonlyMap<string, string>
}

const maxInt = 2 ** 31 - 1

/**
 * Takes pushes that come as frames: `pushDocument` without its text, under the same permission, limits, time and record.
 * A frame that breaks the protocol ends the socket.
 */
export function createPushFrames(
  collaboration: Collaboration,
  settle: Settle,
  metrics: Metrics,
): (pusher: Pusher, identity: Identity, bytes: Uint8Array) => Promise<void> {
  const { limits } = collaboration
  const perform = createPerformer(settle, metrics, 'collaboration')

  return async ({ connection, pushes, streams }, identity, bytes) => {
    let frame: PushFrame
    try {
      frame = decodePush(bytes)
    } catch {
      return connection.close(CloseCode.BadRequest, 'Invalid frame received')
    }
    const { id } = frame
    if (pushes.has(id)) return connection.close(CloseCode.SubscriberAlreadyExists, `Push ${id} is under way`)
    if (pushes.size >= limits.operationsPerSocket)
      return connection.close(CloseCode.TooManyInitialisationRequests, 'Too many pushes')
    pushes.add(id)
    const result = await perform(identity, async () => {
      try {
        authorize(identity, ...toPush)
        return { data: await pushDocument(createContext(collaboration, identity), readFrame(frame, streams)) }
      } catch (error) {
        return { errors: [asGraphqlError(error)] }
      }
    })
    pushes.delete(id)
    connection.sendFrameSoon(binaryFrame(isAnswered(result) ? answer(id, result.data) : refuse(id, result)))
  }
}

function readFrame(
  { stream, epoch, batchId, update, vouched, presence }: PushFrame,
  streams: ReadonlyMap<string, string>,
): Push {
  const sessionId = streams.get(String(stream))
  if (sessionId === undefined) throw new ClientError('NOT_FOUND', 'No stream of this id is open on this socket')
  if (presence === null) return { sessionId, epoch, batchId, update, vouched }
  if (presence.clock > maxInt) throw badInput('presenceClock', 'A clock is an Int')
  return {
    sessionId,
    epoch,
    batchId,
    update,
    vouched,
    presence: scalars.JSON.parseValue(presence.state),
    presenceClock: presence.clock,
  }
}

const isAnswered = (result: ExecutionResult): result is { data: PushDocumentPayload } => result.data != null

const answer = (id: number, { status, seq, stateVector, retryAfterMs }: PushDocumentPayload) =>
  encodeAnswer({
    id,
    status,
    seq: seq ?? null,
    stateVector: typeof stateVector === 'string' ? Buffer.from(stateVector, 'base64') : (stateVector ?? null),
    retryAfterMs: retryAfterMs ?? null,
  })

const refuse = (id: number, { errors = [] }: ExecutionResult) => encodeRefusal({ id, errors })

function asGraphqlError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError, path: ['pushDocument'] })
}
