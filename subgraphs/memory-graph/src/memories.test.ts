import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

type Memory = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>

const fields = `id type title content tags properties source { kind reference line } attachments { url name mediaType size } confidence importance validFrom validTo
  version createdAt updatedAt deletedAt createdBy { id } updatedBy { id }`
const create = `mutation ($input: CreateMemoryInput!) { createMemory(input: $input) { memory { ${fields} } } }`
const update = `mutation ($input: UpdateMemoryInput!) { updateMemory(input: $input) { memory { ${fields} } } }`
const remove = `mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { ${fields} } } }`
const restore = `mutation ($input: RestoreMemoryInput!) { restoreMemory(input: $input) { memory { ${fields} } } }`

const read = async (viewer: User, id: string): Promise<Memory | null> =>
  (await graph.must<{ memory: Memory | null }>(viewer, `query ($id: ID!) { memory(id: $id) { ${fields} } }`, { id }))
    .memory
const lastAudited = async (viewer: User) => (await graph.audited(viewer)).at(-1)

const whole = {
  type: 'PROCEDURAL',
  title: 'How to brew',
  content: 'Grind, **pour**, wait.',
  tags: ['coffee', 'NULL', 'a "quoted"\nline', 'coffee'],
  properties: { steps: 3, nested: { deep: [1, null, 'x'] } },
  source: { kind: 'FILE', reference: 'notes/brew.md', line: 12 },
  attachments: [
    { url: 'https://files.example.test/pot.png', name: 'The pot', mediaType: 'image/png', size: 5_000_000_000 },
    { url: 'https://files.example.test/brew.mp3', name: 'How it sounds', mediaType: 'audio/mpeg', size: null },
  ],
  confidence: 0.9,
  importance: 0.25,
  validFrom: '2024-01-01T00:00:00.000Z',
  validTo: '2025-01-01T00:00:00.000Z',
}

const attachment = (more: object) => ({ url: 'https://a.test/x', name: 'X', mediaType: 'text/plain', ...more })

describe('a memory', () => {
  test('is read back as it was made, with its maker, version and times', async () => {
    const ada = userIdentity()
    const { createMemory } = await graph.must<{ createMemory: { memory: Memory } }>(ada, create, { input: whole })
    const memory = await read(ada, createMemory.memory.id)
    expect(memory).toEqual(createMemory.memory)
    expect(memory).toMatchObject({
      ...whole,
      tags: ['coffee', 'NULL', 'a "quoted"\nline'],
      version: 1,
      deletedAt: null,
    })
    expect(memory).toMatchObject({ createdBy: { id: ada.userId }, updatedBy: { id: ada.userId } })
    expect(memory?.['createdAt']).toBe(memory?.['updatedAt'])
    expect(await lastAudited(ada)).toMatchObject({
      type: 'data_modification',
      action: 'memory.create',
      outcome: 'ALLOWED',
      actor: { kind: 'user', id: ada.userId },
      resource: { type: 'memory', id: memory?.id },
    })
  })

  test('is made from literals in the query as from variables', async () => {
    const ada = userIdentity()
    const { createMemory } = await graph.must<{ createMemory: { memory: Memory } }>(
      ada,
      `mutation { createMemory(input: { type: "EPISODIC", title: "Here", validFrom: "2024-05-06T07:08:09Z", properties: { a: [1] } }) {
        memory { ${fields} } } }`,
    )
    expect(createMemory.memory).toMatchObject({
      content: '',
      tags: [],
      properties: { a: [1] },
      validFrom: '2024-05-06T07:08:09.000Z',
      source: null,
      confidence: null,
    })
  })

  test('is changed by the fields that are given: absent ones stay, null empties', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'Old', whole)
    const { updateMemory } = await graph.must<{ updateMemory: { memory: Memory } }>(ada, update, {
      input: { id, title: 'New', source: null, confidence: null, validTo: null, tags: [] },
    })
    const { createdAt, updatedAt, ...rest } = updateMemory.memory
    expect(await read(ada, id)).toEqual(updateMemory.memory)
    expect(rest).toMatchObject({
      title: 'New',
      source: null,
      confidence: null,
      validTo: null,
      tags: [],
      content: whole.content,
      importance: whole.importance,
      version: 2,
    })
    expect(String(updatedAt) >= String(createdAt)).toBe(true)
    expect(await lastAudited(ada)).toMatchObject({
      action: 'memory.update',
      resource: { type: 'memory', id },
      details: { fields: ['title', 'tags', 'source', 'confidence', 'validTo'] },
    })
  })

  test('gains and loses attachments, which its history tells of', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'T', { attachments: [attachment({})] })
    await graph.must(ada, update, { input: { id, title: 'With the same' } })
    await graph.must(ada, update, { input: { id, attachments: [] } })
    const query = 'query ($id: ID!) { memory(id: $id) { attachments { url } history { nodes { before after } } } }'
    const kept = { attachments: [{ ...attachment({}), size: null }] }
    const gone = { attachments: [] }
    expect(await graph.must(ada, query, { id })).toMatchObject({
      memory: {
        ...gone,
        history: {
          nodes: [
            { before: kept, after: gone },
            { before: kept, after: kept },
            { before: null, after: kept },
          ],
        },
      },
    })
  })

  test('is not changed by one who has seen another version, who is told the current one', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'First')
    await graph.must(ada, update, { input: { id, expectedVersion: 1, title: 'Second' } })
    const { errors } = await graph.ask(ada, update, { input: { id, expectedVersion: 1, title: 'Third' } })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', version: 2 })
    expect(await graph.refusal(ada, remove, { input: { id, expectedVersion: 1 } })).toBe('CONFLICT')
    expect(await read(ada, id)).toMatchObject({ title: 'Second', version: 2 })
  })

  test('is gone when deleted, and back with the relations that went with it when restored', async () => {
    const ada = userIdentity()
    const [a, b, c] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B'), await graph.remember(ada, 'C')]
    const [ab, ca] = [await graph.relate(ada, a, b), await graph.relate(ada, c, a)]
    const { deleteMemory } = await graph.must<{ deleteMemory: { memory: Memory } }>(ada, remove, { input: { id: a } })
    expect(deleteMemory.memory).toMatchObject({ id: a, title: 'A' })
    expect(deleteMemory.memory['deletedAt']).not.toBeNull()
    expect(await read(ada, a)).toBeNull()
    expect(await relationIds(ada, b)).toEqual([])
    expect(await lastAudited(ada)).toMatchObject({ action: 'memory.delete', resource: { type: 'memory', id: a } })
    expect(await graph.refusal(ada, remove, { input: { id: a } })).toBe('NOT_FOUND')

    await graph.must(ada, restore, { input: { id: a } })
    expect(await read(ada, a)).toMatchObject({ title: 'A', version: 3, deletedAt: null })
    expect(await relationIds(ada, a)).toEqual([ab, ca].toSorted().toReversed())
    expect(await lastAudited(ada)).toMatchObject({ action: 'memory.restore', resource: { type: 'memory', id: a } })
    expect(await graph.refusal(ada, restore, { input: { id: a } })).toBe('CONFLICT')
  })

  test('that comes back before its neighbour gets their relation back with that neighbour', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const relation = await graph.relate(ada, a, b)
    await graph.must(ada, remove, { input: { id: a } })
    await graph.must(ada, remove, { input: { id: b } })
    await graph.must(ada, restore, { input: { id: a } })
    expect(await relationIds(ada, a)).toEqual([])
    await graph.must(ada, restore, { input: { id: b } })
    expect(await relationIds(ada, a)).toEqual([relation])
  })

  test('does not bring back a relation that was deleted by itself', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const id = await graph.relate(ada, a, b)
    await graph.must(
      ada,
      'mutation ($input: DeleteRelationInput!) { deleteRelation(input: $input) { relation { id } } }',
      {
        input: { id },
      },
    )
    await graph.must(ada, remove, { input: { id: a } })
    await graph.must(ada, restore, { input: { id: a } })
    expect(await relationIds(ada, a)).toEqual([])
  })

  test.each([
    ['type', { type: 'OPINION' }],
    ['title', { title: '  ' }],
    ['title', { title: 'x'.repeat(501) }],
    ['title', { title: 'a\0b' }],
    ['content', { content: 'x'.repeat(100_001) }],
    ['content', { content: '\ud800' }],
    ['tags', { tags: Array.from({ length: 51 }, (_, i) => `t${i}`) }],
    ['tags.0', { tags: [''] }],
    ['properties', { properties: { x: 'y'.repeat(17_000) } }],
    ['properties', { properties: { x: ['\0'] } }],
    ['properties', { properties: [1] }],
    ['source.reference', { source: { kind: 'URL', reference: 'javascript:alert(1)' } }],
    ['source.line', { source: { kind: 'PERSON', reference: 'Ada', line: 3 } }],
    ['attachments', { attachments: Array.from({ length: 21 }, (_, n) => attachment({ url: `https://a.test/${n}` })) }],
    ['attachments', { attachments: [attachment({}), attachment({ name: 'again' })] }],
    ['attachments.0.url', { attachments: [attachment({ url: 'http://a.test/x' })] }],
    ['attachments.0.url', { attachments: [attachment({ url: 'https://' })] }],
    ['attachments.0.url', { attachments: [attachment({ url: 'https://ada:secret@a.test/x' })] }],
    ['attachments.0.name', { attachments: [attachment({ name: '' })] }],
    ['attachments.0.mediaType', { attachments: [attachment({ mediaType: 'picture' })] }],
    ['attachments.0.size', { attachments: [attachment({ size: 1.5 })] }],
    ['confidence', { confidence: 1.01 }],
    ['importance', { importance: -0.1 }],
    ['validTo', { validFrom: '2024-01-02T00:00:00Z', validTo: '2024-01-01T00:00:00Z' }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('is refused with the field that is wrong: %s', async (field, wrong) => {
    const ada = userIdentity()
    const { errors } = await graph.ask(ada, create, { input: { type: 'SEMANTIC', title: 'T', ...wrong } })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field })
    const { memories } = await graph.must<{ memories: { totalCount: number } }>(ada, '{ memories { totalCount } }')
    expect(memories.totalCount).toBe(0)
  })

  test('cannot be made to end before it begins by changing one end', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'T', { validFrom: '2024-01-02T00:00:00Z' })
    expect(await graph.refusal(ada, update, { input: { id, validTo: '2024-01-01T00:00:00Z' } })).toBe('BAD_USER_INPUT')
  })

  test.each([['title'], ['content'], ['tags'], ['type'], ['properties'], ['attachments']])(
    'cannot lose its %s',
    async (field) => {
      const ada = userIdentity()
      const id = await graph.remember(ada, 'T')
      expect(await graph.refusal(ada, update, { input: { id, [field]: null } })).toBe('BAD_USER_INPUT')
    },
  )
})

describe('a repeated request', () => {
  test('changes nothing and is answered as the first time, even after later changes', async () => {
    const ada = userIdentity()
    const input = { type: 'SEMANTIC', title: 'Once', idempotencyKey: 'k1' }
    const first = await graph.must<{ createMemory: { memory: Memory } }>(ada, create, { input })
    await graph.must(ada, update, { input: { id: first.createMemory.memory.id, title: 'Changed' } })
    expect(await graph.must(ada, create, { input })).toEqual(first)
    const { memories } = await graph.must<{ memories: { totalCount: number } }>(ada, '{ memories { totalCount } }')
    expect(memories.totalCount).toBe(1)
    expect((await graph.audited(ada)).map(({ action }) => action)).toEqual(['memory.create', 'memory.update'])
  })

  test('answers all that arrive at once alike', async () => {
    const ada = userIdentity()
    const input = { type: 'SEMANTIC', title: 'Once', idempotencyKey: 'k1' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => graph.must(ada, create, { input })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  test('is answered as the first time for changes, deletions and restorations too', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'T')
    for (const [query, input] of [
      [update, { id, title: 'U', idempotencyKey: 'a' }],
      [remove, { id, idempotencyKey: 'b' }],
      [restore, { id, idempotencyKey: 'c' }],
    ] as const) {
      expect(await graph.must(ada, query, { input })).toEqual(await graph.must(ada, query, { input }))
    }
    expect(await read(ada, id)).toMatchObject({ version: 4 })
  })

  test('with another input, or by another mutation, is a conflict', async () => {
    const ada = userIdentity()
    const id = await graph.remember(ada, 'One', { idempotencyKey: 'k' })
    const other = { type: 'SEMANTIC', title: 'Two', idempotencyKey: 'k' }
    expect(await graph.refusal(ada, create, { input: other })).toBe('CONFLICT')
    expect(await graph.refusal(ada, remove, { input: { id, idempotencyKey: 'k' } })).toBe('CONFLICT')
  })

  test('is known by its caller: the same key of another is another request', async () => {
    const ada = userIdentity()
    const grace = userIdentity({ tenantId: ada.tenantId, role: 'editor' })
    const one = await graph.remember(ada, 'T', { idempotencyKey: 'k' })
    expect(await graph.remember(grace, 'T', { idempotencyKey: 'k' })).not.toBe(one)
  })
})

async function relationIds(viewer: User, id: string): Promise<string[]> {
  const query = 'query ($id: ID!) { memory(id: $id) { relations { nodes { id } } } }'
  const data = await graph.must<{ memory: { relations: { nodes: { id: string }[] } } }>(viewer, query, { id })
  return data.memory.relations.nodes.map((relation) => relation.id)
}
