import { once } from 'node:events'
import { vi } from 'vitest'
import { WebSocket } from 'ws'
import { applyUpdate, Doc } from 'yjs'
import { documentsProtocol } from '@graphmemory/document-frames/protocol.ts'
import { encodePush, type PushFrame } from '@graphmemory/document-frames/push-frame.ts'
import { decodeServerFrame, type ServerFrame } from '@graphmemory/document-frames/server-frames.ts'
import { decodeEdits, splitVouched } from '@graphmemory/document-frames/vouched-edits.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { eventsSubscription, openSession, updateOf, type EditorEvent, type OpenSession } from './editor.ts'
import type { TestNode } from './start-node.ts'
import type { World } from './world.ts'

type Message = { readonly id?: string; readonly type: string; readonly payload?: unknown }

/** A client of graphmemory-documents.v2, byte by byte. */
export class FrameClient implements Disposable {
  readonly socket: WebSocket
  readonly frames: ServerFrame[] = []
  readonly messages: Message[] = []
  code: number | null = null
  readonly doc = new Doc()
  session: OpenSession | null = null

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (raw: Buffer, isFrame: boolean) => {
      if (isFrame) {
        const frame = decodeServerFrame(raw)
        this.frames.push(frame)
        if (frame.kind !== 'event') return
        if (frame.update !== null) this.#take(frame.update)
        if (frame.vouched !== null)
          for (const { update } of decodeEdits(splitVouched(frame.vouched).edits)) this.#take(update)
      } else {
        const message: Message = JSON.parse(raw.toString())
        this.messages.push(message)
        const update = eventOf(message)?.update
        if (update != null) this.#take(Buffer.from(update, 'base64'))
      }
    })
    socket.on('close', (code) => (this.code = code))
  }

  static async connect(url: string, protocols: string | string[] = documentsProtocol): Promise<FrameClient> {
    const socket = new WebSocket(url, protocols)
    const client = new FrameClient(socket)
    await once(socket, 'open')
    return client
  }

  /** Whoever has begun, and watches a document as stream 1. */
  static async watch(world: World, node: TestNode, documentId: string, as: User): Promise<FrameClient> {
    const client = await FrameClient.connect(node.url)
    client.say({ type: 'connection_init', payload: { authorization: `Bearer ${world.people.tokenOf(as)}` } })
    await client.#told(1)
    const session = await openSession(node.subgraph, as, documentId)
    client.session = session
    client.doc.clientID = session.yjsClientId
    const variables = { sessionId: session.id }
    client.say({ id: '1', type: 'subscribe', payload: { query: eventsSubscription, variables } })
    await client.#told(2)
    return client
  }

  get text(): string {
    return this.doc.getText('content').toJSON()
  }

  /** The events that came as frames. */
  get events() {
    return this.frames.flatMap((frame) => (frame.kind === 'event' ? [frame] : []))
  }

  /** What it was shown before it was durable, as it came. */
  get vouched(): readonly Uint8Array[] {
    return this.events.flatMap(({ vouched }) => (vouched === null ? [] : [vouched]))
  }

  /** The events that came as messages. */
  get told(): readonly EditorEvent[] {
    return this.messages.flatMap((message) => eventOf(message) ?? [])
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  push(frame: Partial<PushFrame>): void {
    this.socket.send(
      encodePush({ id: 1, stream: 1, epoch: 1, batchId: 'b', update: null, vouched: null, presence: null, ...frame }),
    )
  }

  type(text: string): Uint8Array {
    return updateOf(this.doc, () => this.doc.getText('content').insert(0, text))
  }

  async answer(id: number): Promise<Exclude<ServerFrame, { kind: 'event' }>> {
    return vi.waitFor(() => {
      const found = this.frames.find((frame) => frame.kind !== 'event' && frame.id === id)
      if (found === undefined || found.kind === 'event') throw new Error(`push ${id} is not answered`)
      return found
    })
  }

  async #told(messages: number): Promise<void> {
    await vi.waitFor(() => {
      if (this.messages.length < messages) throw new Error(`${this.messages.length} of ${messages} messages`)
    })
  }

  #take(update: Uint8Array): void {
    applyUpdate(this.doc, update, 'remote')
  }

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}

const eventOf = ({ id, type, payload }: Message): EditorEvent | null =>
  id === '1' && type === 'next' ? (payload as { data: { documentEvents: EditorEvent } }).data.documentEvents : null
