import { afterAll, beforeAll, expect, test } from 'vitest'
import { Doc } from 'yjs'
import { GraphMemoryProvider } from '@graphmemory/yjs-provider'
import { GraphMemoryConnection } from '@graphmemory/yjs-provider/graph-memory-connection.ts'
import { until } from '../harness/until.ts'
import { DocumentWorld } from './document-world.ts'

let world: DocumentWorld

beforeAll(async () => {
  world = await DocumentWorld.start()
})
afterAll(() => world?.[Symbol.asyncDispose]())

const contentOf = ({ doc }: GraphMemoryProvider) => doc.getText('content')
const textOf = (provider: GraphMemoryProvider) => contentOf(provider).toJSON()

test('two people see each other type, and what they are told is saved is durable', async () => {
  const { documentId } = await world.document('Hello')
  const ada = world.provide(documentId)
  const grace = world.provide(documentId, { as: world.editor })
  await Promise.all([ada.whenSynced(), grace.whenSynced()])
  expect(textOf(ada)).toBe('Hello')
  expect([ada.role, ada.unsavedChanges]).toEqual(['EDITOR', false])

  contentOf(ada).insert(5, ', Grace')
  expect(ada.unsavedChanges).toBe(true)
  expect(ada.saveState).toEqual({ kind: 'saving' })
  await until('Grace sees it', () => textOf(grace) === 'Hello, Grace')
  contentOf(grace).insert(0, '> ')
  await Promise.all([ada.whenSaved(), grace.whenSaved()])
  await until('Ada sees it', () => textOf(ada) === '> Hello, Grace')
  expect((await world.stored(documentId)).text).toBe('> Hello, Grace')
  expect(ada.saveState).toEqual({ kind: 'saved' })
})

test('what is typed before the session is open is kept and saved', async () => {
  const { documentId } = await world.document('')
  const doc = new Doc()
  doc.getText('content').insert(0, 'early ')
  const ada = world.provide(documentId, { doc })
  doc.getText('content').insert(6, 'bird')
  expect(ada.unsavedChanges).toBe(true)
  await ada.whenSaved()
  expect((await world.stored(documentId)).text).toBe('early bird')
})

test('presence: who is there, where his cursor is, and that he has gone', async () => {
  const { documentId } = await world.document('')
  const ada = world.provide(documentId)
  const grace = world.provide(documentId, { as: world.editor })
  ada.awareness.setLocalStateField('user', { name: 'Ada' })
  await Promise.all([ada.whenSynced(), grace.whenSynced()])
  const seen = () => grace.awareness.getStates().get(ada.doc.clientID)
  await until('Grace sees Ada', () => seen()?.['user']?.name === 'Ada')
  for (let position = 0; position <= 100; position++) ada.awareness.setLocalStateField('cursor', position)
  await until('Grace sees the last cursor', () => seen()?.['cursor'] === 100)
  const left = ada.doc.clientID
  ada.destroy()
  await until('Grace sees that Ada has gone', () => !grace.awareness.getStates().has(left))
  expect(grace.awareness.getStates().size).toBe(1)
})

test('one connection carries many documents', async () => {
  using connection = new GraphMemoryConnection({
    url: `ws://127.0.0.1:${world.port}/collaboration`,
    getToken: (asked) => world.token(world.owner, asked),
  })
  let connects = 0
  connection.on('status', (status) => void (status === 'connected' && connects++))
  const ids = await Promise.all(['one', 'two', 'three'].map(async (text) => (await world.document(text)).documentId))
  const providers = ids.map((documentId) => new GraphMemoryProvider({ connection, documentId, doc: new Doc() }))
  await Promise.all(providers.map((provider) => provider.whenSynced()))
  expect(providers.map((provider) => textOf(provider))).toEqual(['one', 'two', 'three'])
  expect(connects).toBe(1)
  for (const provider of providers) provider.destroy()
  await until('the socket is closed with its last user', () => connection.status === 'disconnected')
})

test('the last provider to go closes the socket and leaves no timer', async () => {
  const { documentId } = await world.document('')
  const provider = world.provide(documentId)
  await provider.whenSynced()
  provider.destroy()
  await until('the socket is closed', () => provider.status === 'disconnected')
  expect(provider.synced).toBe(false)
})

test('edits made while the wire is cut are unsaved, are said to be blocked, and are saved when it is repaired', async () => {
  const { documentId } = await world.document('')
  await using wire = await world.wire()
  const ada = world.provide(documentId, { wire, blockedAfterMs: 300 })
  await ada.whenSynced()
  const states: unknown[] = []
  ada.on('saveState', (state) => states.push(state))
  wire.down()
  await until('the loss is noticed', () => !ada.synced)
  contentOf(ada).insert(0, 'offline')
  await until('it is said', () => ada.saveState.kind === 'blocked')
  expect(ada.saveState).toEqual({ kind: 'blocked', reason: 'OFFLINE' })
  wire.repair()
  await ada.whenSaved()
  expect((await world.stored(documentId)).text).toBe('offline')
  expect(states.slice(0, 2)).toEqual([{ kind: 'saving' }, { kind: 'blocked', reason: 'OFFLINE' }])
  expect(states.at(-1)).toEqual({ kind: 'saved' })
})

test('a connection that has gone silent is found out by itself', async () => {
  const { documentId } = await world.document('')
  await using wire = await world.wire()
  using connection = new GraphMemoryConnection({
    url: `ws://127.0.0.1:${wire.port}/collaboration`,
    getToken: (asked) => world.token(world.owner, asked),
    keepAliveMs: 200,
  })
  using provider = new GraphMemoryProvider({ connection, documentId, doc: new Doc() })
  await provider.whenSynced()
  wire.stall()
  contentOf(provider).insert(0, 'through')
  await until('it was noticed', () => !provider.synced)
  await provider.whenSaved()
  expect((await world.stored(documentId)).text).toBe('through')
})

test('a refused token is asked for anew', async () => {
  const { documentId } = await world.document('')
  const asked: boolean[] = []
  using connection = new GraphMemoryConnection({
    url: `ws://127.0.0.1:${world.port}/collaboration`,
    getToken: ({ isRefused }) => {
      asked.push(isRefused)
      return isRefused ? world.token(world.owner) : 'stale'
    },
  })
  using provider = new GraphMemoryProvider({ connection, documentId, doc: new Doc() })
  await provider.whenSynced()
  expect(asked).toEqual([false, true])
})

test('a document that is not there ends the provider, and what is typed stays unsaved', async () => {
  const provider = world.provide('doc_00000000000000000000000000')
  const reason = await new Promise((resolve) => provider.on('ended', resolve))
  expect(reason).toBe('NOT_FOUND')
  provider.doc.getText('content').insert(0, 'lost?')
  expect(provider.unsavedChanges).toBe(true)
  expect(provider.saveState).toEqual({ kind: 'blocked', reason: 'NOT_FOUND' })
})

test('a role that shrinks and grows stops and resumes the saving of edits', async () => {
  const { documentId } = await world.document('')
  const grace = world.provide(documentId, { as: world.editor })
  await grace.whenSynced()
  const roles: unknown[] = []
  grace.on('role', (role) => roles.push(role))
  await setRole('viewer')
  await until('Grace is told', () => grace.role === 'VIEWER')
  contentOf(grace).insert(0, 'kept')
  expect(grace.saveState).toEqual({ kind: 'blocked', reason: 'READ_ONLY' })
  await setRole('editor')
  await grace.whenSaved()
  expect((await world.stored(documentId)).text).toBe('kept')
  expect(roles).toContain('VIEWER')
}, 60_000)

async function setRole(role: string): Promise<void> {
  await world.ask('mutation ($i: ChangeMemberRoleInput!) { changeMemberRole(input: $i) { membership { id } } }', {
    i: { membershipId: world.editor.membershipId, role },
  })
}
