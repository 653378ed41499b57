import { once } from 'node:events'
import { WebSocket } from 'ws'
import { documentEvents, openSession, pushUpdate } from '@graphmemory/yjs-provider/operations.ts'
import type { EditingClient, EditingClientOptions } from './editing-client.ts'

type Message = { readonly id?: string; readonly type: string; readonly payload?: { readonly data?: unknown } }
const eventsId = 's'
const isEvent = `{"id":"${eventsId}","type":"next"`
const isAnswer = '"type":"next"'

/** Speaks as `packages/yjs-provider` does, without its document. */
export async function joinOurs({
  url,
  documentId,
  onUpdate,
  onAcknowledged,
}: EditingClientOptions): Promise<EditingClient> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false })
  let lastOperation = 0
  let bytes = 0
  const say = (message: object) => socket.send(JSON.stringify(message))
  const subscribe = (id: string, query: string, variables: object) =>
    say({ id, type: 'subscribe', payload: { query, variables } })
  const next = async (isWanted: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const [raw] = await once(socket, 'message')
      const message: Message = JSON.parse(String(raw))
      if (message.type === 'error') throw new Error(String(raw))
      if (isWanted(message)) return message
    }
  }
  await once(socket, 'open')
  const acknowledged = next(({ type }) => type === 'connection_ack')
  say({ type: 'connection_init', payload: { authorization: 'Bearer bench' } })
  await acknowledged
  const opened = next(({ id, type }) => id === 'o' && type === 'next')
  subscribe('o', openSession.text, { i: { documentId } })
  const answer = (await opened).payload?.data as {
    o: { session: { id: string; epoch: number; yjsClientId: number } } | null
  }
  if (answer.o === null) throw new Error('no session was opened')
  const { session } = answer.o
  const first = next(({ id, type }) => id === eventsId && type === 'next')
  subscribe(eventsId, documentEvents.text, { s: session.id, v: null })
  const event = (await first).payload?.data as { e: { u: string | null } }
  if (event.e.u !== null) onUpdate?.(Buffer.from(event.e.u, 'base64'))

  socket.on('message', (raw: Buffer) => {
    bytes += raw.length + (raw.length < 126 ? 2 : 4)
    if (raw.toString('latin1', 0, isEvent.length) === isEvent) {
      if (onUpdate === null) return
      const { payload }: { payload: { data: { e: { u: string | null } } } } = JSON.parse(raw.toString())
      const update = payload.data.e.u
      if (update !== null) onUpdate(Buffer.from(update, 'base64'))
    } else if (raw.includes(isAnswer)) {
      if (!raw.includes('"OK"')) throw new Error(raw.toString())
      onAcknowledged()
    }
  })
  return {
    clientId: session.yjsClientId,
    send(update, cursor) {
      const operation = ++lastOperation
      const input = {
        sessionId: session.id,
        epoch: session.epoch,
        batchId: String(operation),
        update: Buffer.from(update).toString('base64'),
        ...(cursor !== null && { presence: cursor, presenceClock: operation }),
      }
      subscribe(String(operation), pushUpdate.text, { i: input })
    },
    bytesRead: () => bytes,
    stall: () => socket.pause(),
    close: () => socket.terminate(),
  }
}
