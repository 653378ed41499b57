import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Limits } from './limits.ts'

const keepAliveMs = 12_000

/**
 * A WebSocket whose writes of one turn leave together, and whose peer is known to be there. Sending to one that is going
 * is not an error: its close is what counts.
 */
export class SocketConnection {
  readonly #socket: WebSocket
  readonly #limits: Limits
  readonly #keepAlive: NodeJS.Timeout
  #isAlive = true
  #corked: Duplex | null = null

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
    return this.#socket.bufferedAmount
  }

  /** Sends a message; one that fails is dropped with the socket. */
  send(message: string): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    this.#cork()
    socket.send(message, { binary: false })
    this.#endIfTooSlow()
  }

  /**
   * Sends the bytes of a whole frame. They go past `ws`, which would make a header and two writes of them for each
   * subscriber; nothing is compressed or fragmented here, so that no frame of its own can be under way.
   */
  sendFrame(frame: Buffer): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    streamBelow(socket)?.write(frame)
    this.#endIfTooSlow()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  onMessage(handle: (text: string) => void): void {
    this.#socket.on('message', (message: Buffer) => {
      this.#isAlive = true
      handle(message.toString())
    })
  }

  onClose(handle: (code: number, reason: string) => void): void {
    this.#socket.once('close', (code, reason) => handle(code, reason.toString()))
  }

  #endIfTooSlow(): void {
    const socket = this.#socket
    if (socket.bufferedAmount <= this.#limits.closeBytes) return
    socket.close(1013, 'Too slow')
    setTimeout(() => socket.terminate(), 1_000).unref()
  }

  #cork(): void {
    if (this.#corked !== null) return
    const stream = streamBelow(this.#socket)
    if (stream === null) return
    this.#corked = stream
    stream.cork()
    setImmediate(() => {
      this.#corked = null
      stream.uncork()
    })
  }
}

/** The stream below `ws`, which itself writes a frame a call. */
const streamBelow = (socket: WebSocket) => (socket as unknown as { readonly _socket: Duplex | null })._socket
