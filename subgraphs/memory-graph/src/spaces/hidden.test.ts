import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClientError } from '@graphmemory/errors/client-error.ts'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'

/** Stands in everything that lies in the private space, and nowhere else. */
const canary = 'xanadu'
const owner = userIdentity()
const within = (role: string, more: Partial<User> = {}): User =>
  userIdentity({ tenantId: owner.tenantId, role, ...more })
const reader = within('viewer')
const outsider = within('editor')
const grants = (...all: string[]) => ({ grants: all })
const all = ['memory:read', 'memory:create', 'memory:update', 'memory:delete', 'memory:import', 'memory:export']
/** All who are in the tenant and have no part in the space. */
const outsiders: readonly (readonly [string, Identity])[] = [
  ['an editor', outsider],
  ['a viewer', within('viewer')],
  ['a collaborator', within('collaborator')],
  ['somebody with a role that may do everything but manage', within('rol_1', grants(...all, 'memory:share'))],
  ['a key', apiKeyIdentity({ tenantId: String(owner.tenantId), scopes: all })],
]

let graph: TestGraph
const bearers = new Map<string, Identity>()
const ids: Record<string, string> = {}

const write = async (viewer: Identity, name: string, input: object, selection: string): Promise<string> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} { id } } }`
  const data = await graph.must<Record<string, Record<string, { id: string }>>>(viewer, query, { input })
  return data[name]?.[selection]?.id ?? ''
}
beforeAll(async () => {
  graph = await startGraph({
    authenticate: async (bearer) => {
      const identity = bearers.get(bearer ?? '')
      if (identity === undefined) throw new ClientError('UNAUTHENTICATED', 'Sign in')
      return identity
    },
  })
  graph.people.add(reader.userId, String(owner.tenantId))
  ids['space'] = await write(owner, 'createSpace', { name: `Plans ${canary}`, visibility: 'PRIVATE' }, 'space')
  await write(owner, 'shareSpace', { spaceId: ids['space'], userId: reader.userId, role: 'VIEWER' }, 'space')
  const spaceId = ids['space']
  const secret = { spaceId, content: `The ${canary} is hidden in the garden`, tags: [canary], properties: { canary } }
  ids['open'] = await graph.remember(owner, 'A garden', { content: 'A garden with a wall' })
  ids['end'] = await graph.remember(owner, 'A gate of the garden')
  ids['secret'] = await graph.remember(owner, `A garden ${canary}`, secret)
  ids['moved'] = await graph.remember(owner, `Moved ${canary}`, secret)
  ids['lost'] = await graph.remember(owner, `Lost ${canary}`, secret)
  ids['into'] = await graph.relate(owner, ids['open'], ids['secret'], 'SUPPORTS', { properties: { canary } })
  ids['out'] = await graph.relate(owner, ids['secret'], ids['end'], 'SUPPORTS', { properties: { canary } })
  await graph.relate(owner, ids['lost'], ids['open'], 'SUPPORTS', { properties: { canary } })
  const clean = { spaceId: null, title: 'Moved', content: 'Moved', tags: [], properties: {} }
  const recalling = `mutation { recall(input: { query: "${canary} garden", budgetTokens: 500 }) { receipt { id } } }`
  const recalled = await graph.must<{ recall: { receipt: { id: string } } }>(owner, recalling)
  ids['receipt'] = recalled.recall.receipt.id
  await write(owner, 'updateMemory', { id: ids['moved'], ...clean }, 'memory')
  await write(owner, 'deleteMemory', { id: ids['lost'] }, 'memory')
})
afterAll(() => graph[Symbol.asyncDispose]())

const open = (fields: string) => `query ($open: ID!) { memory(id: $open) { id ${fields} } }`
const secret = (fields: string) => `query ($secret: ID!) { memory(id: $secret) { id ${fields} } }`
const keys = { Memory: 'secret', Relation: 'into', Space: 'space' } as const
const entity = (type: keyof typeof keys, fields: string) =>
  `query ($${type}: [_Any!]!) { _entities(representations: $${type}) { ... on ${type} { ${fields} } } }`

/** Every way to read, aimed at what lies in the space. The owner sees something there, so that seeing nothing means something. */
const reads: readonly string[] = [
  secret('title content tags properties attachments { url } space { name } isEditable'),
  secret('relations { nodes { id } } relationCounts { out } neighbours { nodes { title } }'),
  secret('similar { node { title } } likelyDuplicates { node { title } } suggestedLinks { node { title } }'),
  secret('history { nodes { before after } }'),
  '{ memories { totalCount nodes { id title content } } }',
  'query ($space: ID!) { memories(filter: { spaceIds: [$space] }) { totalCount nodes { id } } }',
  `{ memories(filter: { tags: ["${canary}"] }) { totalCount nodes { title } } }`,
  'query ($into: ID!) { relation(id: $into) { id properties from { id } to { title } } }',
  open('relations { nodes { id properties to { title } } }'),
  open('relationCounts(types: ["SUPPORTS"]) { out in }'),
  open('neighbours(depth: 6) { nodes { title } edges { depth via { id } } }'),
  'query ($open: ID!, $end: ID!) { path(fromId: $open, toId: $end) { memories { id title } relations { id } } }',
  'query ($open: ID!, $secret: ID!) { path(fromId: $open, toId: $secret) { memories { id title } } }',
  'query ($open: ID!, $end: ID!) { paths(fromId: $open, toId: $end, onlyShortest: false) { nodes { memories { title } } } }',
  'query ($open: ID!, $end: ID!) { path(fromId: $open, toId: $end, by: WEIGHT) { memories { title } } }',
  'query ($open: ID!, $secret: ID!) { subgraph(ids: [$open, $secret], depth: 2) { memories { title } relations { id } } }',
  'query ($open: ID!, $secret: ID!) { subgraph(ids: [$open, $secret], depth: 2, asOf: { seq: 7 }) { memories { title } relations { id } } }',
  'query ($open: ID!, $end: ID!) { commonNeighbours(ids: [$open, $end], asOf: { seq: 7 }) { nodes { title } edges { via { id } } } }',
  'query ($open: ID!, $end: ID!) { commonNeighbours(ids: [$open, $end]) { nodes { title } edges { via { id } } } }',
  'query ($secret: ID!) { memory(id: $secret, asOf: { recordedAt: "2100-01-01T00:00:00Z" }) { title content } }',
  'query ($moved: ID!) { memory(id: $moved, asOf: { seq: 4 }) { title content tags } }',
  'query ($into: ID!) { relation(id: $into, asOf: { seq: 6 }) { properties from { id } to { title } } }',
  'query ($secret: ID!) { memory(id: $secret, asOf: { version: 1 }) { title content tags } }',
  'query ($moved: ID!) { memory(id: $moved, asOf: { version: 1 }) { title content tags } }',
  'query ($moved: ID!) { memoryDiff(id: $moved, from: 1, to: 2) { content { text } fields { before after } } }',
  '{ memories(asOf: { seq: 5 }) { totalCount nodes { title content } } }',
  '{ memories(asOf: { recordedAt: "2100-01-01T00:00:00Z" }) { totalCount estimatedCount { count } nodes { title } } }',
  'query ($open: ID!) { memory(id: $open, asOf: { seq: 6 }) { relationCounts { out } neighbours { nodes { title } } } }',
  'query ($open: ID!, $end: ID!) { path(fromId: $open, toId: $end, asOf: { recordedAt: "2100-01-01T00:00:00Z" }) { memories { title } } }',
  'query ($open: ID!, $end: ID!) { paths(fromId: $open, toId: $end, onlyShortest: false, asOf: { seq: 7 }) { nodes { memories { title } relations { properties } } } }',
  `{ searchMemories(query: "${canary} garden", asOf: { seq: 7 }) { edges { node { title } highlights { text } why { text } } } }`,
  `{ searchMemories(query: "${canary}", mode: TEXT, asOf: { seq: 4 }) { nodes { title content } } }`,
  `{ searchMemories(query: "${canary} garden", asOf: { seq: 7 }) { edges { score signals { graph } why { via { id } } node { title } } } }`,
  `query ($open: ID!) { memory(id: $open, asOf: { seq: 7 }) { similar { graph isRelated node { id title } } suggestedLinks { node { id } } } }`,
  `query ($secret: ID!) { memory(id: $secret, asOf: { seq: 7 }) { similar { node { title } } likelyDuplicates { node { id } } } }`,
  open('similar { graph isRelated node { id title } }'),
  open('likelyDuplicates { node { title } } suggestedLinks { node { id title } }'),
  'query ($moved: ID!) { memory(id: $moved) { history { nodes { kind before after } } } }',
  `{ searchMemories(query: "${canary}", mode: TEXT) { edges { node { id title } highlights { text } } } }`,
  `{ searchMemories(query: "${canary}") { edges { score signals { graph } why { text via { id } } node { title } } } }`,
  'query ($space: ID!) { searchMemories(query: "garden", filter: { spaceIds: [$space] }) { nodes { title } } }',
  'query ($receipt: ID!) { recallReceipt(id: $receipt) { text items { text memoryId } } }',
  `mutation { recall(input: { query: "${canary}", budgetTokens: 500 }) { receipt { text items { memoryId } } } }`,
  '{ graphStatistics { memories relations memoryTypes { count } perDay(days: 1) { memories relations } } }',
  '{ spaces { id name shares { user { id } } } }',
  'query ($space: ID!) { space(id: $space) { id name description visibility shares { role } } }',
  entity('Memory', 'title content history { nodes { after } }'),
  entity('Relation', 'type properties from { title } to { title }'),
  entity('Space', 'name'),
]
/** What is only sound about the whole graph. */
const wholes: readonly string[] = [
  'mutation { startAnalysis(input: { kind: DEGREE }) { analysis { id } } }',
  'mutation { cancelAnalysis(input: { id: "ana_1" }) { analysis { id } } }',
  '{ analysis(id: "ana_1") { id scores { memory { title } } } }',
]
const statement = '{ queryGraph(statement: "MATCH (m:Memory) RETURN m.title") { rows } }'

const hints = () => [canary, ...['space', 'secret', 'lost', 'into', 'out'].map((name) => String(ids[name]))]
const leaksIn = (text: string) => hints().filter((hint) => text.includes(hint))
const answerTo = async (viewer: Identity, query: string) => {
  const names = [...query.matchAll(/\$(\w+): ID!/g)].map(([, name]) => String(name))
  const references = Object.entries(keys).map(([type, key]) => [type, [{ __typename: type, id: ids[key] }]])
  return graph.ask(viewer, query, Object.fromEntries([...references, ...names.map((name) => [name, ids[name]])]))
}

describe.each(outsiders)('%s without a share', (_, viewer) => {
  test.each(reads)('sees nothing through %s', async (query) => {
    const seen = await answerTo(owner, query)
    expect(seen.errors).toBeUndefined()
    const answer = await answerTo(viewer, query)
    expect(answer.errors).toBeUndefined()
    expect(JSON.stringify(answer.data)).not.toBe(JSON.stringify(seen.data))
    expect(leaksIn(JSON.stringify(answer))).toEqual([])
  })

  test.each(wholes)('is refused %s', async (query) => {
    expect(await graph.refusal(viewer, query)).toBe('FORBIDDEN')
  })

  test('is refused the progress of analyses', async () => {
    const query = 'subscription { analysisProgress(id: "ana_1") { id } }'
    const answer = await graph.subgraph.subscribe({ identity: viewer, query })
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  })

  test('is refused statements', async () => {
    expect(await graph.refusal(viewer, statement)).toBe('FORBIDDEN')
  })

  test('counts only what is seen', async () => {
    const counts = `{ graphStatistics { memories relations } memories { totalCount } searchMemories(query: "${canary}") { nodes { id } } }`
    expect(await graph.must(viewer, counts)).toEqual({
      graphStatistics: { memories: 3, relations: 0 },
      memories: { totalCount: 3 },
      searchMemories: { nodes: [] },
    })
    expect((await answerTo(viewer, reads[11] ?? '')).data).toEqual({ path: null })
  })

  test('hears nothing through any subscription', async () => {
    const heard: string[] = []
    for (const query of [
      'subscription { memoryChanges(after: 0) { seq kind memory { id title content } relation { id properties } } }',
      `subscription { liveSearch(query: "garden ${canary}", first: 50) { ids added { node { title } } } }`,
      `subscription { liveNeighbours(memoryId: "${ids['open']}", depth: 6) { ids added { node { title } via { id } } } }`,
    ]) {
      const events = await graph.subgraph.subscribe({ identity: viewer, query })
      if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events))
      // Of the changes, three are seen: what was made in the open. The others come between and after them.
      const count = query.includes('memoryChanges') ? 2 : 1
      for (let taken = 0; taken < count; taken++) heard.push(JSON.stringify((await events.next()).value))
      await events.return?.()
    }
    expect(heard).toHaveLength(4)
    expect(heard.every((event) => !event.includes('"errors"'))).toBe(true)
    expect(leaksIn(heard.join(''))).toEqual([])
    const missing = `subscription { liveNeighbours(memoryId: "${ids['secret']}") { ids } }`
    const refused = await graph.subgraph.subscribe({ identity: viewer, query: missing })
    const first = Symbol.asyncIterator in refused ? (await refused.next()).value : refused
    expect(JSON.stringify(first)).toContain('NOT_FOUND')
  })

  test('changes nothing of it, and is told that it is not there', async () => {
    if (viewer.kind === 'user' && viewer.role === 'viewer') return
    const { space: spaceId, secret: id, open: fromId, into, lost } = ids
    const attempts: readonly (readonly [string, object, string])[] = [
      ['createMemory', { type: 'SEMANTIC', title: 'Mine', spaceId }, 'memory'],
      ['updateMemory', { id, title: 'Mine' }, 'memory'],
      ['updateMemory', { id: fromId, spaceId }, 'memory'],
      ['deleteMemory', { id }, 'memory'],
      ['restoreMemory', { id: lost }, 'memory'],
      ['createRelation', { fromId, toId: id, type: 'SUPPORTS' }, 'relation'],
      ['updateRelation', { id: into, weight: 0 }, 'relation'],
      ['deleteRelation', { id: into }, 'relation'],
      ['updateSpace', { id: spaceId, visibility: 'OPEN' }, 'space'],
      ['deleteSpace', { id: spaceId }, 'space'],
    ]
    for (const [name, input, selection] of attempts)
      await expect(write(viewer, name, input, selection), name).rejects.toThrow('NOT_FOUND')
  })
})

test('the owner, an admin, the maker and those with whom it is shared see what lies in a space', async () => {
  for (const viewer of [owner, within('admin'), reader]) {
    const { data } = await answerTo(viewer, secret('title space { name } isEditable'))
    expect(data).toEqual({
      memory: {
        id: ids['secret'],
        title: `A garden ${canary}`,
        space: { name: `Plans ${canary}` },
        isEditable: viewer !== reader,
      },
    })
  }
  expect((await answerTo(owner, statement)).errors).toBeUndefined()
})

test('an export holds what its reader sees, and an import is for those who may write to every space', async () => {
  const call = async (viewer: Identity, method: string, path: string, lines: readonly object[] = []) => {
    const token = `token-${bearers.size}`
    bearers.set(token, viewer)
    const route = graph.subgraph.routes.find((each) => each.path === path && each.method === method)
    if (route === undefined) throw new Error(`no route ${path}`)
    const bytes = (async function* body() {
      yield Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    })()
    const headers = { authorization: `Bearer ${token}` }
    const answer = await route.handle({ query: new URLSearchParams(), headers, body: bytes, ip: '192.0.2.1' })
    if (typeof answer.body === 'string') return answer.body
    let text = ''
    for await (const piece of answer.body as AsyncIterable<string>) text += piece
    return text
  }
  const exporter = within('rol_1', grants('memory:read', 'memory:export', 'memory:import'))
  const exported = await call(exporter, 'GET', '/export')
  expect(exported.trim().split('\n')).toHaveLength(3)
  expect(leaksIn(exported)).toEqual([])
  const line = { kind: 'memory', externalId: ids['secret'], type: 'SEMANTIC', title: 'Mine' }
  expect(await call(exporter, 'POST', '/import', [line])).toContain('FORBIDDEN')

  const whole = await call(owner, 'GET', '/export')
  expect(whole).toContain(`"spaceId":"${ids['space']}"`)
  const lines = whole
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each) as Record<string, unknown>)
  expect(await call(owner, 'POST', '/import', lines)).toContain(`"unchanged":${lines.length}`)
  // What says nothing of a space stays where it lies.
  const without = lines.map(({ spaceId: _, ...each }) => each)
  expect(await call(owner, 'POST', '/import', without)).toContain(`"unchanged":${lines.length}`)
  const elsewhere = await call(userIdentity(), 'POST', '/import', lines)
  expect(elsewhere).toContain(`"created":${lines.length}`)
})

test('every field that reads is in these tables', async () => {
  const { __schema } = await graph.must<{
    __schema: { types: { name: string; fields: { name: string; args: unknown[] }[] | null }[] }
  }>(owner, '{ __schema { types { name fields(includeDeprecated: true) { name args { name } } } } }')
  const fieldsOf = (type: string) => __schema.types.find(({ name }) => name === type)?.fields ?? []
  const tables = [...reads, ...wholes, statement].join()
  const plain = ['_service', 'memoryType', 'memoryTypes', 'relationTypes', 'memoryAccess', 'spaceAccess']
  const withArguments = ['Memory', 'Relation', 'Space'].flatMap((type) =>
    fieldsOf(type).filter(({ args }) => args.length > 0),
  )
  const missing = [...fieldsOf('Query'), ...withArguments]
    .map(({ name }) => name)
    .filter((name) => !plain.includes(name) && !new RegExp(`\\b${name}\\b`).test(tables))
  expect(missing).toEqual([])
  expect(fieldsOf('Subscription').map(({ name }) => name)).toEqual([
    'liveSearch',
    'liveNeighbours',
    'importProgress',
    'analysisProgress',
    'memoryChanges',
  ])
})
