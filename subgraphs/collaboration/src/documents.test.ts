import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { auditRecords } from '@graphmemory/testing/audit-records.ts'
import { anonymousIdentity, apiKeyIdentity } from '@graphmemory/testing/test-identity.ts'
import { ask, base64, openSession, push, updateOf, type Editor } from './testing/editor.ts'
import { synced } from './testing/synced.ts'
import type { TestNode } from './testing/start-node.ts'
import { createMutation, World, type Created } from './testing/world.ts'

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode()
})
afterAll(() => world[Symbol.asyncDispose]())

const textOf = (id: string, as = world.ada) => world.textOf(node, id, as)

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
  const actions = (await world.auditOf(made[0]?.id ?? '')).map(({ action }) => action)
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
  expect((await world.auditOf(id)).filter(({ action }) => action === 'document.open_session')).toHaveLength(20)
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

test('D3, D5: title, tags and properties merge like the text, and reach the memory with it', async () => {
  const more = { title: 'Ferry', tags: ['sea', 'old'], properties: { knots: 20, gone: true } }
  const { id, memory } = await world.createDocument(node, 'It sails.', world.ada, more)
  using a = await world.editor(node, id)
  using g = await world.editor(node, id, world.grace)
  await synced(a, g)
  await Promise.all([
    a.edit(() => {
      a.doc.getText('title').insert(0, 'The ')
      a.doc.getMap('tags').delete('old')
      a.doc.getMap('properties').set('knots', 21)
    }),
    g.edit(() => {
      g.doc.getText('title').insert(5, ' Ida')
      g.doc.getMap('tags').set('island', true)
      g.doc.getMap('properties').delete('gone')
      g.doc.getMap('properties').set('bytes', new Uint8Array(3))
      g.doc.getMap('properties').set('crew', { names: ['Ida', 3n] })
      g.doc.getMap('properties').set('decks', ['car', 'sun'])
    }),
  ])
  await vi.waitFor(() =>
    expect(world.memoryGraph.memories.get(memory.id)).toMatchObject({
      content: 'It sails.',
      title: 'The Ferry Ida',
      tags: ['island', 'sea'],
      properties: { knots: 21, decks: ['car', 'sun'] },
    }),
  )
  expect(Object.keys(world.memoryGraph.memories.get(memory.id)?.properties ?? {}).toSorted()).toEqual([
    'decks',
    'knots',
  ])
})

test('D7: a document without a title leaves the memory what it has beside the content', async () => {
  const kept = { title: 'Kept', tags: ['kept'], properties: { kept: 1 } }
  const { id, memory } = await world.createDocument(node, 'Text', world.ada, kept)
  using a = await world.editor(node, id)
  await synced(a)
  await a.edit((text) => {
    text.insert(4, ' and more')
    a.doc.getText('title').delete(0, 4)
    a.doc.getMap('tags').delete('kept')
  })
  await vi.waitFor(() => expect(world.memoryGraph.contentOf(memory.id)).toBe('Text and more'))
  expect(world.memoryGraph.memories.get(memory.id)).toMatchObject(kept)
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
  expect((await world.auditOf(id)).map(({ action }) => action)).toContain('document.close_session')

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
  expect(await world.auditOf(id)).toContainEqual(
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
