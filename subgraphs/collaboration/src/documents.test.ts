import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyUpdate, Doc, encodeStateVector } from 'yjs'
import type { Database } from '@graphmemory/database/database.ts'
import type { EventBus } from '@graphmemory/events/event-bus.ts'
import { createInProcessEventBus } from '@graphmemory/events/in-process-event-bus.ts'
import type { User } from '@graphmemory/identity/identity.ts'
import { newId } from '@graphmemory/ids/new-id.ts'
import { createLog } from '@graphmemory/telemetry/create-log.ts'
import { testDatabase } from '@graphmemory/testing/test-database.ts'
import { anonymousIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { collaboration } from './subgraph.ts'
import { ask, base64, Editor, openSession, push, updateOf } from './testing/editor.ts'
import { TestMemoryGraph } from './testing/memory-graph.ts'
import { startNode, TestPeople, type TestNode } from './testing/start-node.ts'

let database: Database
let events: EventBus
let node: TestNode
const memoryGraph = new TestMemoryGraph()
const people = new TestPeople()
const ada = userIdentity()
const grace = userIdentity({ tenantId: ada.tenantId, role: 'editor' })
const victor = userIdentity({ tenantId: ada.tenantId, role: 'viewer' })
const eve = userIdentity()

beforeAll(async () => {
  database = await testDatabase(collaboration.modules)
  events = createInProcessEventBus(createLog({ name: 'test', level: 'silent' }))
  node = await startNode({ database, events, memoryGraph, people, config: { projectIdleMs: 20 } })
})
afterAll(async () => {
  await node[Symbol.asyncDispose]()
  await events[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const createMutation =
  'mutation ($input: CreateDocumentInput!) { createDocument(input: $input) { document { id epoch headSeq text viewerRole memory { id } } } }'
type Created = { id: string; epoch: number; headSeq: number; text: string; viewerRole: string; memory: { id: string } }

async function createDocument(content = 'Hello', as: User = ada): Promise<Created> {
  const memoryId = newId('mem')
  memoryGraph.add(memoryId, as.tenantId ?? '', content)
  return (
    await ask<{ createDocument: { document: Created } }>(node.subgraph, as, createMutation, { input: { memoryId } })
  ).createDocument.document
}
async function editorOf(documentId: string, as: User): Promise<Editor> {
  return Editor.open(node.url, people.tokenOf(as), await openSession(node.subgraph, as, documentId))
}
const synced = (editor: Editor) => vi.waitFor(() => expect(editor.events.length).toBeGreaterThan(0))

test('D1, D2: the document of a memory is made once, seeded once, and found by whoever asks again', async () => {
  const memoryId = newId('mem')
  memoryGraph.add(memoryId, ada.tenantId ?? '', 'What Ada wrote')
  const made = await Promise.all(
    [ada, grace, ada].map((as) =>
      ask<{ createDocument: { document: Created } }>(node.subgraph, as, createMutation, { input: { memoryId } }),
    ),
  )
  expect(new Set(made.map(({ createDocument: { document } }) => document.id)).size).toBe(1)
  expect(made[0]?.createDocument.document).toMatchObject({
    epoch: 1,
    headSeq: 1,
    text: 'What Ada wrote',
    viewerRole: 'EDITOR',
    memory: { id: memoryId },
  })
})

test('two people edit at once, see each other and agree', async () => {
  const { id } = await createDocument('The start.')
  using a = await editorOf(id, ada)
  using g = await editorOf(id, grace)
  await Promise.all([synced(a), synced(g)])
  expect(a.text).toBe('The start.')
  await Promise.all([
    (async () => {
      for (const letter of 'Ada was here. ')
        expect(await a.edit((text) => text.insert(0, letter))).toMatchObject({ status: 'OK', durable: true })
    })(),
    (async () => {
      for (const letter of ' Grace too.')
        expect(await g.edit((text) => text.insert(text.length, letter))).toMatchObject({ status: 'OK', durable: true })
    })(),
  ])
  await vi.waitFor(() => {
    expect(a.text).toBe(g.text)
    expect(a.text.length).toBe('The start.'.length + 25)
  })
})
