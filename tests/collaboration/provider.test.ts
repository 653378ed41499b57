import { afterAll, beforeAll, expect, test } from 'vitest'
import { Doc, UndoManager } from 'yjs'
import { GraphMemoryProvider } from '@graphmemory/yjs-provider'
import { anchorAt, DocumentRemarks } from '@graphmemory/yjs-provider/document-remarks.ts'
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

test('a socket that has no frames carries the same document', async () => {
  const { documentId } = await world.document('')
  const ada = world.provide(documentId, { path: '/graphql' })
  const grace = world.provide(documentId, { as: world.editor })
  ada.awareness.setLocalStateField('cursor', 3)
  await Promise.all([ada.whenSynced(), grace.whenSynced()])
  contentOf(ada).insert(0, 'a')
  contentOf(grace).insert(0, 'b')
  await Promise.all([ada.whenSaved(), grace.whenSaved()])
  await until('both have both', () => textOf(ada).length === 2 && textOf(ada) === textOf(grace))
  expect((await world.stored(documentId)).text).toBe(textOf(ada))
  await until('Grace sees the cursor', () => grace.awareness.getStates().get(ada.doc.clientID)?.['cursor'] === 3)
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
  const statuses: string[] = []
  connection.on('status', (status) => statuses.push(status))
  wire.stall()
  contentOf(provider).insert(0, 'through')
  await until('it was noticed', () => statuses.includes('disconnected'))
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

test('undo takes back one’s own edits and nobody else’s, also those of before a lost connection', async () => {
  const { documentId } = await world.document('Hello')
  await using wire = await world.wire()
  const ada = world.provide(documentId, { wire })
  const grace = world.provide(documentId, { as: world.editor })
  await Promise.all([ada.whenSynced(), grace.whenSynced()])
  const undo = new UndoManager(contentOf(ada), { captureTimeout: 0 })
  contentOf(ada).insert(5, ', world')
  contentOf(ada).delete(0, 1)
  await until('Grace sees it', () => textOf(grace) === 'ello, world')
  contentOf(grace).insert(11, '!')
  await until('Ada sees it', () => textOf(ada) === 'ello, world!')
  undo.undo()
  await until('Grace sees what was deleted', () => textOf(grace) === 'Hello, world!')

  const lost = new Promise((resolve) => ada.once('sync', resolve))
  wire.cut()
  await lost
  await ada.whenSynced()
  contentOf(grace).insert(0, '> ')
  await until('Ada sees it', () => textOf(ada) === '> Hello, world!')
  undo.undo()
  await until('only hers is gone', () => textOf(grace) === '> Hello!')
  // There is nothing else of hers.
  expect(undo.undo()).toBeNull()
  undo.redo()
  await until('it is there again', () => textOf(grace) === '> Hello, world!')
  await Promise.all([ada.whenSaved(), grace.whenSaved()])
  expect((await world.stored(documentId)).text).toBe('> Hello, world!')
  undo.destroy()
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

test('comments stay at their place, are answered, settled and opened again, and are told of over a lost connection', async () => {
  const { documentId } = await world.document('the quick fox')
  await using wire = await world.wire()
  const [ada, grace] = [world.provide(documentId, { wire }), world.provide(documentId, { as: world.editor })]
  await Promise.all([ada.whenSynced(), grace.whenSynced()])
  const [hers, theirs] = [new DocumentRemarks(ada), new DocumentRemarks(grace)]
  const heard: string[] = []
  const stop = hers.watch(({ kind }) => heard.push(kind), { after: 0 })
  const anchor = anchorAt(contentOf(ada), { from: 4, to: 9 })
  const thread = await hers.openThread('Is it?', { anchor, quote: 'quick', mentions: [world.editor.userId] })
  contentOf(grace).insert(0, 'See ')
  await grace.whenSaved()
  const [found] = (await theirs.threads({ status: 'OPEN', mentions: world.editor.userId })).nodes
  expect(found).toMatchObject({ id: thread.id, quote: 'quick', range: { from: 8, to: 13 } })
  expect(found === undefined ? null : theirs.placeOf(found)).toEqual({ type: contentOf(grace), from: 8, to: 13 })
  wire.cut()
  const answer = await theirs.reply(thread.id, 'It is')
  expect(await theirs.editComment(answer.id, 'It is indeed')).toMatchObject({ body: 'It is indeed' })
  expect(await theirs.resolve(thread.id)).toMatchObject({ status: 'RESOLVED', commentCount: 2 })
  expect(await theirs.reopen(thread.id)).toMatchObject({ status: 'OPEN' })
  await theirs.deleteComment(answer.id)
  await until('all of it is told', () => heard.length === 6)
  expect(heard).toEqual([
    'THREAD_OPENED',
    'COMMENT_ADDED',
    'COMMENT_EDITED',
    'THREAD_RESOLVED',
    'THREAD_REOPENED',
    'COMMENT_DELETED',
  ])
  stop()
})

test('suggestions are made from the durable text, and taken or turned down by part', async () => {
  const { documentId } = await world.document('one two three')
  const [ada, grace] = [world.provide(documentId), world.provide(documentId, { as: world.editor })]
  await Promise.all([ada.whenSynced(), grace.whenSynced()])
  const [hers, theirs] = [new DocumentRemarks(ada), new DocumentRemarks(grace)]
  const base = await theirs.text()
  const suggestion = await theirs.suggest(base, 'ONE two THREE', 'loud')
  expect(suggestion).toMatchObject({ status: 'OPEN', note: 'loud', hunks: [{ removed: 'one' }, { removed: 'three' }] })
  expect(await hers.accept(suggestion.id, [0])).toMatchObject({ suggestion: { status: 'OPEN' }, conflicts: [] })
  expect(await hers.reject(suggestion.id)).toMatchObject({ status: 'PARTLY_ACCEPTED' })
  await until('everybody has it', () => [ada, grace].every((each) => textOf(each) === 'ONE two three'))
  expect((await theirs.suggestions({ status: 'OPEN' })).nodes).toEqual([])
  await expect(hers.accept('sug_none')).rejects.toMatchObject({ name: 'RefusedError', code: 'NOT_FOUND' })
})

test('versions are named, listed, compared, brought back and forgotten', async () => {
  const { documentId } = await world.document('as it was')
  const ada = world.provide(documentId)
  await ada.whenSynced()
  const remarks = new DocumentRemarks(ada)
  const version = await remarks.nameVersion('Before')
  contentOf(ada).insert(9, ', and more')
  await ada.whenSaved()
  expect(await remarks.changesSince(version.id)).toMatchObject([{ text: 'as it was' }, { text: ', and more' }])
  expect(await remarks.restore(version.id)).toMatchObject({ text: 'as it was' })
  await until('it is back', () => textOf(ada) === 'as it was')
  expect((await remarks.versions({ isNamed: true })).nodes).toEqual([version])
  await remarks.forgetVersion(version.id)
  expect((await remarks.versions({ isNamed: true })).nodes).toEqual([])
})

async function setRole(role: string): Promise<void> {
  await world.ask('mutation ($i: ChangeMemberRoleInput!) { changeMemberRole(input: $i) { membership { id } } }', {
    i: { membershipId: world.editor.membershipId, role },
  })
}
