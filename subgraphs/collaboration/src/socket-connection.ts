import type { WebSocket } from 'ws'
import { textFrame } from '@graphmemory/service/next-frame.ts'
import { streamBelow } from '@graphmemory/service/stream-below.ts'
import type { Limits } from './limits.ts'

const keepAliveMs = 12_000

/**
 * A WebSocket whose messages of one turn leave together, and whose peer is known to be there. Sending to one that is going
 * is not an error: its close is what counts.
 *
 * Messages go past `ws`, and each write costs as much as a long message.
 */
export class SocketConnection {
  readonly #socket: WebSocket
  readonly #limits: Limits
  readonly #keepAlive: NodeJS.Timeout
  #isAlive = true
  /** Frames that leave when this turn ends. */
  #waiting: Buffer[] = []
  #waitingBytes = 0

  constructor(socket: WebSocket, limits: Limits) {
    this.#socket = socket
    this.#limits = limits
    socket.on('error', () => socket.terminate())
    socket.on('pong', () => (this.#isAlive = true))
    this.#keepAlive = setInterval(() => {
      if (!this.#isAlive) return socket.terminate()
      this.#isAlive = false
      if (socket.readyState === socket.OPEN) socket.ping()
    }, keepAliveMs).unref()
    socket.once('close', () => clearInterval(this.#keepAlive))
  }

  /** Bytes that wait because the peer does not read. */
  get waitingBytes(): number {
    return this.#socket.bufferedAmount + this.#waitingBytes
  }

  /** Sends a message; one that fails is dropped with the socket. */
  send(message: string): void {
    this.sendFrameSoon(textFrame(message))
  }

  /** Sends the bytes of a whole frame with all else of this turn. */
  sendFrameSoon(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#waiting.length === 0) setImmediate(this.#leave)
    this.#wait(frame)
  }

  /** Sends the bytes of a whole frame: after what waits, or else at once. */
  sendFrame(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#waiting.length > 0) return this.#wait(frame)
    this.#write(frame)
  }

  close(code: number, reason: string): void {
    this.#leave()
    this.#socket.close(code, reason)
  }

  /** `handleBytes` takes binary messages, where they are not texts in another form. */
  onMessage(handleText: (text: string) => void, handleBytes?: (bytes: Uint8Array) => void): void {
    this.#socket.on('message', (message: Buffer, isBinary) => {
      this.#isAlive = true
      if (isBinary && handleBytes !== undefined) handleBytes(message)
      else handleText(message.toString())
    })
  }

  onClose(handle: (code: number, reason: string) => void): void {
    this.#socket.once('close', (code, reason) => handle(code, reason.toString()))
  }

  #wait(frame: Buffer): void {
    this.#waiting.push(frame)
    this.#waitingBytes += frame.length
  }

  readonly #leave = (): void => {
    const [only] = this.#waiting
    if (only === undefined) return
    const frames = this.#waiting.length === 1 ? only : Buffer.concat(this.#waiting, this.#waitingBytes)
    this.#waiting = []
    this.#waitingBytes = 0
    if (this.#socket.readyState === this.#socket.OPEN) this.#write(frames)
  }

  #write(frames: Buffer): void {
    const socket = this.#socket
    streamBelow(socket)?.write(frames)
    if (socket.bufferedAmount <= this.#limits.closeBytes) return
    socket.close(1013, 'Too slow')
    setTimeout(() => socket.terminate(), 1_000).unref()
  }
}
