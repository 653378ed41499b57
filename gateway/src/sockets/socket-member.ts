import type { ExecutionResult } from 'graphql'
import type { WebSocket } from 'ws'
import type { Member } from '../subscriptions/hub.ts'
import { createLatestEvents } from '../subscriptions/latest-events.ts'
import { closeCodes } from './close-codes.ts'

/** Beyond so much that a client has not read, it is sent away: it may come back and resume. */
const maxUnreadBytes = 1024 * 1024
/** Beyond so much, what only the latest matters of waits. */
const behindBytes = 64 * 1024
const closeWithinMs = 5_000

/**
 * A listener behind a socket. Events go to it as finished frames, past graphql-ws, which would serialise each anew; what
 * graphql-ws is given is `lifetime`, a stream without events that ends with the subscription.
 */
export function socketMember(socket: WebSocket, id: string) {
  const ended = Promise.withResolvers<IteratorResult<ExecutionResult, undefined>>()
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`
  let leave: (() => void) | undefined
  let hasEnded = false
  const send = (payload: string) => {
    if (socket.readyState === socket.OPEN) socket.send(`${head}${payload}}`)
  }
  const isBehind = () => socket.bufferedAmount > behindBytes
  const latest = createLatestEvents({ isBehind, send, maxWaiting: maxUnreadBytes })
  const end = () => {
    hasEnded = true
    latest.end()
    leave?.()
    ended.resolve({ done: true, value: undefined })
  }
  const member: Member = {
    deliver: (payload, key) => {
      if (hasEnded || socket.readyState !== socket.OPEN) return true
      if (key === undefined) send(payload)
      if ((key === undefined || latest.add(key, payload)) && socket.bufferedAmount <= maxUnreadBytes) return true
      socket.close(closeCodes.tryAgainLater, 'Reads too slowly')
      setTimeout(() => socket.terminate(), closeWithinMs).unref()
      end()
      return false
    },
    end() {
      latest.finish()
      end()
    },
  }
  const lifetime: AsyncIterableIterator<ExecutionResult> = {
    next: () => ended.promise,
    return: async () => {
      end()
      return ended.promise
    },
    throw: async (error) => {
      end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  return {
    member,
    lifetime,
    /** What to do once when the listener goes, which may have happened already. */
    onEnd: (action: () => void) => {
      if (hasEnded) action()
      else leave = action
    },
  }
}
