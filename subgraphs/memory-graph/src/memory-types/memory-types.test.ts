import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const fields = 'name description schema version createdBy { id } updatedBy { id }'
const mutation = (name: string, payload = `memoryType { ${fields} }`) =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${payload} } }`
const [define, update, remove] = ['defineMemoryType', 'updateMemoryType', 'deleteMemoryType'].map((name) =>
  mutation(name),
) as [string, string, string]
const createMemory = mutation('createMemory', 'memory { id type properties version }')
const updateMemory = mutation('updateMemory', 'memory { id type properties version }')
const list = `{ memoryTypes { ${fields} } }`

const decision = {
  type: 'object',
  required: ['status'],
  additionalProperties: false,
  properties: {
    status: { enum: ['open', 'taken'] },
    due: { type: 'string', format: 'date' },
    people: { type: 'array', items: { type: 'object', properties: { name: { type: 'string', minLength: 1 } } } },
  },
}
const defineDecision = (owner: User) =>
  graph.must(owner, define, { input: { name: 'DECISION', description: 'What was decided', schema: decision } })
/** The refusal of an operation: its code and the field that it names. */
async function refused(viewer: User, query: string, input: object) {
  const { errors } = await graph.ask(viewer, query, { input })
  return [errors?.[0]?.extensions['code'], errors?.[0]?.extensions['field']]
}

describe('a type of memories', () => {
  test('is defined, listed, changed and deleted, each in the audit log', async () => {
    const owner = userIdentity()
    const type = { name: 'DECISION', description: 'What was decided', schema: decision, version: 1 }
    expect(await defineDecision(owner)).toMatchObject({
      defineMemoryType: { memoryType: { ...type, createdBy: { id: owner.userId } } },
    })
    await graph.must(owner, define, { input: { name: 'ANYTHING' } })
    expect(await graph.must(owner, list)).toMatchObject({
      memoryTypes: [{ name: 'ANYTHING', description: '', schema: null }, type],
    })

    const admin = userIdentity({ tenantId: owner.tenantId, role: 'admin' })
    await graph.must(admin, update, { input: { name: 'DECISION', expectedVersion: 1, schema: null } })
    expect(await graph.must(owner, `{ memoryType(name: "DECISION") { ${fields} } }`)).toMatchObject({
      memoryType: { description: 'What was decided', schema: null, version: 2, updatedBy: { id: admin.userId } },
    })
    expect(await refused(owner, update, { name: 'DECISION', expectedVersion: 1, description: 'late' })).toEqual([
      'CONFLICT',
      undefined,
    ])
    await graph.must(owner, remove, { input: { name: 'DECISION' } })
    expect(await graph.must(owner, '{ memoryType(name: "DECISION") { name } }')).toEqual({ memoryType: null })
    expect((await graph.audited(owner)).map(({ action, resource }) => [action, resource?.id])).toEqual([
      ['memory_type.define', 'DECISION'],
      ['memory_type.define', 'ANYTHING'],
      ['memory_type.update', 'DECISION'],
      ['memory_type.delete', 'DECISION'],
    ])
  })

  test('is refused where its name is taken, built in, or not a name', async () => {
    const owner = userIdentity()
    await defineDecision(owner)
    expect((await refused(owner, define, { name: 'DECISION' }))[0]).toBe('CONFLICT')
    for (const name of ['SEMANTIC', 'decision', '', 'A B', 'A'.repeat(51)])
      expect(await refused(owner, define, { name })).toEqual(['BAD_USER_INPUT', 'name'])
    expect((await refused(owner, update, { name: 'UNKNOWN', description: '' }))[0]).toBe('NOT_FOUND')
    expect((await refused(owner, remove, { name: 'UNKNOWN' }))[0]).toBe('NOT_FOUND')
  })

  test.each([
    ['no object', [], 'schema'],
    ['a type that is none', { type: 'thing' }, 'schema'],
    ['a regular expression', { properties: { a: { pattern: '(a+)+$' } } }, 'schema.properties.a.pattern'],
    ['named expressions', { patternProperties: { '(a+)+$': {} } }, 'schema.patternProperties'],
    ['a reference outside', { $ref: 'https://example.test/schema.json' }, 'schema.$ref'],
    ['a reference to itself', { properties: { a: { $ref: '#' } } }, 'schema.properties.a.$ref'],
    ['a quadratic check', { items: { uniqueItems: true } }, 'schema.items.uniqueItems'],
    ['an unknown keyword', { constructor: {} }, 'schema.constructor'],
    ['an unknown format', { allOf: [{ format: 'regex' }] }, 'schema.allOf.0.format'],
    ['another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }, 'schema'],
    ['too much text', { description: 'x'.repeat(16_384) }, 'schema'],
    ['too many schemas', { allOf: Array.from({ length: 500 }, () => ({})) }, 'schema'],
    ['too deep a schema', nested(13), `schema${'.items'.repeat(12)}`],
  ])('is refused with %s', async (_, schema, field) => {
    const owner = userIdentity()
    expect(await refused(owner, define, { name: 'BAD', schema })).toEqual(['BAD_USER_INPUT', field])
    expect(await graph.must(owner, list)).toEqual({ memoryTypes: [] })
  })

  test('is for those who may manage memories, and its own tenant alone', async () => {
    const owner = userIdentity()
    const input = { name: 'DECISION' }
    await defineDecision(owner)
    for (const role of ['viewer', 'editor', 'collaborator']) {
      const viewer = userIdentity({ tenantId: owner.tenantId, role })
      for (const query of [define, update, remove]) expect((await refused(viewer, query, input))[0]).toBe('FORBIDDEN')
      expect(await graph.must(viewer, '{ memoryTypes { name } }')).toEqual({ memoryTypes: [{ name: 'DECISION' }] })
    }
    const key = apiKeyIdentity({ tenantId: String(owner.tenantId), scopes: ['memory:manage'] })
    await graph.must(key, update, { input: { ...input, description: 'by a key' } })

    const eve = userIdentity()
    expect(await graph.must(eve, list)).toEqual({ memoryTypes: [] })
    for (const query of [update, remove]) expect((await refused(eve, query, input))[0]).toBe('NOT_FOUND')
    expect(await refused(eve, createMemory, { type: 'DECISION', title: 'mine' })).toEqual(['BAD_USER_INPUT', 'type'])
  })
})

describe('a memory of a defined type', () => {
  test('is made and changed while its properties are as the type demands', async () => {
    const owner = userIdentity()
    await defineDecision(owner)
    const properties = { status: 'open', due: '2026-01-31', people: [{ name: 'Ada' }] }
    const made = await graph.must<{ createMemory: { memory: { id: string } } }>(owner, createMemory, {
      input: { type: 'DECISION', title: 'Which way', properties },
    })
    expect(made).toMatchObject({ createMemory: { memory: { type: 'DECISION', properties } } })
    const { id } = made.createMemory.memory

    for (const [wrong, field] of [
      [{}, 'properties.status'],
      [{ status: 'lost' }, 'properties.status'],
      [{ status: 'open', due: 'tomorrow' }, 'properties.due'],
      [{ status: 'open', 'a/b': 1 }, 'properties.a/b'],
      [{ status: 'open', people: [{ name: 'Ada' }, { name: '' }] }, 'properties.people.1.name'],
    ] as const) {
      expect(await refused(owner, updateMemory, { id, properties: wrong })).toEqual(['BAD_USER_INPUT', field])
      expect(await refused(owner, createMemory, { type: 'DECISION', title: 'No', properties: wrong })).toEqual([
        'BAD_USER_INPUT',
        field,
      ])
    }
    // A type that comes later is as strict with the properties that are there.
    const plain = await graph.remember(owner, 'Plain')
    expect((await refused(owner, updateMemory, { id: plain, type: 'DECISION' }))[1]).toBe('properties.status')
    await graph.must(owner, updateMemory, {
      input: { id: plain, type: 'DECISION', properties: { status: 'taken' } },
    })
    expect(await graph.must(owner, '{ memories(filter: { types: ["DECISION"] }) { totalCount } }')).toEqual({
      memories: { totalCount: 2 },
    })
  })

  test('stays as it is when the schema changes, until its properties change', async () => {
    const owner = userIdentity()
    await graph.must(owner, define, { input: { name: 'NOTE' } })
    const id = await graph.remember(owner, 'A note', { type: 'NOTE', properties: { any: 1 } })
    await graph.must(owner, update, { input: { name: 'NOTE', schema: { required: ['more'] } } })
    await graph.must(owner, updateMemory, { input: { id, title: 'Another title' } })
    expect(await refused(owner, updateMemory, { id, properties: { any: 2 } })).toEqual([
      'BAD_USER_INPUT',
      'properties.more',
    ])
  })

  test('keeps its type from being deleted, and comes back only while it is defined', async () => {
    const owner = userIdentity()
    await graph.must(owner, define, { input: { name: 'NOTE' } })
    const id = await graph.remember(owner, 'A note', { type: 'NOTE' })
    expect((await refused(owner, remove, { name: 'NOTE' }))[0]).toBe('CONFLICT')
    await graph.must(owner, mutation('deleteMemory', 'memory { id }'), { input: { id } })
    await graph.must(owner, remove, { input: { name: 'NOTE' } })
    const restore = mutation('restoreMemory', 'memory { type }')
    expect(await refused(owner, restore, { id })).toEqual(['CONFLICT', 'type'])
    await graph.must(owner, define, { input: { name: 'NOTE' } })
    expect(await graph.must(owner, restore, { input: { id } })).toEqual({ restoreMemory: { memory: { type: 'NOTE' } } })
  })

  test('is imported line by line, and what was imported before stays unchanged under a new schema', async () => {
    const owner = userIdentity()
    await defineDecision(owner)
    const importing = mutation('importMemories', 'created updated unchanged failed errors { line field message }')
    const line = (externalId: string, type: string, properties: object) =>
      JSON.stringify({ kind: 'memory', externalId, type, title: externalId, properties })
    const good = line('a', 'DECISION', { status: 'open' })
    const lines = [good, line('b', 'DECISION', { status: 'lost' }), line('c', 'NONE', {}), line('d', 'SEMANTIC', {})]
    expect(await graph.must(owner, importing, { input: { lines: lines.join('\n') } })).toMatchObject({
      importMemories: {
        created: 2,
        failed: 2,
        errors: [
          { line: 2, field: 'properties.status' },
          { line: 3, field: 'type' },
        ],
      },
    })
    await graph.must(owner, update, { input: { name: 'DECISION', schema: { required: ['more'] } } })
    const again = [good, line('d', 'DECISION', {})]
    expect(await graph.must(owner, importing, { input: { lines: again.join('\n') } })).toMatchObject({
      importMemories: { unchanged: 1, failed: 1, errors: [{ line: 2, field: 'properties.more' }] },
    })
  })
})

function nested(levels: number): object {
  return levels === 1 ? {} : { items: nested(levels - 1) }
}
