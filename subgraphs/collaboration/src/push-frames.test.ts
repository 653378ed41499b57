import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { documentsProtocol } from '@graphmemory/document-frames/protocol.ts'
import { pushStatuses } from '@graphmemory/document-frames/server-frames.ts'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import type { PushStatus } from './schema.generated.ts'
import { FrameClient } from './testing/frame-client.ts'
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

test('F1: who asks for frames has them, and who does not is spoken to as ever', async () => {
  for (const [asked, given] of [
    [[documentsProtocol, 'graphql-transport-ws'], documentsProtocol],
    [['graphql-transport-ws', documentsProtocol], documentsProtocol],
    [['graphql-transport-ws'], 'graphql-transport-ws'],
  ] as const) {
    using client = await FrameClient.connect(node.url, [...asked])
    expect(client.socket.protocol).toBe(given)
  }
})

test('F2, F4: a push as a frame is stored, recorded and answered once it is durable; others see it in whichever form they speak', async () => {
  const { id } = await world.createDocument(node, '')
  using ada = await FrameClient.watch(world, node, id, world.ada)
  using grace = await FrameClient.watch(world, node, id, world.grace)
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
    expect(grace.events[0]).toMatchObject({ stream: 1, presence: [[ada.doc.clientID, 1, { at: 5 }]] })
    expect(grace.text).toBe('Hello')
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
  using ada = await FrameClient.watch(world, node, id, world.ada)
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
  using ada = await FrameClient.watch(world, node, id, world.ada)
  using victor = await FrameClient.watch(world, node, id, world.victor)
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
  using client = await FrameClient.watch(world, node, id, world.grace)
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
  using early = await FrameClient.connect(node.url)
  early.push({})
  await vi.waitFor(() => expect(early.code).toBe(4401))
  using malformed = await FrameClient.watch(world, node, id, world.ada)
  malformed.socket.send(Uint8Array.of(1, 2))
  await vi.waitFor(() => expect(malformed.code).toBe(4400))
  // Nothing is answered there before the end.
  const { promise: end, resolve } = Promise.withResolvers<void>()
  await using slow = await world.startNode({
    wrapLog: (log) => ({ ...log, append: (entry) => end.then(() => log.append(entry)) }),
  })
  using _ = { [Symbol.dispose]: resolve }
  using twice = await FrameClient.watch(world, slow, id, world.ada)
  twice.push({ id: 3, update: twice.type('a') })
  twice.push({ id: 3, update: twice.type('b') })
  await vi.waitFor(() => expect(twice.code).toBe(4409))
  const other = await world.createDocument(node, '')
  using greedy = await FrameClient.watch(world, slow, other.id, world.ada)
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
