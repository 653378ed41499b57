import { once } from 'node:events'
import { WebSocket } from 'ws'

export type Frame = { readonly type: string; readonly id?: string; readonly payload?: unknown }

/** A bare graphql-transport-ws client, so that a test sees every frame. */
export async function openSocket(url: string, authorization?: string, headers: Readonly<Record<string, string>> = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers })
  const frames: Frame[] = []
  const waiting: { readonly is: (frame: Frame) => boolean; readonly resolve: (frame: Frame) => void }[] = []
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame
    frames.push(frame)
    for (const wait of waiting.filter(({ is }) => is(frame))) {
      waiting.splice(waiting.indexOf(wait), 1)
      wait.resolve(frame)
    }
  })
  socket.on('error', () => undefined)
  await once(socket, 'open')
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  /** Resolves with the first frame, of those that came or will come, that is so. */
  const frame = (is: (frame: Frame) => boolean): Promise<Frame> => {
    const known = frames.find(is)
    return known === undefined ? new Promise((resolve) => waiting.push({ is, resolve })) : Promise.resolve(known)
  }
  send({ type: 'connection_init', payload: authorization === undefined ? {} : { authorization } })
  return {
    socket,
    frames,
    send,
    frame,
    closed,
    acknowledged: () => frame(({ type }) => type === 'connection_ack'),
    subscribe: (id: string, query: string, variables = {}) =>
      send({ id, type: 'subscribe', payload: { query, variables } }),
    nextOf: (id: string, nth = 0) => {
      let seen = 0
      return frame((one) => one.type === 'next' && one.id === id && seen++ === nth)
    },
    close: () => socket.close(1000),
  }
}

/** Waits until something holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
