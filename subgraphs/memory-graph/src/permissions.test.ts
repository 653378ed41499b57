import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { anonymousIdentity, apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { relationTypes } from './graph-types.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
const owner = userIdentity()
const eve = userIdentity()
let [a, b, relation, analysis] = ['', '', '', '']
beforeAll(async () => {
  graph = await startGraph()
  a = await graph.remember(owner, 'A')
  b = await graph.remember(owner, 'B')
  relation = await graph.relate(owner, a, b)
  const starting = 'mutation { startAnalysis(input: { kind: DEGREE }) { analysis { id } } }'
  const started = await graph.must<{ startAnalysis: { analysis: { id: string } } }>(owner, starting)
  analysis = started.startAnalysis.analysis.id
})
afterAll(() => graph[Symbol.asyncDispose]())

const input = (type: string, field: string, row: string) =>
  `mutation ($input: ${type}!) { ${field}(input: $input) { ${row} } }`

/** Every field of the root types: who needs which grant, and how it is asked for with ids of the owner's tenant. */
const reads = {
  memory: ['query ($a: ID!) { memory(id: $a) { id } }', { memory: null }],
  memoryDiff: ['query ($a: ID!) { memoryDiff(id: $a, from: 1, to: 1) { fields { field } } }', { memoryDiff: null }],
  memories: ['{ memories { nodes { id } } }', { memories: { nodes: [] } }],
  relation: ['query ($relation: ID!) { relation(id: $relation) { id } }', { relation: null }],
  relationTypes: [
    '{ relationTypes { name updatedAt } }',
    { relationTypes: relationTypes.map((name) => ({ name, updatedAt: null })) },
  ],
  path: ['query ($a: ID!, $b: ID!) { path(fromId: $a, toId: $b) { stale } }', { path: null }],
  paths: [
    'query ($a: ID!, $b: ID!) { paths(fromId: $a, toId: $b) { nodes { cost } truncated } }',
    { paths: { nodes: [], truncated: false } },
  ],
  subgraph: [
    'query ($a: ID!, $b: ID!) { subgraph(ids: [$a, $b]) { memories { id } relations { id } truncated } }',
    { subgraph: { memories: [], relations: [], truncated: false } },
  ],
  commonNeighbours: [
    'query ($a: ID!, $b: ID!) { commonNeighbours(ids: [$a, $b]) { nodes { id } truncated } }',
    { commonNeighbours: { nodes: [], truncated: false } },
  ],
  searchMemories: ['{ searchMemories(query: "A B") { nodes { id } } }', { searchMemories: { nodes: [] } }],
  graphStatistics: ['{ graphStatistics { memories relations } }', { graphStatistics: { memories: 0, relations: 0 } }],
  analysis: ['query ($a: ID!) { analysis(id: $a) { id } }', { analysis: null }],
  recallReceipt: ['query ($a: ID!) { recallReceipt(id: $a) { id } }', { recallReceipt: null }],
  recall: [
    'mutation { recall(input: { query: "A B", budgetTokens: 50 }) { receipt { items { memoryId } } } }',
    { recall: { receipt: { items: [] } } },
  ],
} as const
const subscriptions = [
  'subscription { memoryChanges(after: 0) { seq } }',
  'subscription { liveSearch(query: "A") { ids } }',
  'subscription { liveNeighbours(memoryId: "mem_1") { ids } }',
  'subscription { analysisProgress(id: "ana_1") { id } }',
] as const
const writes = [
  ['create', input('CreateMemoryInput', 'createMemory', 'memory { id }'), () => ({ type: 'SEMANTIC', title: 'T' })],
  ['update', input('UpdateMemoryInput', 'updateMemory', 'memory { id }'), () => ({ id: a, title: 'A' })],
  [
    'create',
    input('CreateRelationInput', 'createRelation', 'relation { id }'),
    () => ({ fromId: a, toId: b, type: 'SUPPORTS' }),
  ],
  ['update', input('UpdateRelationInput', 'updateRelation', 'relation { id }'), () => ({ id: relation, weight: 0.5 })],
  ['delete', input('DeleteRelationInput', 'deleteRelation', 'relation { id }'), () => ({ id: relation })],
  ['delete', input('DeleteMemoryInput', 'deleteMemory', 'memory { id }'), () => ({ id: b })],
  ['create', input('RestoreMemoryInput', 'restoreMemory', 'memory { id }'), () => ({ id: b })],
  ['delete', input('MergeMemoriesInput', 'mergeMemories', 'memory { id }'), () => ({ winnerId: a, loserId: b })],
  ['update', input('CancelAnalysisInput', 'cancelAnalysis', 'analysis { id }'), () => ({ id: analysis })],
] as const
const internals = [
  [input('AttachDocumentInput', 'attachDocument', 'memory { id }'), () => ({ memoryId: a, documentId: 'doc_1' })],
  [
    input('ProjectDocumentInput', 'projectDocument', 'accepted'),
    () => ({ memoryId: a, documentId: 'doc_1', epoch: 1, seq: 1, content: '', editors: [] }),
  ],
  [input('RebuildGraphInput', 'rebuildGraph', 'seq'), () => ({ tenantId: owner.tenantId })],
] as const

const within = (role: string): User => userIdentity({ tenantId: owner.tenantId, role })
const variables = () => ({ a, b, relation })

describe('reading', () => {
  test.each(['viewer', 'editor', 'collaborator', 'admin', 'owner'])('is permitted to a %s', async (role) => {
    for (const [query] of Object.values(reads))
      expect((await graph.ask(within(role), query, variables())).errors).toBeUndefined()
  })
  test.each([
    ['a role that is not known', () => within('wizard'), 'FORBIDDEN'],
    ['a person without a tenant', () => userIdentity({ tenantId: null, role: null }), 'FORBIDDEN'],
    ['a key without the scope', () => apiKeyIdentity({ tenantId: String(owner.tenantId) }), 'FORBIDDEN'],
    ['a stranger', anonymousIdentity, 'UNAUTHENTICATED'],
  ] as const)('is refused to %s', async (_, identity, code) => {
    for (const [query] of Object.values(reads)) expect(await graph.refusal(identity(), query, variables())).toBe(code)
    for (const query of subscriptions) expect(await subscriptionRefusal(identity(), query)).toBe(code)
  })
  test('shows nothing of another tenant', async () => {
    for (const [query, nothing] of Object.values(reads))
      expect(await graph.must(eve, query, variables())).toEqual(nothing)
  })
  test('is permitted to a key with the scope, which is no person', async () => {
    const key = apiKeyIdentity({ tenantId: String(owner.tenantId), scopes: ['memory:read', 'memory:create'] })
    const id = await graph.remember(key, 'From outside')
    expect(
      await graph.must(
        key,
        'query ($id: ID!) { memory(id: $id) { createdBy { id } history { nodes { actorKind actorId actor { id } } } } }',
        { id },
      ),
    ).toEqual({
      memory: { createdBy: null, history: { nodes: [{ actorKind: 'API_KEY', actorId: key.apiKeyId, actor: null }] } },
    })
  })
})

describe('writing', () => {
  test('of what another tenant has is refused as what does not exist', async () => {
    for (const [, query, made] of writes.slice(1))
      expect(await graph.refusal(eve, query, { input: made() })).toBe('NOT_FOUND')
  })
  test('is refused to a viewer, and the refusal is in the audit log', async () => {
    const viewer = within('viewer')
    for (const [, query, made] of writes) {
      expect(await graph.refusal(viewer, query, { input: made() })).toBe('FORBIDDEN')
      expect((await graph.audited(owner)).at(-1)).toMatchObject({
        outcome: 'DENIED',
        actor: { kind: 'user', id: viewer.userId },
      })
    }
  })
  test('is refused to a key without the scope', async () => {
    for (const [action, query, made] of writes) {
      const scopes = ['create', 'read', 'update', 'delete']
        .filter((each) => each !== action)
        .map((each) => `memory:${each}`)
      const key = apiKeyIdentity({ tenantId: String(owner.tenantId), scopes })
      expect(await graph.refusal(key, query, { input: made() })).toBe('FORBIDDEN')
    }
  })
  test('is permitted to an editor', async () => {
    for (const [, query, made] of writes)
      expect((await graph.ask(within('editor'), query, { input: made() })).errors).toBeUndefined()
  })
})

describe('what only other parts of GraphMemory may do', () => {
  test('is refused to an owner', async () => {
    for (const [query, made] of internals)
      expect(await graph.refusal(owner, query, { input: made() })).toBe('FORBIDDEN')
  })
  test('is permitted to them, for the tenant they speak for', async () => {
    const service = serviceIdentity('collaboration', owner.tenantId, owner.userId)
    for (const [query, made] of internals) await graph.must(service, query, { input: made() })
    const [query, made] = internals[2]
    expect(await graph.refusal(serviceIdentity('gm', eve.tenantId), query, { input: made() })).toBe('FORBIDDEN')
  })
})

test('every field of the root types is in one of these tables, or has its own test', async () => {
  const { __schema } = await graph.must<{
    __schema: Record<'queryType' | 'mutationType' | 'subscriptionType', { fields: { name: string }[] }>
  }>(
    owner,
    '{ __schema { queryType { fields { name } } mutationType { fields { name } } subscriptionType { fields { name } } } }',
  )
  const fields = Object.values(__schema).flatMap((type) => type.fields.map(({ name }) => name))
  const covered = [
    ...Object.values(reads).map(([query]) => query),
    ...writes.map(([, query]) => query),
    ...internals.map(([query]) => query),
  ].join()
  const open = [
    'setRelationType',
    'startAnalysis',
    '_entities',
    '_service',
    'memoryChanges',
    'liveSearch',
    'liveNeighbours',
    'importProgress',
    'analysisProgress',
    'queryGraph',
    'importMemories',
    'memoryType',
    'memoryTypes',
    'defineMemoryType',
    'updateMemoryType',
    'deleteMemoryType',
    'spaces',
    'space',
    'createSpace',
    'updateSpace',
    'deleteSpace',
    'shareSpace',
    'unshareSpace',
    'memoryAccess',
    'spaceAccess',
  ]
  expect(
    fields.filter(
      (field) => !open.includes(field) && !covered.includes(`${field}(`) && !covered.includes(`{ ${field} `),
    ),
  ).toEqual([])
})

async function subscriptionRefusal(identity: Identity, query: string): Promise<unknown> {
  const answer = await graph.subgraph.subscribe({ identity, query })
  if (Symbol.asyncIterator in answer) {
    const first = await answer.next()
    await answer.return?.()
    return first.value?.errors?.[0]?.extensions['code']
  }
  return answer.errors?.[0]?.extensions['code']
}
