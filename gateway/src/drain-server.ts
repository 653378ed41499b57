import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export type ServerDrain = {
  /** Resolves when every request that has begun is answered, or the deadline is over; then no connection is left open. */
  finish(deadlineMs: number): Promise<void>
}

/**
 * Follows a server's connections, so that it can end as soon as its work is done: idle and half-open connections, which
 * `server.close()` would wait for, hold nothing.
 */
export function followConnections(server: Server): ServerDrain {
  const sockets = new Set<Socket>()
  const answers = new Set<ServerResponse>()
  let onAnswered: (() => void) | undefined
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', (_request, response: ServerResponse) => {
    answers.add(response)
    response.once('close', () => {
      answers.delete(response)
      if (answers.size === 0) onAnswered?.()
    })
  })
  return {
    async finish(deadlineMs) {
      if (answers.size > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        onAnswered = resolve
        const late = setTimeout(resolve, deadlineMs)
        await promise
        clearTimeout(late)
      }
      for (const socket of sockets) socket.destroy()
    },
  }
}
