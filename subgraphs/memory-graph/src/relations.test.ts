import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

type Relation = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>

const fields = `id type weight properties source { kind reference line } validFrom validTo version deletedAt from { id } to { id }
  createdBy { id } updatedBy { id }`
const create = `mutation ($input: CreateRelationInput!) { createRelation(input: $input) { relation { ${fields} } } }`
const update = `mutation ($input: UpdateRelationInput!) { updateRelation(input: $input) { relation { ${fields} } } }`
const remove = `mutation ($input: DeleteRelationInput!) { deleteRelation(input: $input) { relation { ${fields} } } }`
const read = `query ($id: ID!) { relation(id: $id) { ${fields} } }`
const listed = `query ($id: ID!, $direction: Direction!, $types: [String!], $first: Int, $after: String) {
  memory(id: $id) {
    relations(direction: $direction, types: $types, first: $first, after: $after) {
      nodes { id type } pageInfo { hasNextPage hasPreviousPage endCursor }
    }
    relationCounts(types: $types) { out in }
  }
}`
type Listed = {
  memory: {
    relations: { nodes: Relation[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
    relationCounts: { out: number; in: number }
  }
}

describe('a relation', () => {
  test('is read back as it was made, with both ends', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const input = {
      fromId: a,
      toId: b,
      type: 'SUPPORTS',
      weight: 0.5,
      properties: { why: 'measured' },
      source: { kind: 'AGENT', reference: 'reviewer' },
      validFrom: '2024-01-01T00:00:00.000Z',
    }
    const { createRelation } = await graph.must<{ createRelation: { relation: Relation } }>(ada, create, { input })
    const { relation } = createRelation
    expect(relation).toMatchObject({
      type: 'SUPPORTS',
      weight: 0.5,
      properties: input.properties,
      validFrom: input.validFrom,
      version: 1,
      source: { kind: 'AGENT', reference: 'reviewer', line: null },
      from: { id: a },
      to: { id: b },
      createdBy: { id: ada.userId },
    })
    expect(await graph.must(ada, read, { id: relation.id })).toEqual({ relation })
    expect((await graph.audited(ada)).at(-1)).toMatchObject({
      type: 'data_modification',
      action: 'relation.create',
      resource: { type: 'relation', id: relation.id },
    })
  })

  test('is one of several: both ways, and of several types, between one pair', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const ids = [
      await graph.relate(ada, a, b, 'RELATED_TO'),
      await graph.relate(ada, b, a, 'RELATED_TO'),
      await graph.relate(ada, a, b, 'DEPENDS_ON'),
      await graph.relate(ada, a, b, 'DEPENDS_ON', { weight: 0.1 }),
    ]
    expect(new Set(ids).size).toBe(4)
    const page = async (direction: string, types?: string[]) =>
      (await graph.must<Listed>(ada, listed, { id: a, direction, types })).memory
    expect((await page('OUT')).relations.nodes.map(({ id }) => id)).toEqual([ids[3], ids[2], ids[0]])
    expect((await page('IN')).relations.nodes.map(({ id }) => id)).toEqual([ids[1]])
    expect((await page('BOTH')).relations.nodes.map(({ id }) => id)).toEqual(ids.toReversed())
    expect((await page('BOTH', ['DEPENDS_ON'])).relations.nodes.map(({ type }) => type)).toEqual([
      'DEPENDS_ON',
      'DEPENDS_ON',
    ])
    expect((await page('BOTH')).relationCounts).toEqual({ out: 3, in: 1 })
    expect((await page('BOTH', ['DEPENDS_ON'])).relationCounts).toEqual({ out: 2, in: 0 })
  })

  test('is changed with the version that was seen, and by fields', async () => {
    const ada = userIdentity()
    const id = await graph.relate(ada, await graph.remember(ada, 'A'), await graph.remember(ada, 'B'), 'SUPPORTS', {
      properties: { a: 1 },
    })
    const { updateRelation } = await graph.must<{ updateRelation: { relation: Relation } }>(ada, update, {
      input: { id, expectedVersion: 1, weight: 0.25 },
    })
    expect(updateRelation.relation).toMatchObject({ weight: 0.25, properties: { a: 1 }, version: 2 })
    const { errors } = await graph.ask(ada, update, { input: { id, expectedVersion: 1, weight: 1 } })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', version: 2 })
    expect((await graph.audited(ada)).at(-1)).toMatchObject({
      action: 'relation.update',
      resource: { type: 'relation', id },
      details: { fields: ['weight'] },
    })
  })

  test('is gone when deleted', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const id = await graph.relate(ada, a, b)
    await graph.must(ada, remove, { input: { id } })
    expect(await graph.must(ada, read, { id })).toEqual({ relation: null })
    expect(await graph.refusal(ada, remove, { input: { id } })).toBe('NOT_FOUND')
    expect(await graph.refusal(ada, update, { input: { id, weight: 0 } })).toBe('NOT_FOUND')
    expect((await graph.audited(ada)).at(-1)).toMatchObject({
      action: 'relation.delete',
      resource: { type: 'relation', id },
    })
  })

  test('is not made to what is not there, nor to itself', async () => {
    const ada = userIdentity()
    const eve = userIdentity()
    const a = await graph.remember(ada, 'A')
    const foreign = await graph.remember(eve, 'B')
    const relate = (fromId: string, toId: string) =>
      graph.refusal(ada, create, { input: { fromId, toId, type: 'SUPPORTS' } })
    expect(await relate(a, foreign)).toBe('NOT_FOUND')
    expect(await relate(foreign, a)).toBe('NOT_FOUND')
    expect(await relate(a, 'mem_none')).toBe('NOT_FOUND')
    expect(await relate(a, a)).toBe('BAD_USER_INPUT')
  })

  test.each([
    ['type', { type: 'LIKES' }],
    ['weight', { weight: 1.5 }],
    ['properties', { properties: { x: 'y'.repeat(17_000) } }],
    ['validTo', { validFrom: '2024-01-02T00:00:00Z', validTo: '2024-01-01T00:00:00Z' }],
  ])('is refused with the field that is wrong: %s', async (field, wrong) => {
    const ada = userIdentity()
    const [fromId, toId] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const { errors } = await graph.ask(ada, create, { input: { fromId, toId, type: 'SUPPORTS', ...wrong } })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field })
  })

  test('is paged through, newest first, each once', async () => {
    const ada = userIdentity()
    const a = await graph.remember(ada, 'A')
    const ids: string[] = []
    for (let i = 0; i < 7; i++) ids.push(await graph.relate(ada, a, await graph.remember(ada, `B${i}`)))
    const seen: string[] = []
    let after: string | null = null
    for (let more = true; more;) {
      const page: Listed = await graph.must<Listed>(ada, listed, { id: a, direction: 'OUT', first: 3, after })
      seen.push(...page.memory.relations.nodes.map(({ id }) => id))
      ;({ hasNextPage: more, endCursor: after } = page.memory.relations.pageInfo)
    }
    expect(seen).toEqual(ids.toReversed())
  })

  test('has an end that is null once that memory is deleted', async () => {
    const ada = userIdentity()
    const [a, b] = [await graph.remember(ada, 'A'), await graph.remember(ada, 'B')]
    const id = await graph.relate(ada, a, b)
    const removed = `mutation ($input: DeleteRelationInput!) { deleteRelation(input: $input) { relation { from { id } to { id } } } }`
    const both = await graph.must(ada, removed, { input: { id, idempotencyKey: 'once' } })
    expect(both).toEqual({ deleteRelation: { relation: { from: { id: a }, to: { id: b } } } })
    await graph.must(ada, 'mutation ($input: DeleteMemoryInput!) { deleteMemory(input: $input) { memory { id } } }', {
      input: { id: b },
    })
    const again = await graph.must(ada, removed, { input: { id, idempotencyKey: 'once' } })
    expect(again).toEqual({ deleteRelation: { relation: { from: { id: a }, to: null } } })
  })
})
