import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Doc } from 'yjs'
import { ask, base64, openSession, push, updateOf } from './testing/editor.ts'
import type { TestNode } from './testing/start-node.ts'
import { createMutation, World } from './testing/world.ts'

let world: World
let node: TestNode
beforeAll(async () => {
  world = await World.create()
  node = await world.startNode({ limits: { accessMs: 0, accessRecheckMs: 20 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const reading = 'query ($id: ID!) { document(id: $id) { text viewerRole } }'
const ofMemory = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Memory { document { id } } ... on Document { text } } }`
const letter = (session: { readonly id: string; readonly yjsClientId: number }, batchId: string) => {
  const doc = new Doc()
  doc.clientID = session.yjsClientId
  const update = base64(updateOf(doc, () => doc.getText('content').insert(0, batchId)))
  return push(node.subgraph, world.grace, { sessionId: session.id, epoch: 1, batchId, update })
}

test('D8: the document of a memory that is hidden from somebody is not there for him', async () => {
  const { id, memory } = await world.createDocument(node, 'secret')
  world.memoryGraph.accesses.set(memory.id, 'NONE')
  await expect(ask(node.subgraph, world.grace, reading, { id })).rejects.toThrow('NOT_FOUND')
  await expect(openSession(node.subgraph, world.grace, id)).rejects.toThrow('NOT_FOUND')
  const r = [
    { __typename: 'Memory', id: memory.id },
    { __typename: 'Document', id },
  ]
  expect(await ask(node.subgraph, world.grace, ofMemory, { r })).toEqual({ _entities: [{ document: null }, null] })
})

test('D8: who only reads a memory reads its document, and neither edits it nor makes one', async () => {
  const { id, memory } = await world.createDocument(node, 'read only')
  world.memoryGraph.accesses.set(memory.id, 'READ')
  expect(await ask(node.subgraph, world.grace, reading, { id })).toEqual({
    document: { text: 'read only', viewerRole: 'VIEWER' },
  })
  const session = await openSession(node.subgraph, world.grace, id)
  expect(session.role).toBe('VIEWER')
  expect(await letter(session, 'a')).toMatchObject({ status: 'PERMISSION_DENIED' })
  const patching = 'mutation ($input: ApplyMemoryPatchInput!) { applyMemoryPatch(input: $input) { document { id } } }'
  const input = { documentId: id, epoch: 1, baseSeq: 1, content: 'written', batchId: 'p' }
  await expect(ask(node.subgraph, world.grace, patching, { input })).rejects.toThrow('FORBIDDEN')
  const memoryId = world.addMemory('another')
  world.memoryGraph.accesses.set(memoryId, 'READ')
  await expect(ask(node.subgraph, world.grace, createMutation, { input: { memoryId } })).rejects.toThrow('FORBIDDEN')
})

test('S6: who loses a memory loses his session with its document: his pushes, his state and his stream', async () => {
  const { id, memory } = await world.createDocument(node, 'shared')
  using editor = await world.editor(node, id, world.grace)
  await vi.waitFor(() => expect(editor.text).toBe('shared'))
  expect(await letter(editor.session, 'a')).toMatchObject({ status: 'OK' })
  world.memoryGraph.accesses.set(memory.id, 'NONE')
  expect(await letter(editor.session, 'b')).toMatchObject({ status: 'PERMISSION_DENIED' })
  await vi.waitFor(() => expect(editor.isComplete).toBe(true))
  expect(editor.events.at(-1)?.control).toMatchObject({ kind: 'EVICTED' })
  const renewing =
    'mutation ($i: RenewDocumentSessionInput!) { renewDocumentSession(input: $i) { session { document { text } } } }'
  const input = { i: { sessionId: editor.session.id } }
  await expect(ask(node.subgraph, world.grace, renewing, input)).rejects.toThrow('NOT_FOUND')
  world.memoryGraph.accesses.delete(memory.id)
  expect(await ask(node.subgraph, world.grace, reading, { id })).toMatchObject({
    document: { text: expect.stringMatching(/^(ashared|shareda)$/) },
  })
})

test('S6: news that spaces have changed ends a stream at once, however long an answer else counts', async () => {
  await using patient = await world.startNode({ limits: { accessMs: 600_000, accessRecheckMs: 600_000 } })
  const { id, memory } = await world.createDocument(patient, 'shared')
  using editor = await world.editor(patient, id, world.grace)
  await vi.waitFor(() => expect(editor.text).toBe('shared'))
  world.memoryGraph.accesses.set(memory.id, 'NONE')
  world.events.publish('graph.access_changed', { tenantId: world.ada.tenantId ?? '' })
  await vi.waitFor(() => expect(editor.isComplete).toBe(true))
  expect(editor.events.at(-1)?.control).toMatchObject({ kind: 'EVICTED' })
  await expect(ask(patient.subgraph, world.grace, reading, { id })).rejects.toThrow('NOT_FOUND')
})

test('S6: while the memory graph is away, what it last said holds, and who comes new is told so', async () => {
  const { id } = await world.createDocument(node, 'going on')
  const session = await openSession(node.subgraph, world.grace, id)
  world.memoryGraph.isAway = true
  try {
    expect(await letter(session, 'a')).toMatchObject({ status: 'OK' })
    await expect(openSession(node.subgraph, world.victor, id)).rejects.toThrow('UNAVAILABLE')
  } finally {
    world.memoryGraph.isAway = false
  }
})

test('D8: what is said about a document is said and read by those who may edit and read it alone', async () => {
  const { id, memory } = await world.createDocument(node, 'talked about')
  const beginning = `mutation ($input: CreateCommentThreadInput!) { createCommentThread(input: $input) { thread { id } } }`
  type Begun = { createCommentThread: { thread: { id: string } } }
  const begin = () => ask<Begun>(node.subgraph, world.grace, beginning, { input: { documentId: id, body: 'Hm' } })
  const threadId = (await begin()).createCommentThread.thread.id
  const asking = 'query ($id: ID!) { commentThread(id: $id) { comments { nodes { body } } } }'
  const answer = () =>
    ask(
      node.subgraph,
      world.grace,
      'mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }',
      { input: { threadId, body: 'Yes' } },
    )
  world.memoryGraph.accesses.set(memory.id, 'READ')
  expect(JSON.stringify(await ask(node.subgraph, world.grace, asking, { id: threadId }))).toContain('Hm')
  await expect(begin()).rejects.toThrow('FORBIDDEN')
  await expect(answer()).rejects.toThrow('FORBIDDEN')
  world.memoryGraph.accesses.set(memory.id, 'NONE')
  await expect(ask(node.subgraph, world.grace, asking, { id: threadId })).rejects.toThrow('NOT_FOUND')
  await expect(begin()).rejects.toThrow('NOT_FOUND')
  await expect(answer()).rejects.toThrow('NOT_FOUND')
})

test('D8: a suggestion is made, read and decided about only where its document may be', async () => {
  const { id, memory } = await world.createDocument(node, 'as it was')
  const suggesting = 'mutation ($input: SuggestEditInput!) { suggestEdit(input: $input) { suggestion { id } } }'
  const suggest = () =>
    ask<{ suggestEdit: { suggestion: { id: string } } }>(node.subgraph, world.grace, suggesting, {
      input: { documentId: id, epoch: 1, baseSeq: 1, content: 'as it is' },
    })
  const suggestionId = (await suggest()).suggestEdit.suggestion.id
  const read = () =>
    ask(node.subgraph, world.grace, 'query ($id: ID!) { suggestion(id: $id) { status } }', { id: suggestionId })
  const decide = (name: string) => {
    const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`
    const mutation = `mutation ($input: ${input}) { ${name}(input: $input) { suggestion { id } } }`
    return ask(node.subgraph, world.grace, mutation, { input: { id: suggestionId } })
  }
  world.memoryGraph.accesses.set(memory.id, 'READ')
  expect(await read()).toEqual({ suggestion: { status: 'OPEN' } })
  await expect(suggest()).rejects.toThrow('FORBIDDEN')
  for (const name of ['acceptSuggestion', 'rejectSuggestion']) await expect(decide(name)).rejects.toThrow('FORBIDDEN')
  world.memoryGraph.accesses.set(memory.id, 'NONE')
  await expect(read()).rejects.toThrow('NOT_FOUND')
  await expect(suggest()).rejects.toThrow('NOT_FOUND')
  for (const name of ['acceptSuggestion', 'rejectSuggestion']) await expect(decide(name)).rejects.toThrow('NOT_FOUND')
})

test('D8: a version is kept and read only where its document may be', async () => {
  const { id, memory } = await world.createDocument(node, 'kept')
  const keeping =
    'mutation ($input: CreateDocumentVersionInput!) { createDocumentVersion(input: $input) { version { id } } }'
  const keep = () =>
    ask<{ createDocumentVersion: { version: { id: string } } }>(node.subgraph, world.grace, keeping, {
      input: { documentId: id, name: 'Kept' },
    })
  const versionId = (await keep()).createDocumentVersion.version.id
  const read = () =>
    ask(node.subgraph, world.grace, 'query ($id: ID!) { documentVersion(id: $id) { text } }', { id: versionId })
  world.memoryGraph.accesses.set(memory.id, 'READ')
  expect(await read()).toEqual({ documentVersion: { text: 'kept' } })
  await expect(keep()).rejects.toThrow('FORBIDDEN')
  world.memoryGraph.accesses.set(memory.id, 'NONE')
  await expect(read()).rejects.toThrow('NOT_FOUND')
})
