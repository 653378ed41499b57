import { createClient, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'
import { applyUpdate, Doc, encodeStateVector, mergeUpdates } from 'yjs'
import { EarlyEdits } from '@graphmemory/yjs-provider/early-edits.ts'
import { FrameExchange } from '@graphmemory/yjs-provider/frame-exchange.ts'
import { frameSocket, hasFrames, type WebSocketClass } from '@graphmemory/yjs-provider/frame-socket.ts'
import { ReplicaState } from '@graphmemory/yjs-provider/replica-state.ts'
import {
  base64,
  eventsSubscription,
  pushMutation,
  type EditorEvent,
  type OpenSession,
  type PushAnswer,
} from './editor.ts'
import type { Random } from './random.ts'

export type FaultClientOptions = {
  readonly name: string
  readonly documentId: string
  readonly token: () => string
  /** The address of some node that is believed to be up. */
  readonly url: () => string
  readonly random: Random
  /** Whether it asks for frames. */
  readonly hasFrames: boolean
  /** Every update that the server has acknowledged, at the moment it is. */
  readonly acknowledged: (update: Uint8Array) => void
}

const openMutation =
  'mutation ($input: OpenDocumentSessionInput!) { openDocumentSession(input: $input) { session { id epoch yjsClientId role expiresAt } } }'

/** An editor on a bad network: one push under way and the rest merged, each batch repeated until it is answered, and everything compared at every connect. */
export class FaultClient {
  readonly doc = new Doc()
  readonly #options: FaultClientOptions
  #client: Client | null = null
  /** Those of the socket that is open, where it has them. */
  #frames: FrameExchange | null = null
  #operations = 0
  #session: OpenSession | null = null
  /** What was shown before it was durable. */
  readonly #early = new EarlyEdits()
  #waiting: Uint8Array[] = []
  #batch: { readonly id: string; readonly update: Uint8Array } | null = null
  #batches = 0
  #isStopped = false
  #running: Promise<void>
  /** The chance that an event is lost on the way, as by a network that does what it must not. */
  dropEvents = 0
  resyncs = 0
  /** Edits that it was shown before they were durable. */
  shown = 0
  readonly statuses = new Map<string, number>()

  constructor(options: FaultClientOptions) {
    this.#options = options
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) this.#waiting.push(update)
    })
    this.#running = this.#run()
  }

  get isSettled(): boolean {
    return this.#batch === null && this.#waiting.length === 0 && !this.#early.areLacked
  }

  /** What its user sees, in one order whatever the replica. */
  get content(): string {
    return contentOf(this.doc)
  }

  /** One keystroke, deletion or property, at random. */
  edit(): void {
    const { random, name } = this.#options
    const text = this.doc.getText('content')
    const kind = random.next()
    if (kind < 0.15 && text.length > 4) text.delete(random.below(text.length - 3), 1 + random.below(3))
    else if (kind < 0.3) this.doc.getMap('properties').set(`k${random.below(5)}`, `${name}${random.below(100)}`)
    else text.insert(random.below(text.length + 1), `${name}${random.below(10)}`)
  }

  drop(): void {
    this.#client?.terminate()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.drop()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      let frames: FrameExchange | null = null
      const client = createClient({
        url: this.#options.url(),
        webSocketImpl: this.#options.hasFrames
          ? frameSocket(FaultSocket as unknown as WebSocketClass, (bytes) => frames?.receive(bytes))
          : FaultSocket,
        generateID: () => String(++this.#operations),
        on: {
          connected: (socket) => {
            const live = socket as globalThis.WebSocket
            this.#frames = frames = hasFrames(live) ? new FrameExchange((bytes) => live.send(bytes)) : null
          },
          closed: () => frames?.end(),
        },
        retryAttempts: 0,
        connectionAckWaitTimeout: 3_000,
        connectionParams: () => ({ authorization: `Bearer ${this.#options.token()}` }),
        onNonLazyError: () => undefined,
      })
      this.#client = client
      try {
        await this.#connected(client)
      } catch {
        // Whatever it was: another node, from the beginning.
      }
      client.terminate()
      await new Promise((resolve) => setTimeout(resolve, 10 + this.#options.random.below(60)))
    }
  }

  async #connected(client: Client): Promise<void> {
    if (this.#session === null) {
      const input = { documentId: this.#options.documentId }
      const { openDocumentSession } = await once<{ openDocumentSession: { session: OpenSession } }>(
        client,
        openMutation,
        { input },
      )
      this.#session = openDocumentSession.session
      this.doc.clientID = this.#session.yjsClientId
    }
    const session = this.#session
    const { random } = this.#options
    const variables = { sessionId: session.id, stateVector: base64(encodeStateVector(this.doc)) }
    let isFirst = true
    let stream = 0
    const take = (update: Uint8Array) => {
      if (random.next() >= this.dropEvents) applyUpdate(this.doc, update, remote)
    }
    await new Promise<void>((resolve, reject) => {
      client.subscribe<{ documentEvents: EditorEvent }>(
        { query: eventsSubscription, variables },
        {
          next: ({ data, errors }) => {
            if (data == null) {
              // Its session may have ended meanwhile.
              this.#session = null
              return reject(new Error(errors?.[0]?.message ?? 'refused'))
            }
            const { update, stateVector, control } = data.documentEvents
            // What it was shown is lost: all is compared anew.
            if (control?.kind === 'RESYNC') return reject(new Error('resync'))
            if (!isFirst) {
              if (update !== null) take(Buffer.from(update, 'base64'))
              return
            }
            if (update !== null) applyUpdate(this.doc, Buffer.from(update, 'base64'), remote)
            isFirst = false
            this.resyncs++
            this.#batch = null
            const server = ReplicaState.from(Buffer.from(stateVector ?? '', 'base64'), null)
            this.#early.compare(server)
            this.#waiting = [server.lacking(this.doc)]
            this.#frames?.listen(stream, ({ update, vouched, underWay }) => {
              if (update !== null) take(update)
              if (random.next() >= this.dropEvents)
                for (const shown of this.#early.add(vouched, underWay)) {
                  this.shown++
                  applyUpdate(this.doc, shown, remote)
                }
            })
            this.#giveBack(session, stream)
              .then(() => this.#push(client, session, stream))
              .catch(reject)
          },
          error: reject,
          complete: resolve,
        },
      )
      stream = this.#operations
    })
  }

  /** What the server lacks of what was shown; what it cannot take yet is offered again after the next connect. */
  async #giveBack({ epoch }: OpenSession, stream: number): Promise<void> {
    const frames = this.#frames
    if (frames === null) return
    for (const vouched of this.#early.lacked()) {
      const batchId = `given ${this.#batches++}`
      const { status } = await frames.push({ stream, epoch, batchId, update: null, vouched, presence: null })
      this.statuses.set(`given ${status}`, (this.statuses.get(`given ${status}`) ?? 0) + 1)
      if (['OK', 'DUPLICATE'].includes(status)) this.#early.answered(vouched)
    }
  }

  async #push(client: Client, session: OpenSession, stream: number): Promise<void> {
    while (!this.#isStopped && this.#client === client) {
      if (this.#batch === null && this.#waiting.length > 0) {
        this.#batch = { id: `${this.#options.name}${this.#batches++}`, update: mergeUpdates(this.#waiting.splice(0)) }
      }
      const batch = this.#batch
      if (batch === null) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        continue
      }
      const send = () => this.#send(client, session, stream, batch)
      // Now and then twice at once, as an impatient client would.
      const answers = await Promise.all(this.#options.random.next() < 0.1 ? [send(), send()] : [send()])
      for (const { status, durable } of answers) {
        this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
        if (durable) this.#options.acknowledged(batch.update)
      }
      const { status, retryAfterMs } = answers.find(({ durable }) => durable) ?? answers[0] ?? {}
      if (this.#batch !== batch) continue
      switch (status) {
        case 'OK':
        case 'DUPLICATE':
          this.#batch = null
          break
        case 'MISSING_DEPENDENCIES':
        case 'INVALID':
          // Something that it was shown is not there: all is compared anew.
          return client.terminate()
        case 'SESSION_EXPIRED':
          this.#session = null
          return client.terminate()
        default:
          await new Promise((resolve) => setTimeout(resolve, retryAfterMs ?? 50))
      }
    }
  }

  async #send(
    client: Client,
    session: OpenSession,
    stream: number,
    { id: batchId, update }: { readonly id: string; readonly update: Uint8Array },
  ): Promise<Pick<PushAnswer, 'status' | 'durable' | 'stateVector' | 'retryAfterMs'>> {
    const { id: sessionId, epoch } = session
    if (this.#frames === null) {
      const input = { sessionId, epoch, batchId, update: base64(update) }
      return (await once<{ pushDocument: PushAnswer }>(client, pushMutation, { input })).pushDocument
    }
    const answer = await this.#frames.push({ stream, epoch, batchId, update, vouched: null, presence: null })
    return {
      ...answer,
      durable: answer.status === 'OK' || answer.status === 'DUPLICATE',
      stateVector: answer.stateVector === null ? null : base64(answer.stateVector),
    }
  }
}

const remote = Symbol('remote')

/**
 * A socket that may be dropped while it is still being connected: `ws` then tells of an error, which the library, having
 * let go of the socket, does not listen to.
 */
export class FaultSocket extends WebSocket {
  constructor(...options: ConstructorParameters<typeof WebSocket>) {
    super(...options)
    this.on('error', () => undefined)
  }
}

/** The first answer to an operation; throws its first error. */
export async function once<Data>(client: Client, query: string, variables: Record<string, unknown>): Promise<Data> {
  for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
    if (data != null) return data
    throw new Error(errors?.[0]?.message ?? 'no data')
  }
  throw new Error('no answer')
}

/** A document's text and properties; the keys in order, since replicas differ in that. */
export function contentOf(doc: Doc): string {
  const properties = Object.entries(doc.getMap('properties').toJSON()).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([doc.getText('content').toJSON(), properties])
}
