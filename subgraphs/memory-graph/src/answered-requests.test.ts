import { afterAll, beforeAll, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const mutation = (name: string, payload: string) =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${payload} } }`
const write = async (viewer: User, name: string, payload: string, input: object) =>
  (await graph.must<Record<string, object>>(viewer, mutation(name, payload), { input }))[name]

const line = JSON.stringify({ kind: 'memory', externalId: 'a', type: 'SEMANTIC', title: 'A' })
const space = 'space { id name version createdAt shares { user { id } role } }'
const type = 'memoryType { name description version createdAt updatedAt }'

test('what makes and changes spaces, types and imports is carried out once under a key, and answered as the first time', async () => {
  const owner = userIdentity()
  const grace = userIdentity({ tenantId: owner.tenantId, role: 'editor' })
  graph.people.add(grace.userId, String(owner.tenantId))
  const made = await write(owner, 'createSpace', 'space { id }', { name: 'Plans', visibility: 'PRIVATE' })
  const { id } = (made as { space: { id: string } }).space
  const share = { spaceId: id, userId: grace.userId }
  for (const [name, payload, input] of [
    ['createSpace', space, { name: 'Once', visibility: 'OPEN' }],
    ['updateSpace', space, { id, name: 'Renamed' }],
    ['shareSpace', space, { ...share, role: 'VIEWER' }],
    ['unshareSpace', space, share],
    ['deleteSpace', 'space { id name version }', { id }],
    ['defineMemoryType', type, { name: 'RECIPE' }],
    ['updateMemoryType', type, { name: 'RECIPE', description: 'To cook' }],
    ['deleteMemoryType', type, { name: 'RECIPE' }],
    [
      'setRelationType',
      'relationType { name isSingleValued isBuiltIn updatedAt }',
      { name: 'LIVES_IN', isSingleValued: true },
    ],
    ['importMemories', 'lines created updated unchanged failed errors { line }', { lines: line }],
  ] as const) {
    const idempotencyKey = `key of ${name}`
    const again = () => write(owner, name, payload, { ...input, idempotencyKey })
    const first = await again()
    const recorded = (await graph.audited(owner)).length
    expect(await again(), name).toEqual(first)
    expect((await graph.audited(owner)).length, name).toBe(recorded)
    const { [Object.keys(input)[0] ?? '']: named } = input as Readonly<Record<string, unknown>>
    const another = { ...input, [Object.keys(input)[0] ?? '']: `${String(named)}X`, idempotencyKey }
    expect(await graph.refusal(owner, mutation(name, payload), { input: another }), name).toBe('CONFLICT')
  }
  expect(await graph.must(owner, '{ spaces { name } }')).toEqual({ spaces: [{ name: 'Once' }] })
})

test('a key is one caller’s, and one request’s over all that he asks for', async () => {
  const owner = userIdentity()
  const other = userIdentity({ tenantId: owner.tenantId })
  const input = { name: 'Mine', visibility: 'OPEN', idempotencyKey: 'mine' }
  const mine = await write(owner, 'createSpace', 'space { id }', input)
  expect(await write(other, 'createSpace', 'space { id }', input)).not.toEqual(mine)
  await graph.remember(owner, 'A memory', { idempotencyKey: 'a memory' })
  const used = { input: { name: 'RECIPE', idempotencyKey: 'a memory' } }
  expect(await graph.refusal(owner, mutation('defineMemoryType', type), used)).toBe('CONFLICT')
  await write(owner, 'defineMemoryType', type, { name: 'RECIPE', idempotencyKey: 'a type' })
  await write(owner, 'importMemories', 'lines', { lines: line, idempotencyKey: 'an import' })
  const [id, otherId] = [await graph.remember(owner, 'One'), await graph.remember(owner, 'Other')]
  const relation = { fromId: id, toId: otherId, type: 'SUPPORTS' }
  for (const idempotencyKey of ['mine', 'a type', 'an import'])
    for (const [name, input] of [
      ['createMemory', { type: 'SEMANTIC', title: 'Another' }],
      ['updateMemory', { id, title: 'Another' }],
      ['deleteMemory', { id }],
      ['createRelation', relation],
    ] as const) {
      const query = `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`
      expect(await graph.refusal(owner, query, { input: { ...input, idempotencyKey } }), name).toBe('CONFLICT')
    }
  expect(await graph.must(owner, '{ memories { totalCount } }')).toEqual({ memories: { totalCount: 4 } })
})

test('of requests that come at once one is carried out', async () => {
  const owner = userIdentity()
  const input = { name: 'Once', visibility: 'OPEN', idempotencyKey: 'once' }
  const made = await Promise.all([1, 2, 3].map(() => write(owner, 'createSpace', 'space { id }', input)))
  expect(new Set(made.map((each) => JSON.stringify(each))).size).toBe(1)
})
