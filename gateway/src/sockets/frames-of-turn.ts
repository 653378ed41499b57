import type { WebSocket } from 'ws'
import { streamBelow } from '@graphmemory/service/stream-below.ts'

type Waiting = { readonly frames: Buffer[]; bytes: number }

/** What leaves when this turn ends. */
const waiting = new Map<WebSocket, Waiting>()

/** Sends a whole frame together with the others of this turn: each write costs as much as a long message. */
export function sendFrame(socket: WebSocket, frame: Buffer): void {
  const before = waiting.get(socket)
  if (before !== undefined) {
    before.frames.push(frame)
    before.bytes += frame.length
    return
  }
  if (waiting.size === 0) setImmediate(flushAll)
  waiting.set(socket, { frames: [frame], bytes: frame.length })
}

/** Sends what waits, before anything that goes by `ws` itself. */
export function flushFrames(socket: WebSocket): void {
  const ours = waiting.get(socket)
  if (ours === undefined) return
  waiting.delete(socket)
  write(socket, ours)
}

/** Closes a socket behind what waits for it. */
export function closeSocket(socket: WebSocket, code?: number, reason?: string): void {
  flushFrames(socket)
  socket.close(code, reason)
}

/** Bytes that the client has not read. */
export const unreadBytes = (socket: WebSocket): number => socket.bufferedAmount + (waiting.get(socket)?.bytes ?? 0)

function flushAll(): void {
  const all = [...waiting]
  waiting.clear()
  for (const [socket, ours] of all) write(socket, ours)
}

function write(socket: WebSocket, { frames, bytes }: Waiting): void {
  const [only] = frames
  if (only === undefined || socket.readyState !== socket.OPEN) return
  streamBelow(socket)?.write(frames.length === 1 ? only : Buffer.concat(frames, bytes))
}
