import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { applyUpdate, Doc } from 'yjs'
import { documentsProtocol } from '@graphmemory/document-frames/protocol.ts'
import { encodePush, type PushFrame } from '@graphmemory/document-frames/push-frame.ts'
import { decodeServerFrame, pushStatuses, type ServerFrame } from '@graphmemory/document-frames/server-frames.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import type { PushStatus } from './schema.generated.ts'
import { eventsSubscription, openSession, updateOf, type OpenSession } from './testing/editor.ts'
import type { TestNode } from './testing/start-node.ts'
import { synced } from './testing/synced.ts'
import { World } from './testing/world.ts'

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode()
})
afterAll(() => world[Symbol.asyncDispose]())

type Message = { readonly id?: string; readonly type: string; readonly payload?: unknown }

/** A client of graphmemory-documents.v1, byte by byte. */
class FrameClient implements Disposable {
  readonly socket: WebSocket
  readonly frames: ServerFrame[] = []
  readonly messages: Message[] = []
  code: number | null = null
  readonly doc = new Doc()
  session: OpenSession | null = null

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (raw: Buffer, isFrame: boolean) => {
      if (isFrame) this.frames.push(decodeServerFrame(raw))
      else this.messages.push(JSON.parse(raw.toString()))
    })
    socket.on('close', (code) => (this.code = code))
  }

  static async connect(protocols: string | string[] = documentsProtocol, at = node): Promise<FrameClient> {
    const socket = new WebSocket(at.url, protocols)
    const client = new FrameClient(socket)
    await once(socket, 'open')
    return client
  }

  /** Whoever has begun, and watches a document as stream 1. */
  static async watch(documentId: string, as: User, at = node): Promise<FrameClient> {
    const client = await FrameClient.connect(documentsProtocol, at)
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

  say(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  push(frame: Partial<PushFrame>): void {
    this.socket.send(encodePush({ id: 1, stream: 1, epoch: 1, batchId: 'b', update: null, presence: null, ...frame }))
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

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}

test('F1: who asks for frames has them, and who does not is spoken to as ever', async () => {
  for (const [asked, given] of [
    [[documentsProtocol, 'graphql-transport-ws'], documentsProtocol],
    [['graphql-transport-ws', documentsProtocol], documentsProtocol],
    [['graphql-transport-ws'], 'graphql-transport-ws'],
  ] as const) {
    using client = await FrameClient.connect([...asked])
    expect(client.socket.protocol).toBe(given)
  }
})

test('F2, F4: a push as a frame is stored, recorded and answered once it is durable; others see it in whichever form they speak', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await FrameClient.watch(id, world.ada)
  using grace = await FrameClient.watch(id, world.grace)
  using plain = await world.editor(node, id, world.grace)
  await synced(plain)
  const update = ada.type('Hello')
  ada.push({ id: 7, batchId: 'first', update, presence: { clock: 1, state: { at: 5 } } })
  expect(await ada.answer(7)).toEqual({
    kind: 'answer',
    id: 7,
    status: 'OK',
    seq: 2,
    stateVector: null,
    retryAfterMs: null,
  })
  await vi.waitFor(() => {
    expect(plain.text).toBe('Hello')
    const event = grace.frames.find(({ kind }) => kind === 'event')
    if (event?.kind !== 'event') throw new Error('no event')
    expect(event).toMatchObject({ stream: 1, seq: 2, presence: [[ada.doc.clientID, 1, { at: 5 }]] })
    applyUpdate(grace.doc, event.update ?? new Uint8Array())
    expect(grace.doc.getText('content').toJSON()).toBe('Hello')
  })
  // An own edit is not sent back.
  expect(ada.frames.map(({ kind }) => kind)).toEqual(['answer'])
  ada.push({ id: 8, batchId: 'first', update })
  expect(await ada.answer(8)).toMatchObject({ status: 'DUPLICATE' })
  const edits = (await auditRecords(world.database, world.ada.tenantId)).filter(
    ({ action, resource }) => action === 'document.edit' && resource?.id === id,
  )
  expect(edits.map(({ details }) => details)).toMatchObject([{ batchId: 'first', yjsClientId: ada.doc.clientID }])
})

test('F4: what is said beside edits and presences comes as the message that the operation asked for', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await FrameClient.watch(id, world.ada)
  ada.say({
    id: 'lock',
    type: 'subscribe',
    payload: {
      query: 'mutation ($input: AcquireElementLockInput!) { acquireElementLock(input: $input) { lock { token } } }',
      variables: { input: { sessionId: ada.session?.id, element: 'edge', leaseMs: 10_000 } },
    },
  })
  await vi.waitFor(() =>
    expect(ada.messages).toContainEqual(
      expect.objectContaining({
        id: '1',
        type: 'next',
        payload: {
          data: { documentEvents: expect.objectContaining({ locks: [expect.objectContaining({ element: 'edge' })] }) },
        },
      }),
    ),
  )
})

test('F3: a push as a frame has the limits, rights and records of the mutation', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await FrameClient.watch(id, world.ada)
  using victor = await FrameClient.watch(id, world.victor)
  victor.push({ id: 1, update: victor.type('no') })
  expect(await victor.answer(1)).toMatchObject({ status: 'PERMISSION_DENIED', seq: null })
  const refusals = (await auditRecords(world.database, world.ada.tenantId)).filter(
    ({ outcome, resource }) => outcome === 'DENIED' && resource?.id === id,
  )
  expect(refusals).toMatchObject([{ action: 'document.edit', actor: { id: world.victor.userId } }])

  ada.push({ id: 2, batchId: '2', update: new Uint8Array(256 * 1024 + 1) })
  expect(await ada.answer(2)).toMatchObject({ status: 'TOO_LARGE' })
  ada.push({ id: 3, batchId: '3', update: Uint8Array.of(1, 2, 3) })
  expect(await ada.answer(3)).toMatchObject({ status: 'INVALID' })
  ada.push({ id: 4, batchId: '4', epoch: 2, update: ada.type('x') })
  expect(await ada.answer(4)).toMatchObject({ status: 'EPOCH_MISMATCH' })
  const later = ada.type('y')
  ada.push({ id: 5, batchId: '5', update: later })
  const missing = await ada.answer(5)
  expect(missing).toMatchObject({ status: 'MISSING_DEPENDENCIES', stateVector: expect.any(Uint8Array) })
  ada.push({ id: 6, stream: 9, batchId: '6', update: later })
  expect(await ada.answer(6)).toMatchObject({ kind: 'refusal', errors: [{ extensions: { code: 'NOT_FOUND' } }] })
  ada.push({ id: 7, batchId: 'x'.repeat(65), update: later })
  expect(await ada.answer(7)).toMatchObject({ kind: 'refusal', errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  for (let n = 100; n < 160; n++) ada.push({ id: n, batchId: String(n), presence: { clock: n, state: {} } })
  await vi.waitFor(() =>
    expect(ada.frames).toContainEqual(
      expect.objectContaining({ status: 'RATE_LIMITED', retryAfterMs: expect.any(Number) }),
    ),
  )
})

test('F3: whose credentials lose the right to read is refused, and that is recorded', async () => {
  const { id } = await world.createDocument(node, '')
  using client = await FrameClient.watch(id, world.grace)
  client.socket.removeAllListeners('close')
  const token = world.people.tokenOf(world.grace)
  world.people.change(token, { ...world.grace, role: 'nobody' })
  client.say({ type: 'ping', payload: { authorization: `Bearer ${token}` } })
  await vi.waitFor(() => expect(client.messages).toContainEqual(expect.objectContaining({ type: 'pong' })))
  client.push({ id: 1, update: client.type('no') })
  expect(await client.answer(1)).toMatchObject({ kind: 'refusal', errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  const records = await auditRecords(world.database, world.ada.tenantId)
  expect(records).toContainEqual(expect.objectContaining({ action: 'request.pushDocument', outcome: 'DENIED' }))
})

test('F5: a frame that breaks the protocol ends the socket with the code of what is wrong', async () => {
  const { id } = await world.createDocument(node, '')
  using early = await FrameClient.connect()
  early.push({})
  await vi.waitFor(() => expect(early.code).toBe(4401))
  using malformed = await FrameClient.watch(id, world.ada)
  malformed.socket.send(Uint8Array.of(1, 2))
  await vi.waitFor(() => expect(malformed.code).toBe(4400))
  // Nothing is answered there before the end.
  const { promise: end, resolve } = Promise.withResolvers<void>()
  await using slow = await world.startNode({
    wrapLog: (log) => ({ ...log, append: (entry) => end.then(() => log.append(entry)) }),
  })
  using _ = { [Symbol.dispose]: resolve }
  using twice = await FrameClient.watch(id, world.ada, slow)
  twice.push({ id: 3, update: twice.type('a') })
  twice.push({ id: 3, update: twice.type('b') })
  await vi.waitFor(() => expect(twice.code).toBe(4409))
  const other = await world.createDocument(node, '')
  using greedy = await FrameClient.watch(other.id, world.ada, slow)
  for (let n = 0; n < 65; n++) greedy.push({ id: n, batchId: String(n), update: greedy.type('a') })
  await vi.waitFor(() => expect(greedy.code).toBe(4429))
})

test('F2: the statuses of frames are those of the mutation', () => {
  const known: Readonly<Record<PushStatus, true>> = {
    OK: true,
    DUPLICATE: true,
    MISSING_DEPENDENCIES: true,
    PERMISSION_DENIED: true,
    TOO_LARGE: true,
    RATE_LIMITED: true,
    INVALID: true,
    EPOCH_MISMATCH: true,
    SESSION_EXPIRED: true,
    UNAVAILABLE: true,
    LOCK_LOST: true,
  }
  expect([...pushStatuses].toSorted()).toEqual(Object.keys(known).toSorted())
})
