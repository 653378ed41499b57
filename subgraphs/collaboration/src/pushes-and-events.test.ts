import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask, base64, openSession, push, pushMutation, updateOf } from './testing/editor.ts'
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

const textOf = (id: string, as = world.ada) => world.textOf(node, id, as)

test('U2: an update whose dependencies are missing is not taken; with what the server lacks it is', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.ada, id)
  const doc = new Doc()
  doc.clientID = session.yjsClientId
  const first = updateOf(doc, () => doc.getText('content').insert(0, 'a'))
  const second = updateOf(doc, () => doc.getText('content').insert(1, 'b'))
  const input = { sessionId: session.id, epoch: 1 }
  const missing = await push(node.subgraph, world.ada, { ...input, batchId: '2', update: base64(second) })
  expect(missing).toMatchObject({ status: 'MISSING_DEPENDENCIES', durable: false, seq: null })
  expect(await textOf(id)).toBe('')
  expect((await world.auditOf(id)).map(({ action }) => action)).not.toContain('document.edit')
  expect(first.length).toBeGreaterThan(0)
  const lacking = new Doc()
  applyUpdate(lacking, first)
  applyUpdate(lacking, second)
  const state = Buffer.from(missing.stateVector ?? '', 'base64')
  expect([...state]).toEqual([...encodeStateVector(new Doc())])
  expect(await push(node.subgraph, world.ada, { ...input, batchId: '2', update: base64(first) })).toMatchObject({
    status: 'OK',
  })
  expect(await push(node.subgraph, world.ada, { ...input, batchId: '3', update: base64(second) })).toMatchObject({
    status: 'OK',
  })
  expect(await textOf(id)).toBe('ab')
})

test('U2: deleting what the server has not is a missing dependency, too', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.ada, id)
  const doc = new Doc()
  doc.clientID = session.yjsClientId
  updateOf(doc, () => doc.getText('content').insert(0, 'abc'))
  const deletion = updateOf(doc, () => doc.getText('content').delete(0, 1))
  expect(
    await push(node.subgraph, world.ada, { sessionId: session.id, epoch: 1, batchId: '1', update: base64(deletion) }),
  ).toMatchObject({
    status: 'MISSING_DEPENDENCIES',
  })
})

test('A1, A2, A5: what is pushed again is DUPLICATE, durable, and leaves no second entry and no second record', async () => {
  const { id } = await world.createDocument(node, '')
  using a = await world.editor(node, id)
  await synced(a)
  const update = updateOf(a.doc, () => a.doc.getText('content').insert(0, 'once'))
  const [one, two] = await Promise.all([a.push(update, 'batch'), a.push(update, 'batch')])
  expect([one.status, two.status].toSorted()).toEqual(['DUPLICATE', 'OK'])
  expect([one.durable, two.durable]).toEqual([true, true])
  expect(one.seq).toBe(two.seq)
  expect(await a.push(update, 'another batch')).toMatchObject({ status: 'DUPLICATE', durable: true })
  expect((await world.auditOf(id)).filter(({ action }) => action === 'document.edit')).toHaveLength(1)
  const state = await ask<{ document: { headSeq: number } }>(
    node.subgraph,
    world.ada,
    'query ($id: ID!) { document(id: $id) { headSeq } }',
    { id },
  )
  expect(state.document.headSeq).toBe(2)
})

test('P1: a push of another epoch is EPOCH_MISMATCH', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.ada, id)
  expect(await push(node.subgraph, world.ada, { sessionId: session.id, epoch: 2, batchId: 'b' })).toMatchObject({
    status: 'EPOCH_MISMATCH',
  })
})

test('U4: too much is TOO_LARGE, too often is RATE_LIMITED with the time to wait', async () => {
  const small = await world.startNode({
    limits: { updateBytes: 1_000, documentBytes: 3_000, pushesPerSecond: 5, presenceBytes: 100 },
  })
  const { id } = await world.createDocument(small, '')
  using a = await world.editor(small, id)
  await synced(a)
  expect(
    await a.push(
      updateOf(new Doc(), () => undefined),
      'p',
      { presence: 'x'.repeat(100), presenceClock: 1 },
    ),
  ).toMatchObject({ status: 'TOO_LARGE' })
  const write = (doc: Doc, length: number) => updateOf(doc, () => doc.getText('content').insert(0, 'x'.repeat(length)))
  const big = new Doc()
  big.clientID = a.session.yjsClientId
  expect(await a.push(write(big, 1_100))).toMatchObject({ status: 'TOO_LARGE', durable: false })
  for (const _ of [1, 2, 3]) expect(await a.push(write(a.doc, 900))).toMatchObject({ status: 'OK' })
  expect(await a.push(write(a.doc, 900))).toMatchObject({ status: 'TOO_LARGE' })
  const answers = await Promise.all(Array.from({ length: 10 }, () => a.push(null)))
  const limited = answers.find(({ status }) => status === 'RATE_LIMITED')
  expect(limited?.retryAfterMs).toBeGreaterThan(0)
})

test('E1: the first event holds what the given state vector lacks, and all presences', async () => {
  const { id } = await world.createDocument(node, 'start')
  using a = await world.editor(node, id)
  await synced(a)
  await a.push(null, 'p', { presence: { cursor: 3 }, presenceClock: 1 })
  a.stop()
  await a.edit((text) => text.insert(0, 're'))
  using b = await world.editor(node, id, world.grace)
  await synced(b)
  expect(b.text).toBe('restart')
  expect(Buffer.from(b.events[0]?.stateVector ?? '', 'base64')).toEqual(Buffer.from(encodeStateVector(b.doc)))
  const size = b.events[0]?.update?.length ?? 0
  b.stop()
  b.listen()
  await vi.waitFor(() => expect(b.events.length).toBe(2))
  expect(b.events[1]?.update?.length).toBeLessThan(size)
})

test('E4: an edit is not sent back to its own session, and to everybody else', async () => {
  const { id } = await world.createDocument(node, '')
  using a = await world.editor(node, id)
  using b = await world.editor(node, id, world.grace)
  await synced(a, b)
  await a.edit((text) => text.insert(0, 'hello'))
  await vi.waitFor(() => expect(b.text).toBe('hello'))
  expect(a.events).toHaveLength(1)
  await b.edit((text) => text.insert(5, '!'))
  await vi.waitFor(() => expect(a.text).toBe('hello!'))
})

test('E6: the stream through the subgraph’s own interface is the same as on the socket', async () => {
  const { id } = await world.createDocument(node, 'start')
  using a = await world.editor(node, id)
  const session = await openSession(node.subgraph, world.grace, id)
  const events = await node.subgraph.subscribe({
    query: 'subscription ($id: ID!) { documentEvents(sessionId: $id) { seq update control { kind } } }',
    variables: { id: session.id },
    identity: world.grace,
  })
  if (!(Symbol.asyncIterator in events)) throw new Error('refused')
  const doc = new Doc()
  const take = async () => {
    const { value } = await events.next()
    const event = (value as { data: { documentEvents: { seq: number; update: string | null } } }).data.documentEvents
    if (event.update !== null) applyUpdate(doc, Buffer.from(event.update, 'base64'))
    return event.seq
  }
  expect(await take()).toBe(1)
  await synced(a)
  await a.edit((text) => text.insert(0, 're'))
  expect(await take()).toBe(2)
  expect(doc.getText('content').toJSON()).toBe('restart')
  await events.return?.()
  expect(await events.next()).toMatchObject({ done: true })
})

test('N1, N2: presences reach everybody, the newest wins, and they go with the stream', async () => {
  const { id } = await world.createDocument(node, '')
  using a = await world.editor(node, id)
  using b = await world.editor(node, id, world.grace)
  await synced(a, b)
  await a.push(null, 'p2', { presence: { cursor: 2 }, presenceClock: 2 })
  await a.push(null, 'p1', { presence: { cursor: 1 }, presenceClock: 1 })
  const seen = () => b.events.flatMap(({ presence }) => presence ?? [])
  await vi.waitFor(() => expect(seen()).toEqual([[a.session.yjsClientId, 2, { cursor: 2 }]]))
  a.stop()
  await vi.waitFor(() => expect(seen().at(-1)).toEqual([a.session.yjsClientId, 3, null]))
})

test('E3: a presence that is pushed with an update is shown in the event that shows the update', async () => {
  const { id } = await world.createDocument(node, '')
  using a = await world.editor(node, id)
  using b = await world.editor(node, id, world.grace)
  await synced(a, b)
  a.doc.getText('content').insert(0, 'typed')
  await a.push(encodeStateAsUpdate(a.doc), 'both', { presence: { cursor: 5 }, presenceClock: 1 })
  await vi.waitFor(() => expect(b.doc.getText('content').toJSON()).toBe('typed'))
  expect(b.events.filter(({ presence }) => presence?.length === 1)).toMatchObject([
    { update: expect.any(String), presence: [[a.session.yjsClientId, 1, { cursor: 5 }]] },
  ])
})

test('documents that are due together are compacted one after the other', async () => {
  const [begun, gate] = [[] as string[], Promise.withResolvers<void>()]
  const compacting = await world.startNode({
    compactAfterEntries: 2,
    wrapLog: (log) => ({
      ...log,
      async compact(...args) {
        begun.push(args[0].documentId)
        await gate.promise
        return log.compact(...args)
      },
    }),
  })
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    const { id } = await world.createDocument(compacting, '')
    ids.push(id)
    using a = await world.editor(compacting, id)
    await synced(a)
    for (let edit = 0; edit < 4; edit++) await a.edit((text) => text.insert(0, 'x'))
  }
  expect(begun).toEqual(ids.slice(0, 1))
  gate.resolve()
  await vi.waitFor(() => expect([...new Set(begun)]).toEqual(ids))
})

test('D6: after compaction and a restart everything acknowledged is there, in a fresh node', async () => {
  const compacting = await world.startNode({ compactAfterEntries: 5, historyEntries: 5 })
  const { id } = await world.createDocument(compacting, 'seed ')
  using a = await world.editor(compacting, id)
  await synced(a)
  for (let n = 0; n < 23; n++) await a.edit((text) => text.insert(text.length, `${n},`))
  const count = () =>
    world.database.withTenant(world.ada, (em) =>
      em.execute<{ n: number }[]>('select count(*)::integer as n from collab.entry where document_id = ?', [id]),
    )
  await vi.waitFor(async () => {
    await a.edit((text) => text.insert(text.length, '.'))
    expect((await count())[0]?.n).toBeLessThan(15)
  })
  const fresh = await world.startNode()
  const { document } = await ask<{ document: { text: string; state: { update: string; seq: number } } }>(
    fresh.subgraph,
    world.grace,
    'query ($id: ID!) { document(id: $id) { text state { epoch seq update stateVector } } }',
    { id },
  )
  expect(document.text).toBe(a.text)
  const replica = new Doc()
  applyUpdate(replica, Buffer.from(document.state.update, 'base64'))
  expect(replica.getText('content').toJSON()).toBe(a.text)
})

test('D5: while the graph is away edits go on, and it has them when it is back', async () => {
  const { id, memory } = await world.createDocument(node, 'one')
  using a = await world.editor(node, id)
  await synced(a)
  world.memoryGraph.isAway = true
  await a.edit((text) => text.insert(3, ' two'))
  expect(world.memoryGraph.contentOf(memory.id)).toBe('one')
  world.memoryGraph.isAway = false
  await vi.waitFor(() => expect(world.memoryGraph.contentOf(memory.id)).toBe('one two'), { timeout: 10_000 })
})

test('D5: what a dead node has left behind is brought into the graph by one that starts', async () => {
  const { id, memory } = await world.createDocument(node, 'one')
  {
    await using dying = await world.startNode({ projectIdleMs: 60_000 })
    const session = await openSession(dying.subgraph, world.ada, id)
    world.memoryGraph.isAway = true
    const doc = new Doc()
    doc.clientID = session.yjsClientId
    const update = base64(updateOf(doc, () => doc.getText('notes').insert(0, 'n')))
    await push(dying.subgraph, world.ada, { sessionId: session.id, epoch: 1, batchId: 'b', update })
  }
  world.memoryGraph.isAway = false
  await world.startNode()
  await vi.waitFor(() => expect(world.memoryGraph.memories.get(memory.id)?.seq).toBe(2))
})

test('a document is reached from its memory, and a memory without one has none', async () => {
  const { id, memory } = await world.createDocument(node, 'x')
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Memory { document { id } } ... on Document { text } } }'
  const r = [
    { __typename: 'Memory', id: memory.id },
    { __typename: 'Memory', id: 'mem_none' },
    { __typename: 'Document', id },
  ]
  expect(await ask(node.subgraph, serviceIdentity('gateway', world.ada.tenantId), query, { r })).toEqual({
    _entities: [{ document: { id } }, { document: null }, { text: 'x' }],
  })
  expect(await ask(node.subgraph, world.eve, query, { r: r.slice(0, 1) })).toEqual({ _entities: [{ document: null }] })
})

test('a batchId must have 1 to 64 characters, and a presence a clock', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.ada, id)
  const input = { sessionId: session.id, epoch: 1 }
  for (const wrong of [{ batchId: '' }, { batchId: 'x'.repeat(65) }, { batchId: 'b', presence: {} }]) {
    await expect(ask(node.subgraph, world.ada, pushMutation, { input: { ...input, ...wrong } })).rejects.toThrow(
      'BAD_USER_INPUT',
    )
  }
})
