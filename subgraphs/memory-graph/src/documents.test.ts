import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const attach = `mutation ($input: AttachDocumentInput!) { attachDocument(input: $input) { memory { id content version } } }`
const project = `mutation ($input: ProjectDocumentInput!) { projectDocument(input: $input) {
  accepted memory { id title content tags version updatedBy { id } } } }`
const update = `mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { title content } } }`

async function withDocument() {
  const ada = userIdentity()
  const grace = userIdentity({ tenantId: ada.tenantId, role: 'editor' })
  const collaboration = serviceIdentity('collaboration', ada.tenantId, grace.userId)
  const memoryId = await graph.remember(ada, 'Title', { content: 'seed' })
  const documentId = 'doc_1'
  const answer = await graph.must(collaboration, attach, { input: { memoryId, documentId } })
  expect(answer).toMatchObject({ attachDocument: { memory: { id: memoryId, content: 'seed' } } })
  const projected = (place: { epoch: number; seq: number }, more: object = {}) =>
    graph.must<{ projectDocument: { accepted: boolean; memory: { content: string; version: number } } }>(
      collaboration,
      project,
      {
        input: {
          memoryId,
          documentId,
          content: `${place.epoch}/${place.seq}`,
          editors: [grace.userId],
          ...place,
          ...more,
        },
      },
    )
  return { ada, grace, collaboration, memoryId, documentId, projected }
}

describe('a memory with a live document', () => {
  test('takes over what the document holds, in the name of its last editor', async () => {
    const { ada, grace, memoryId, projected } = await withDocument()
    expect(await projected({ epoch: 1, seq: 3 }, { title: 'New', tags: ['t'] })).toMatchObject({
      projectDocument: {
        accepted: true,
        memory: { title: 'New', content: '1/3', tags: ['t'], version: 3, updatedBy: { id: grace.userId } },
      },
    })
    expect((await graph.audited(ada)).at(-1)).toMatchObject({
      action: 'memory.project_document',
      actor: { kind: 'user', id: grace.userId },
      resource: { type: 'memory', id: memoryId },
      details: { documentId: 'doc_1', epoch: 1, seq: 3, editors: [grace.userId] },
    })
    const query = `{ searchMemories(query: "New", mode: TEXT) { nodes { id content } } }`
    expect(await graph.must(ada, query)).toEqual({ searchMemories: { nodes: [{ id: memoryId, content: '1/3' }] } })
  })

  test('takes over only what is newer by epoch, then by entry', async () => {
    const { projected } = await withDocument()
    const places = [
      [1, 5, true],
      [1, 5, false],
      [1, 4, false],
      [1, 6, true],
      [2, 1, true],
      [1, 9, false],
    ] as const
    for (const [epoch, seq, accepted] of places)
      expect((await projected({ epoch, seq })).projectDocument.accepted, `${epoch}/${seq}`).toBe(accepted)
    expect((await projected({ epoch: 0, seq: 0 })).projectDocument.memory).toMatchObject({ content: '2/1', version: 5 })
  })

  test('refuses to change elsewhere what the document holds, and takes all else', async () => {
    const { ada, memoryId } = await withDocument()
    for (const field of [{ content: 'mine' }, { title: 'Mine' }, { tags: ['mine'] }, { properties: { mine: true } }])
      expect(await graph.refusal(ada, update, { input: { id: memoryId, ...field } })).toBe('CONFLICT')
    expect(await graph.must(ada, update, { input: { id: memoryId, title: 'Title', importance: 1 } })).toEqual({
      updateMemory: { memory: { title: 'Title', content: 'seed' } },
    })
  })

  test('takes what no memory may hold as far as one may, and never refuses it', async () => {
    const { ada, memoryId, projected } = await withDocument()
    const content = 'long '.repeat(30_000)
    const more = {
      content: `${content}\0\ud800`,
      title: 'a'.repeat(501),
      tags: ['b', '', 'c'.repeat(101), 'b', ...Array.from({ length: 60 }, (_, n) => `t${n}`)],
      properties: { a: 'x'.repeat(10_000), b: 'x'.repeat(10_000), c: 1, d: '\0' },
    }
    expect((await projected({ epoch: 1, seq: 1 }, more)).projectDocument.accepted).toBe(true)
    const { memory } = await graph.must<{ memory: Record<string, unknown> }>(
      ada,
      'query ($id: ID!) { memory(id: $id) { title content tags properties } }',
      { id: memoryId },
    )
    expect(memory).toMatchObject({
      content: `${content}\ufffd`,
      title: 'a'.repeat(500),
      properties: { a: 'x'.repeat(10_000), c: 1 },
    })
    expect(Object.keys(memory['properties'] ?? {})).toEqual(['a', 'c'])
    expect(memory['tags']).toEqual(['b', ...Array.from({ length: 49 }, (_, n) => `t${n}`)])
    await projected({ epoch: 1, seq: 2 }, { title: ' ' })
    expect(await graph.must(ada, 'query ($id: ID!) { memory(id: $id) { title } }', { id: memoryId })).toEqual({
      memory: { title: 'a'.repeat(500) },
    })
  })

  test('keeps its properties while those of the document are not as its type demands', async () => {
    const { ada, memoryId, projected } = await withDocument()
    await graph.must(
      ada,
      'mutation ($input: DefineMemoryTypeInput!) { defineMemoryType(input: $input) { memoryType { name } } }',
      { input: { name: 'SHIP', schema: { type: 'object', properties: { knots: { type: 'number' } } } } },
    )
    await graph.must(ada, update, { input: { id: memoryId, type: 'SHIP' } })
    const propertiesAfter = async (seq: number, properties: object) => {
      await projected({ epoch: 1, seq }, { properties })
      return graph.must(ada, 'query ($id: ID!) { memory(id: $id) { content properties } }', { id: memoryId })
    }
    expect(await propertiesAfter(1, { knots: 20 })).toEqual({ memory: { content: '1/1', properties: { knots: 20 } } })
    expect(await propertiesAfter(2, { knots: 'x' })).toEqual({ memory: { content: '1/2', properties: { knots: 20 } } })
  })

  test('has one document: the same again changes nothing, another is a conflict', async () => {
    const { ada, collaboration, memoryId, documentId } = await withDocument()
    expect(await graph.must(collaboration, attach, { input: { memoryId, documentId } })).toMatchObject({
      attachDocument: { memory: { version: 2 } },
    })
    expect(await graph.refusal(collaboration, attach, { input: { memoryId, documentId: 'doc_2' } })).toBe('CONFLICT')
    const input = { memoryId, documentId: 'doc_2', epoch: 9, seq: 9, content: '', editors: [ada.userId] }
    expect(await graph.refusal(collaboration, project, { input })).toBe('CONFLICT')
    expect((await graph.audited(ada)).find(({ action }) => action === 'memory.attach_document')).toMatchObject({
      details: { documentId },
      resource: { type: 'memory', id: memoryId },
    })
  })

  test("is not another tenant's", async () => {
    const { memoryId, documentId } = await withDocument()
    const foreign = serviceIdentity('collaboration', userIdentity().tenantId)
    expect(await graph.refusal(foreign, attach, { input: { memoryId, documentId } })).toBe('NOT_FOUND')
  })
})
