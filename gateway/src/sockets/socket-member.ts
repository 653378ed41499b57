import type { ExecutionResult } from 'graphql'
import type { WebSocket } from 'ws'
import type { Member } from '../subscriptions/hub.ts'
import type { HubEvent } from '../subscriptions/hub-event.ts'
import { createLatestEvents, type LatestEvents } from '../subscriptions/latest-events.ts'
import { closeCodes } from './close-codes.ts'
import { closeSocket, sendFrame, unreadBytes } from './frames-of-turn.ts'

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
  let leave: (() => void) | undefined
  let hasEnded = false
  /** Made for the first event of which only the latest matters. */
  let latest: LatestEvents<HubEvent> | undefined
  const send = (event: HubEvent) => {
    if (socket.readyState === socket.OPEN) sendFrame(socket, event.frameFor(id))
  }
  const addLatest = (key: string, event: HubEvent) => {
    latest ??= createLatestEvents({
      isBehind: () => unreadBytes(socket) > behindBytes,
      send,
      maxWaiting: maxUnreadBytes,
    })
    return latest.add(key, event)
  }
  const end = () => {
    hasEnded = true
    latest?.end()
    leave?.()
    ended.resolve({ done: true, value: undefined })
  }
  const member: Member = {
    deliver: (event, key) => {
      if (hasEnded || socket.readyState !== socket.OPEN) return true
      if (key === undefined) send(event)
      if ((key === undefined || addLatest(key, event)) && unreadBytes(socket) <= maxUnreadBytes) return true
      closeSocket(socket, closeCodes.tryAgainLater, 'Reads too slowly')
      setTimeout(() => socket.terminate(), closeWithinMs).unref()
      end()
      return false
    },
    end() {
      latest?.finish()
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
