import { once } from 'node:events'
import { WebSocket } from 'ws'
import { documentsProtocol } from '@graphmemory/document-frames/protocol.ts'
import { encodePush } from '@graphmemory/document-frames/push-frame.ts'
import { decodeServerFrame } from '@graphmemory/document-frames/server-frames.ts'
import { decodeEdits, splitVouched } from '@graphmemory/document-frames/vouched-edits.ts'
import { documentEvents, openSession } from '@graphmemory/yjs-provider/operations.ts'
import type { EditingClient, EditingClientOptions } from './editing-client.ts'

type Message = { readonly id?: string; readonly type: string; readonly payload?: { readonly data?: unknown } }
const eventsId = 1
/** The first byte of a frame of an event. */
const isEvent = 4

/** Speaks as `packages/yjs-provider` does, without its document. */
export async function joinOurs({
  url,
  documentId,
  onUpdate,
  onAcknowledged,
}: EditingClientOptions): Promise<EditingClient> {
  const socket = new WebSocket(url, documentsProtocol, { perMessageDeflate: false })
  let lastPush = 0
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
  const first = next(({ id, type }) => id === String(eventsId) && type === 'next')
  subscribe(String(eventsId), documentEvents.text, { s: session.id, v: null })
  const event = (await first).payload?.data as { e: { u: string | null } }
  if (event.e.u !== null) onUpdate?.(Buffer.from(event.e.u, 'base64'))

  socket.on('message', (raw: Buffer, isFrame: boolean) => {
    bytes += raw.length + (raw.length < 126 ? 2 : 4)
    if (!isFrame || (onUpdate === null && raw[0] === isEvent)) return
    const frame = decodeServerFrame(raw)
    switch (frame.kind) {
      case 'event':
        if (frame.update !== null) onUpdate?.(frame.update)
        if (frame.vouched !== null)
          for (const { update } of decodeEdits(splitVouched(frame.vouched).edits)) onUpdate?.(update)
        return
      case 'answer':
        if (frame.status !== 'OK') throw new Error(frame.status)
        return onAcknowledged()
      case 'refusal':
        throw new Error(JSON.stringify(frame.errors))
    }
  })
  return {
    clientId: session.yjsClientId,
    send(update, cursor) {
      const id = ++lastPush
      socket.send(
        encodePush({
          id,
          stream: eventsId,
          epoch: session.epoch,
          batchId: String(id),
          update,
          vouched: null,
          presence: cursor === null ? null : { clock: id, state: cursor },
        }),
      )
    },
    bytesRead: () => bytes,
    stall: () => socket.pause(),
    close: () => socket.terminate(),
  }
}
