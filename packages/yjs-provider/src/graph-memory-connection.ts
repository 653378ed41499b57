import { createClient, type Client } from 'graphql-ws/client'
import { ObservableV2 } from 'lib0/observable'
import { jitteredMs, Pause } from './back-off.ts'
import { ConnectionLostError, refusal } from './connection-errors.ts'
import { openChannel, type ChannelSink, type DocumentChannel } from './document-channel.ts'
import { FrameExchange } from './frame-exchange.ts'
import { frameSocket, hasFrames, type WebSocketClass } from './frame-socket.ts'
import type { Operation, Session } from './operations.ts'
import { onPageWakes } from './page-wakes.ts'
import { tokenExpiryMs } from './token-expiry.ts'

/** Why a socket ended: its closing code and reason. */
export type Closed = { readonly code: number; readonly reason: string }

export type ConnectionStatus = 'connecting' | 'connected' | 'disconnected'

export type ConnectionEvents = {
  status: (status: ConnectionStatus) => void
  closed: (closed: Closed) => void
  /** The token could not be had; it is asked for again. */
  error: (error: unknown) => void
}

export type ConnectionOptions = {
  /** The socket's address: `wss://…/collaboration`, or `wss://…/graphql` for everything the API has. */
  readonly url: string
  /** The bearer token, asked for before every connect; `isRefused` where the last one was not taken. */
  readonly getToken: (asked: { readonly isRefused: boolean }) => string | Promise<string>
  /** How often a quiet socket is tried, in milliseconds. */
  readonly keepAliveMs?: number
  readonly webSocket?: WebSocketClass
}

type Live = {
  readonly client: Client
  readonly socket: Pick<WebSocket, 'send' | 'close'>
  /** Null where the server has messages of text only. */
  readonly frames: FrameExchange | null
}

const openingMs = 15_000
const pongMs = 5_000
const steadyMs = 5_000
const renewBeforeMs = 45_000
const longestTimerMs = 2 ** 31 - 1

/**
 * One socket of graphql-transport-ws, with graphmemory-documents.v2 where the server has it, for any number of documents.
 * It is open while somebody uses it, and sought again
 * for ever when it is lost. Nothing is repeated on a new socket: whoever asked is told `ConnectionLostError`.
 */
export class GraphMemoryConnection {
  readonly #options: ConnectionOptions
  readonly #events = new ObservableV2<ConnectionEvents>()
  readonly #pause = new Pause()
  #users = 0
  #running: AbortController | null = null
  #live: Live | null = null
  #status: ConnectionStatus = 'disconnected'
  #isRefused = false
  /** Set where the server, or a user of the connection, says when to come again. */
  #waitMs: number | null = null
  #lastOperation = 0

  constructor(options: ConnectionOptions) {
    if (!/^wss?:$/.test(new URL(options.url).protocol)) throw new TypeError('url must be the address of a WebSocket')
    this.#options = options
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  on<Name extends keyof ConnectionEvents>(name: Name, listener: ConnectionEvents[Name]): () => void {
    this.#events.on(name, listener)
    return () => this.#events.off(name, listener)
  }

  /** Keeps the socket open until the function it returns is called. */
  use(): () => void {
    this.#users++
    if (this.#running === null) void this.#run((this.#running = new AbortController()))
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      if (--this.#users === 0) this.#stop()
    }
  }

  /** Carries out one operation. Rejects with `ConnectionLostError` or `RefusedError`. */
  ask<Data>(operation: Operation<Data>, variables: Record<string, unknown>): Promise<Data> {
    const { promise, resolve, reject } = Promise.withResolvers<Data>()
    this.stream(operation, variables, {
      next: resolve,
      end: (error) => reject(error ?? new ConnectionLostError('unanswered')),
    })
    return promise
  }

  /** Opens a stream. `end` is called once, with why where it was not the server's or the caller's wish. */
  stream<Data>(
    operation: Operation<Data>,
    variables: Record<string, unknown>,
    sink: { readonly next: (data: Data) => void; readonly end: (error: unknown) => void },
  ): () => void {
    return this.#open(operation, variables, sink).leave
  }

  /** Opens a session's stream of events, and the way of its pushes. `end` is called as that of `stream`. */
  join(session: Session, stateVector: Uint8Array, sink: ChannelSink): DocumentChannel {
    const frames = this.#live?.frames ?? null
    return openChannel(
      { frames, ask: (...asked) => this.ask(...asked), open: (...asked) => this.#open(...asked) },
      session,
      stateVector,
      sink,
    )
  }

  #open<Data>(
    operation: Operation<Data>,
    variables: Record<string, unknown>,
    sink: { readonly next: (data: Data) => void; readonly end: (error: unknown) => void },
  ): { readonly id: number; readonly leave: () => void } {
    const client = this.#live?.client
    if (client === undefined) {
      queueMicrotask(() => sink.end(new ConnectionLostError('not connected')))
      return { id: 0, leave: () => undefined }
    }
    let isOver = false
    const end = (error: unknown) => {
      if (isOver) return
      isOver = true
      sink.end(error)
    }
    const leave = client.subscribe<Data>(
      { query: operation.text, variables },
      {
        next: ({ data, errors }) => {
          if (isOver) return
          if (errors !== undefined) end(refusal(errors))
          else if (data != null) sink.next(data)
        },
        error: (error) =>
          end(
            Array.isArray(error) ? refusal(error) : new ConnectionLostError('the socket has closed', { cause: error }),
          ),
        complete: () => end(this.#live?.client === client ? null : new ConnectionLostError('the socket has closed')),
      },
    )
    return { id: this.#lastOperation, leave }
  }

  /** Drops the socket for a new one, after `waitMs`; with `isRefused`, with another token. */
  reconnect({ waitMs, isRefused = false }: { readonly waitMs?: number; readonly isRefused?: boolean } = {}): void {
    this.#isRefused ||= isRefused
    this.#waitMs = waitMs ?? null
    this.#live?.client.terminate()
  }

  /** Closes the socket, whoever uses it. */
  destroy(): void {
    this.#users = 0
    this.#stop()
    this.#events.destroy()
  }

  [Symbol.dispose](): void {
    this.destroy()
  }

  #stop(): void {
    this.#running?.abort()
    this.#running = null
    this.#pause.end()
  }

  #setStatus(status: ConnectionStatus): void {
    if (this.#status === status) return
    this.#status = status
    this.#events.emit('status', [status])
  }

  async #run({ signal }: AbortController): Promise<void> {
    const stopListening = onPageWakes(() => this.#wake())
    try {
      for (let failures = 0; !signal.aborted; failures++) {
        this.#setStatus('connecting')
        const since = performance.now()
        const token = await this.#token()
        if (signal.aborted) return
        if (token !== null) {
          const { wasConnected, closed } = await this.#connect(token, signal)
          this.#isRefused ||= closed.code === 4401 || closed.code === 4403
          if (wasConnected && performance.now() - since > steadyMs) failures = 0
          if (!signal.aborted) this.#events.emit('closed', [closed])
        }
        if (signal.aborted) return
        this.#setStatus('disconnected')
        const waitMs = this.#waitMs ?? jitteredMs(failures)
        this.#waitMs = null
        if (!signal.aborted) await this.#pause.wait(waitMs)
      }
    } finally {
      stopListening()
      if (this.#running === null) this.#setStatus('disconnected')
    }
  }

  async #token(): Promise<string | null> {
    try {
      return await this.#options.getToken({ isRefused: this.#isRefused })
    } catch (error) {
      this.#events.emit('error', [error])
      return null
    }
  }

  /** One socket from its opening to its end. */
  #connect(token: string, signal: AbortSignal): Promise<{ readonly wasConnected: boolean; readonly closed: Closed }> {
    const { promise, resolve } = Promise.withResolvers<{ wasConnected: boolean; closed: Closed }>()
    let wasConnected = false
    let renewal: ReturnType<typeof setTimeout> | undefined
    let pong: ReturnType<typeof setTimeout> | undefined
    let frames: FrameExchange | null = null
    const isHeard = () => {
      clearTimeout(pong)
      pong = undefined
    }
    const client = createClient({
      url: this.#options.url,
      webSocketImpl: frameSocket(this.#options.webSocket ?? WebSocket, (bytes) => {
        isHeard()
        try {
          frames?.receive(bytes)
        } catch {
          client.terminate()
        }
      }),
      connectionParams: { authorization: `Bearer ${token}` },
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      connectionAckWaitTimeout: openingMs,
      keepAlive: this.#options.keepAliveMs ?? 10_000,
      generateID: () => String(++this.#lastOperation),
      on: {
        connected: (socket) => {
          clearTimeout(opening)
          wasConnected = true
          this.#isRefused = false
          const live = socket as WebSocket
          frames = hasFrames(live) ? new FrameExchange((bytes) => live.send(bytes)) : null
          this.#live = { client, socket: live, frames }
          renewal = this.#renewLater(token, this.#live, (timer) => (renewal = timer))
          this.#setStatus('connected')
        },
        ping: (isReceived) => {
          if (!isReceived) pong ??= setTimeout(() => client.terminate(), pongMs)
        },
        message: isHeard,
        closed: (event) => {
          for (const timer of [opening, renewal, pong]) clearTimeout(timer)
          if (this.#live?.client === client) this.#live = null
          frames?.end()
          signal.removeEventListener('abort', close)
          Promise.resolve(client.dispose()).catch(() => undefined)
          resolve({ wasConnected, closed: closedOf(event) })
        },
      },
    })
    const opening = setTimeout(() => client.terminate(), openingMs)
    const close = () => (wasConnected ? void client.dispose() : client.terminate())
    signal.addEventListener('abort', close, { once: true })
    return promise
  }

  /** Shows the server another token before this one runs out, so that the socket can stay. */
  #renewLater(
    token: string,
    live: Live,
    keep: (timer: ReturnType<typeof setTimeout>) => void,
  ): ReturnType<typeof setTimeout> | undefined {
    const expiryMs = tokenExpiryMs(token)
    if (expiryMs === null) return undefined
    const leftMs = expiryMs - Date.now()
    const waitMs = Math.min(longestTimerMs, Math.max(1_000, leftMs - renewBeforeMs, leftMs / 2))
    const renew = async () => {
      const next = await this.#token()
      if (this.#live !== live) return
      if (next !== null)
        live.socket.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${next}` } }))
      const timer = this.#renewLater(next ?? token, live, keep)
      if (timer !== undefined) keep(timer)
    }
    return setTimeout(() => void renew(), waitMs)
  }

  /** The page or the network has come back: a lost socket is sought at once, and a silent one is found out. */
  #wake(): void {
    if (this.#pause.isWaiting) return this.#pause.end()
    const live = this.#live
    if (live === null) return
    let isAnswered = false
    const stop = live.client.on('message', () => (isAnswered = true))
    live.socket.send('{"type":"ping"}')
    setTimeout(() => {
      stop()
      if (!isAnswered && this.#live === live) live.client.terminate()
    }, pongMs)
  }
}

function closedOf(event: unknown): Closed {
  const { code, reason } = event as { code?: unknown; reason?: unknown }
  return { code: typeof code === 'number' ? code : 1006, reason: typeof reason === 'string' ? reason : '' }
}
