import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from './testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph[Symbol.asyncDispose]())

const merge = `mutation ($input: MergeMemoriesInput!) { mergeMemories(input: $input) {
  memory { id title tags version attachments { url } } } }`
const restore = 'mutation ($input: RestoreMemoryInput!) { restoreMemory(input: $input) { memory { id } } }'
const around = `query ($id: ID!, $asOf: AsOfInput) { memory(id: $id, asOf: $asOf) { id title tags
  relations(first: 100, anyTime: true) { nodes { id type from { title } to { title } } }
  neighbours { nodes { title } } relationCounts(anyTime: true) { out in } } }`
type Around = {
  readonly memory: {
    readonly id: string
    readonly tags: readonly string[]
    readonly relations: { readonly nodes: readonly { type: string; from: { title: string }; to: { title: string } }[] }
    readonly neighbours: { readonly nodes: readonly { title: string }[] }
  } | null
}
const read = async (viewer: User, id: string, asOf?: object) => {
  const { memory } = await graph.must<Around>(viewer, around, { id, asOf })
  return {
    id: memory?.id,
    relations: memory?.relations.nodes.map(({ from, type, to }) => `${from.title} ${type} ${to.title}`).toSorted(),
    neighbours: memory?.neighbours.nodes.map(({ title }) => title).toSorted(),
  }
}

/** Bob is known twice, each time with something around him. */
async function twoBobs() {
  const ada = userIdentity()
  const [bob, robert] = [
    await graph.remember(ada, 'Bob', { tags: ['person', 'a'] }),
    await graph.remember(ada, 'Robert', {
      tags: ['b', 'person'],
      attachments: [{ url: 'https://a.test/cv', name: 'CV', mediaType: 'text/plain' }],
    }),
  ]
  const [oslo, rome] = [await graph.remember(ada, 'Oslo'), await graph.remember(ada, 'Rome')]
  await graph.relate(ada, bob, oslo, 'RELATED_TO')
  const ids = [
    await graph.relate(ada, robert, oslo, 'RELATED_TO'),
    await graph.relate(ada, robert, oslo, 'SUPPORTS'),
    await graph.relate(ada, rome, robert, 'PART_OF'),
    await graph.relate(ada, robert, bob, 'SIMILAR_TO'),
  ]
  return { ada, bob, robert, oslo, rome, ids }
}
const before = {
  relations: ['Robert RELATED_TO Oslo', 'Robert SIMILAR_TO Bob', 'Robert SUPPORTS Oslo', 'Rome PART_OF Robert'],
  neighbours: ['Bob', 'Oslo', 'Rome'],
}

describe('merging two memories', () => {
  test('moves relations, none twice and none to itself, and unites tags and attachments', async () => {
    const { ada, bob, robert, ids } = await twoBobs()
    const answer = await graph.must(ada, merge, { input: { winnerId: bob, loserId: robert } })
    expect(answer).toEqual({
      mergeMemories: {
        memory: {
          id: bob,
          title: 'Bob',
          tags: ['person', 'a', 'b'],
          version: 2,
          attachments: [{ url: 'https://a.test/cv' }],
        },
      },
    })
    expect(await read(ada, bob)).toEqual({
      id: bob,
      relations: ['Bob RELATED_TO Oslo', 'Bob SUPPORTS Oslo', 'Rome PART_OF Bob'],
      neighbours: ['Oslo', 'Rome'],
    })
    const relation = await graph.must(ada, 'query ($id: ID!) { relation(id: $id) { version from { id } } }', {
      id: ids[1],
    })
    expect(relation).toEqual({ relation: { version: 2, from: { id: bob } } })
    expect((await graph.audited(ada)).at(-1)).toMatchObject({
      type: 'data_modification',
      action: 'memory.merge',
      resource: { type: 'memory', id: bob },
      details: { loserId: robert },
    })
  })

  test('lets the one that stays answer for the other, through several merges and as of then', async () => {
    const { ada, bob, robert } = await twoBobs()
    const bobby = await graph.remember(ada, 'Bobby')
    await graph.must(ada, merge, { input: { winnerId: bob, loserId: robert } })
    const { id } = await read(ada, robert)
    expect(id).toBe(bob)
    const changes = 'query ($id: ID!) { memory(id: $id) { history { nodes { seq } } } }'
    type History = { memory: { history: { nodes: { seq: number }[] } } }
    const seq = (await graph.must<History>(ada, changes, { id: bob })).memory.history.nodes[0]?.seq
    await graph.must(ada, merge, { input: { winnerId: bobby, loserId: bob } })
    expect((await read(ada, robert)).id).toBe(bobby)
    expect((await read(ada, bob)).id).toBe(bobby)
    expect((await read(ada, robert, { seq })).id).toBe(bob)
    expect((await read(ada, robert, { seq: 2 })).id).toBe(robert)
    expect(await graph.refusal(ada, merge, { input: { winnerId: bobby, loserId: robert } })).toBe('NOT_FOUND')
  })

  test('leaves the past as it was', async () => {
    const { ada, bob, robert } = await twoBobs()
    const { head } = await graph.must<{ head: { history: { nodes: { seq: number }[] } } }>(
      ada,
      'query ($id: ID!) { head: memory(id: $id) { history { nodes { seq } } } }',
      { id: await graph.remember(ada, 'Last') },
    )
    const seq = head.history.nodes[0]?.seq
    const then = [await read(ada, bob), await read(ada, robert)]
    await graph.must(ada, merge, { input: { winnerId: bob, loserId: robert } })
    expect([await read(ada, bob, { seq }), await read(ada, robert, { seq })]).toEqual(then)
    expect(then[1]).toEqual({ id: robert, ...before })
  })

  test('is taken back by restoring the one that was merged', async () => {
    const { ada, bob, robert } = await twoBobs()
    await graph.must(ada, merge, { input: { winnerId: bob, loserId: robert } })
    const merged = await read(ada, bob)
    const history = 'query ($id: ID!) { memory(id: $id) { history { nodes { seq } } } }'
    type History = { memory: { history: { nodes: { seq: number }[] } } }
    const seq = (await graph.must<History>(ada, history, { id: bob })).memory.history.nodes[0]?.seq
    await graph.must(ada, restore, { input: { id: robert } })
    expect(await read(ada, bob, { seq })).toEqual(merged)
    expect(await read(ada, robert)).toEqual({ id: robert, ...before })
    expect(await read(ada, bob)).toEqual({
      id: bob,
      relations: ['Bob RELATED_TO Oslo', 'Robert SIMILAR_TO Bob'],
      neighbours: ['Oslo', 'Robert'],
    })
  })

  test('keeps what the one that stays says, where a fact of the other contradicts it', async () => {
    const ada = userIdentity()
    const set = 'mutation ($input: SetRelationTypeInput!) { setRelationType(input: $input) { relationType { name } } }'
    await graph.must(ada, set, { input: { name: 'LIVES_IN', isSingleValued: true } })
    const ids: string[] = []
    for (const title of ['Bob', 'Robert', 'Oslo', 'Rome']) ids.push(await graph.remember(ada, title))
    const [bob = '', robert = '', oslo = '', rome = ''] = ids
    await graph.relate(ada, bob, oslo, 'LIVES_IN')
    await graph.relate(ada, robert, rome, 'LIVES_IN')
    await graph.must(ada, merge, { input: { winnerId: bob, loserId: robert } })
    expect(await read(ada, bob)).toMatchObject({
      relations: ['Bob LIVES_IN Oslo', 'Bob LIVES_IN Rome'],
      neighbours: ['Oslo'],
    })
  })

  test('is not undone by importing what was merged again', async () => {
    const ada = userIdentity()
    const lines = [
      { kind: 'memory', externalId: 'bob', type: 'SEMANTIC', title: 'Bob' },
      { kind: 'memory', externalId: 'robert', type: 'SEMANTIC', title: 'Robert' },
      { kind: 'memory', externalId: 'oslo', type: 'SEMANTIC', title: 'Oslo' },
      { kind: 'relation', externalId: 'r', from: 'robert', to: 'oslo', type: 'RELATED_TO' },
    ]
    const query = `mutation ($input: ImportMemoriesInput!) { importMemories(input: $input) { created updated unchanged
      errors { message } } }`
    const run = (some: readonly object[] = lines) =>
      graph.must(ada, query, { input: { lines: some.map((line) => JSON.stringify(line)).join('\n') } })
    await run()
    type Listed = { memories: { nodes: { id: string; externalId: string }[] } }
    const { memories } = await graph.must<Listed>(ada, '{ memories { nodes { id externalId } } }')
    const ids = new Map(memories.nodes.map(({ id, externalId }) => [externalId, id]))
    await graph.must(ada, merge, { input: { winnerId: ids.get('bob'), loserId: ids.get('robert') } })
    expect(await run()).toEqual({ importMemories: { created: 0, updated: 0, unchanged: 4, errors: [] } })
    expect(await run([{ ...lines[3], externalId: 's', type: 'SUPPORTS' }])).toMatchObject({
      importMemories: { created: 1 },
    })
    expect((await read(ada, String(ids.get('robert')))).relations).toEqual(['Bob RELATED_TO Oslo', 'Bob SUPPORTS Oslo'])
  })

  test('changes nothing when the request is repeated, and is refused for versions that were not seen', async () => {
    const { ada, bob, robert } = await twoBobs()
    const stale = { winnerId: bob, loserId: robert, expectedLoserVersion: 7 }
    expect(await graph.refusal(ada, merge, { input: stale })).toBe('CONFLICT')
    expect(await graph.refusal(ada, merge, { input: { winnerId: bob, loserId: bob } })).toBe('BAD_USER_INPUT')
    const input = { winnerId: bob, loserId: robert, idempotencyKey: 'once' }
    const first = await graph.must(ada, merge, { input })
    expect(await graph.must(ada, merge, { input })).toEqual(first)
  })

  test('is refused to a key that may delete and not change', async () => {
    const { ada, bob, robert } = await twoBobs()
    const key = apiKeyIdentity({ tenantId: String(ada.tenantId), scopes: ['memory:read', 'memory:delete'] })
    expect(await graph.refusal(key, merge, { input: { winnerId: bob, loserId: robert } })).toBe('FORBIDDEN')
  })
})
