import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyUpdate, Doc, encodeStateVector } from 'yjs'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask, base64, openSession, push, pushMutation, updateOf, type Editor } from './testing/editor.ts'
import type { TestNode } from './testing/start-node.ts'
import { createMutation, World, type Created } from './testing/world.ts'

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode()
})
afterAll(() => world[Symbol.asyncDispose]())

const synced = (...editors: Editor[]) =>
  vi.waitFor(() => expect(editors.every(({ events }) => events.length > 0)).toBe(true))
const textOf = async (id: string, as = world.ada) =>
  (
    await ask<{ document: { text: string } }>(node.subgraph, as, 'query ($id: ID!) { document(id: $id) { text } }', {
      id,
    })
  ).document.text
const auditOf = async (id: string) =>
  (await auditRecords(world.database, world.ada.tenantId)).filter(({ resource }) => resource?.id === id)

test('D1, D2: the document of a memory is made once, seeded once, and found by whoever asks again', async () => {
  const memoryId = world.addMemory('What Ada wrote')
  const create = (as = world.ada) =>
    ask<{ createDocument: { document: Created } }>(node.subgraph, as, createMutation, { input: { memoryId } })
  const made = (await Promise.all([create(), create(world.grace), create()])).map(
    ({ createDocument }) => createDocument.document,
  )
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(made[0]).toMatchObject({
    epoch: 1,
    headSeq: 1,
    text: 'What Ada wrote',
    viewerRole: 'EDITOR',
    memory: { id: memoryId },
  })
  expect(world.memoryGraph.memories.get(memoryId)?.documentId).toBe(made[0]?.id)
  const actions = (await auditOf(made[0]?.id ?? '')).map(({ action }) => action)
  expect(actions).toContain('document.create')
  expect(actions).toContain('document.seed')
})

test('D2: every replica of a seeded document holds the same structs, so that merging does not double the text', async () => {
  const { id } = await world.createDocument(node, 'Once only')
  using a = await world.editor(node, id)
  using b = await world.editor(node, id, world.grace)
  await synced(a, b)
  applyUpdate(a.doc, b.missing())
  expect(a.text).toBe('Once only')
  expect([...a.doc.store.clients.keys()]).toEqual([1])
})

test('D1: a memory that does not exist, or is another tenant’s, has no document', async () => {
  const input = { memoryId: world.addMemory('secret', world.eve) }
  await expect(ask(node.subgraph, world.ada, createMutation, { input })).rejects.toThrow('NOT_FOUND')
  await expect(ask(node.subgraph, world.ada, createMutation, { input: { memoryId: 'mem_none' } })).rejects.toThrow(
    'NOT_FOUND',
  )
})

test('a viewer, an API key without the scope and a stranger may not create; one with the scope may', async () => {
  const input = { memoryId: world.addMemory('x') }
  const tenantId = world.ada.tenantId ?? ''
  await expect(ask(node.subgraph, world.victor, createMutation, { input })).rejects.toThrow('FORBIDDEN')
  await expect(
    ask(node.subgraph, apiKeyIdentity({ tenantId, scopes: ['document:read'] }), createMutation, { input }),
  ).rejects.toThrow('FORBIDDEN')
  await expect(ask(node.subgraph, anonymousIdentity(), createMutation, { input })).rejects.toThrow('UNAUTHENTICATED')
  const scopes = ['document:create', 'document:read']
  await expect(
    ask(node.subgraph, apiKeyIdentity({ tenantId, scopes }), createMutation, { input }),
  ).resolves.toBeDefined()
  const refusals = (await auditRecords(world.database, tenantId)).filter(({ outcome }) => outcome === 'DENIED')
  expect(refusals.map(({ action }) => action)).toContain('request.createDocument')
})

test('D4: for another tenant a document, its sessions and its events do not exist', async () => {
  const { id } = await world.createDocument(node, 'ours')
  const session = await openSession(node.subgraph, world.ada, id)
  const open = 'mutation ($id: ID!) { openDocumentSession(input: { documentId: $id }) { session { id } } }'
  await expect(ask(node.subgraph, world.eve, open, { id })).rejects.toThrow('NOT_FOUND')
  await expect(
    ask(node.subgraph, world.eve, 'query ($id: ID!) { document(id: $id) { text } }', { id }),
  ).rejects.toThrow('NOT_FOUND')
  const input = { sessionId: session.id, epoch: 1, batchId: 'b' }
  await expect(push(node.subgraph, world.eve, input)).rejects.toThrow('NOT_FOUND')
  const close = 'mutation ($id: ID!) { closeDocumentSession(input: { sessionId: $id }) { sessionId } }'
  await expect(ask(node.subgraph, world.eve, close, { id: session.id })).rejects.toThrow('NOT_FOUND')
  const events = await node.subgraph.subscribe({
    query: 'subscription ($id: ID!) { documentEvents(sessionId: $id) { seq } }',
    variables: { id: session.id },
    identity: world.eve,
  })
  expect(events).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
})

test('S1: a session is its opener’s alone', async () => {
  const { id } = await world.createDocument(node, 'ours')
  const session = await openSession(node.subgraph, world.ada, id)
  await expect(push(node.subgraph, world.grace, { sessionId: session.id, epoch: 1, batchId: 'b' })).rejects.toThrow(
    'NOT_FOUND',
  )
})

test('S2: each session has a Yjs client id of its own, from 1024 on', async () => {
  const { id } = await world.createDocument(node, 'ours')
  const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(node.subgraph, world.ada, id)))
  expect(new Set(sessions.map(({ yjsClientId }) => yjsClientId)).size).toBe(20)
  expect(Math.min(...sessions.map(({ yjsClientId }) => yjsClientId))).toBeGreaterThanOrEqual(1024)
  expect((await auditOf(id)).filter(({ action }) => action === 'document.open_session')).toHaveLength(20)
})

test('two people edit at once, see each other, agree, and the graph ends equal to the document', async () => {
  const { id, memory } = await world.createDocument(node, 'The start.')
  using a = await world.editor(node, id)
  using g = await world.editor(node, id, world.grace)
  await synced(a, g)
  expect(a.text).toBe('The start.')
  const type = async (editor: Editor, letters: string, at: (length: number) => number) => {
    for (const letter of letters) {
      const answer = await editor.edit((text) => text.insert(at(text.length), letter))
      expect(answer).toMatchObject({ status: 'OK', durable: true })
    }
  }
  await Promise.all([type(a, 'Ada was here. ', () => 0), type(g, ' Grace too.', (length) => length)])
  await vi.waitFor(() => {
    expect(a.text).toBe(g.text)
    expect(a.text).toHaveLength('The start.'.length + 25)
  })
  expect(await textOf(id)).toBe(a.text)
  await vi.waitFor(() => expect(world.memoryGraph.contentOf(memory.id)).toBe(a.text))
  expect([...(world.memoryGraph.memories.get(memory.id)?.editors ?? [])].length).toBeGreaterThan(0)
})

test('S3, U1: structs under somebody else’s client id are INVALID; those of one’s own earlier session are taken', async () => {
  const { id } = await world.createDocument(node, '')
  const [first, second] = [
    await openSession(node.subgraph, world.ada, id),
    await openSession(node.subgraph, world.ada, id),
  ]
  const other = await openSession(node.subgraph, world.grace, id)
  const written = (clientId: number) => {
    const doc = new Doc()
    doc.clientID = clientId
    return base64(updateOf(doc, () => doc.getText('content').insert(0, 'x')))
  }
  const as = (clientId: number, batchId: string) =>
    push(node.subgraph, world.ada, { sessionId: second.id, epoch: 1, batchId, update: written(clientId) })
  expect(await as(other.yjsClientId, 'a')).toMatchObject({ status: 'INVALID', durable: false })
  expect(await as(1, 'b')).toMatchObject({ status: 'INVALID' })
  expect(await as(77, 'c')).toMatchObject({ status: 'INVALID' })
  const offline = new Doc()
  offline.clientID = 2 ** 32 - 1
  const [mine, more] = ['x', 'y'].map((letter) =>
    base64(updateOf(offline, () => offline.getText('content').insert(0, letter))),
  )
  const claim = { sessionId: second.id, epoch: 1, batchId: 'e', update: mine }
  expect(await push(node.subgraph, world.ada, claim)).toMatchObject({ status: 'OK' })
  const theft = { sessionId: other.id, epoch: 1, batchId: 'f', update: more }
  expect(await push(node.subgraph, world.grace, theft)).toMatchObject({ status: 'INVALID' })
  expect(await as(first.yjsClientId, 'd')).toMatchObject({ status: 'OK' })
  expect(await textOf(id)).toBe('xx')
})

test('S4: what has been closed, or has expired, is SESSION_EXPIRED; a renewal puts the end off', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.ada, id)
  const renew =
    'mutation ($id: ID!) { renewDocumentSession(input: { sessionId: $id }) { session { expiresAt heartbeatMs document { id } } } }'
  const close = 'mutation ($id: ID!) { closeDocumentSession(input: { sessionId: $id }) { sessionId } }'
  await expect(ask(node.subgraph, world.ada, renew, { id: session.id })).resolves.toMatchObject({
    renewDocumentSession: { session: { heartbeatMs: 60_000, document: { id } } },
  })
  await ask(node.subgraph, world.ada, close, { id: session.id })
  expect(await push(node.subgraph, world.ada, { sessionId: session.id, epoch: 1, batchId: 'b' })).toMatchObject({
    status: 'SESSION_EXPIRED',
  })
  await expect(ask(node.subgraph, world.ada, renew, { id: session.id })).rejects.toThrow('NOT_FOUND')
  expect((await auditOf(id)).map(({ action }) => action)).toContain('document.close_session')

  const expired = await openSession(node.subgraph, world.ada, id)
  await world.database.withTenant(world.ada, (em) =>
    em.execute(`update collab.session set expires_at = now() - interval '1 second' where id = ?`, [expired.id]),
  )
  const fresh = await world.startNode()
  expect(await push(fresh.subgraph, world.ada, { sessionId: expired.id, epoch: 1, batchId: 'b' })).toMatchObject({
    status: 'SESSION_EXPIRED',
  })
})

test('S5: a viewer reads and is present, and his edits are PERMISSION_DENIED and recorded', async () => {
  const { id } = await world.createDocument(node, 'mine')
  using v = await world.editor(node, id, world.victor)
  await synced(v)
  expect(v.session.role).toBe('VIEWER')
  expect(v.text).toBe('mine')
  expect(await v.edit((text) => text.insert(0, 'not '))).toMatchObject({ status: 'PERMISSION_DENIED', durable: false })
  expect(await v.push(null, 'p', { presence: { name: 'Victor' }, presenceClock: 1 })).toMatchObject({ status: 'OK' })
  expect(await textOf(id)).toBe('mine')
  expect(await auditOf(id)).toContainEqual(
    expect.objectContaining({
      action: 'document.edit',
      outcome: 'DENIED',
      actor: { kind: 'user', id: world.victor.userId },
    }),
  )
})

test('S5: the role is that of the push, not that of the session', async () => {
  const { id } = await world.createDocument(node, '')
  const session = await openSession(node.subgraph, world.grace, id)
  const doc = new Doc()
  doc.clientID = session.yjsClientId
  const pushAs = (role: string, letter: string) =>
    push(
      node.subgraph,
      { ...world.grace, role },
      {
        sessionId: session.id,
        epoch: 1,
        batchId: letter,
        update: base64(updateOf(doc, () => doc.getText('content').insert(0, letter))),
      },
    )
  expect(await pushAs('editor', 'a')).toMatchObject({ status: 'OK' })
  expect(await pushAs('viewer', 'b')).toMatchObject({ status: 'PERMISSION_DENIED' })
  await expect(pushAs('emperor', 'c')).rejects.toThrow('FORBIDDEN')
  expect(await textOf(id)).toBe('a')
})

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
  expect((await auditOf(id)).map(({ action }) => action)).not.toContain('document.edit')
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
  expect((await auditOf(id)).filter(({ action }) => action === 'document.edit')).toHaveLength(1)
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

test('D6: after compaction and a restart everything acknowledged is there, in a fresh node', async () => {
  const compacting = await world.startNode({ compactAfterEntries: 5 })
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
  world.memoryGraph.isAway = true
  {
    await using dying = await world.startNode({ projectIdleMs: 60_000 })
    const session = await openSession(dying.subgraph, world.ada, id)
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
