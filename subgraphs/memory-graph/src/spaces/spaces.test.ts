import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Identity, User } from '@graphmemory/identity/identity.ts'
import { apiKeyIdentity, serviceIdentity, userIdentity } from '@graphmemory/testing/test-identity.ts'
import { startGraph, type TestGraph } from '../testing/start-graph.ts'

let graph: TestGraph
beforeAll(async () => {
  // What is not told at once is not told while these tests run.
  graph = await startGraph({ env: { GRAPH_LOOK_AROUND_MS: '600000' } })
})
afterAll(() => graph[Symbol.asyncDispose]())

type Space = { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>
const fields = 'id name description visibility version shares { user { id } role } createdBy { id } updatedBy { id }'
const mutation = (name: string, payload = `space { ${fields} }`) =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${payload} } }`
async function write(viewer: Identity, name: string, input: object): Promise<Space> {
  const data = await graph.must<Record<string, { space: Space }>>(viewer, mutation(name), { input })
  if (data[name] === undefined) throw new Error('no answer')
  return data[name].space
}
const refusal = (viewer: Identity, name: string, input: object, payload?: string) =>
  graph.refusal(viewer, mutation(name, payload), { input })
type Lost = { readonly id: string; readonly userId: string; readonly memoryId: string; readonly hidden: string }
const changing = 'memory { id space { id } isEditable }'
const within = ({ tenantId }: User, role: string) => {
  const member = userIdentity({ tenantId, role })
  graph.people.add(member.userId, String(tenantId))
  return member
}
const privateSpace = (owner: User, name = 'Plans') => write(owner, 'createSpace', { name, visibility: 'PRIVATE' })

describe('a space', () => {
  test('is made, listed, changed, shared and deleted, each in the audit log', async () => {
    const owner = userIdentity()
    const grace = within(owner, 'editor')
    const made = await write(owner, 'createSpace', { name: 'Plans', description: 'What comes', visibility: 'OPEN' })
    expect(made).toMatchObject({
      name: 'Plans',
      description: 'What comes',
      visibility: 'OPEN',
      version: 1,
      shares: [],
      createdBy: { id: owner.userId },
    })
    const { id } = made
    expect(await write(owner, 'updateSpace', { id, expectedVersion: 1, visibility: 'PRIVATE' })).toMatchObject({
      name: 'Plans',
      visibility: 'PRIVATE',
      version: 2,
    })
    expect(await refusal(owner, 'updateSpace', { id, expectedVersion: 1, name: 'Late' })).toBe('CONFLICT')
    const share = { spaceId: id, userId: grace.userId }
    await write(owner, 'shareSpace', { ...share, role: 'VIEWER' })
    expect(await write(owner, 'shareSpace', { ...share, role: 'EDITOR' })).toMatchObject({
      shares: [{ user: { id: grace.userId }, role: 'EDITOR' }],
    })
    expect(await graph.must(grace, '{ spaces { id } }')).toEqual({ spaces: [{ id }] })
    expect(await write(owner, 'unshareSpace', share)).toMatchObject({ shares: [] })
    expect(await refusal(owner, 'unshareSpace', share)).toBe('NOT_FOUND')
    expect(await graph.must(grace, '{ spaces { id } }')).toEqual({ spaces: [] })
    await write(owner, 'deleteSpace', { id })
    expect(await graph.must(owner, `{ spaces { id } space(id: "${id}") { id } }`)).toEqual({ spaces: [], space: null })
    expect((await graph.audited(owner)).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['space.create', 'ALLOWED'],
      ['space.update', 'ALLOWED'],
      ['space.share', 'ALLOWED'],
      ['space.share', 'ALLOWED'],
      ['space.unshare', 'ALLOWED'],
      ['space.delete', 'ALLOWED'],
    ])
  })

  test('is changed by its maker and by who may manage memories, and shared by them where they may share', async () => {
    const owner = userIdentity()
    const [maker, other, sharer] = [within(owner, 'editor'), within(owner, 'editor'), within(owner, 'collaborator')]
    const { id } = await write(maker, 'createSpace', { name: 'Mine', visibility: 'OPEN' })
    await write(maker, 'updateSpace', { id, name: 'Still mine' })
    expect(await refusal(other, 'updateSpace', { id, name: 'Mine' })).toBe('FORBIDDEN')
    expect(await refusal(other, 'deleteSpace', { id })).toBe('FORBIDDEN')
    const share = { spaceId: id, userId: other.userId, role: 'EDITOR' }
    expect(await refusal(maker, 'shareSpace', share)).toBe('FORBIDDEN')
    expect(await refusal(sharer, 'shareSpace', share)).toBe('FORBIDDEN')
    await write(within(owner, 'admin'), 'shareSpace', share)
    const own = await write(sharer, 'createSpace', { name: 'Shared', visibility: 'PRIVATE' })
    await write(sharer, 'shareSpace', { ...share, spaceId: own.id })
    expect(await refusal(within(owner, 'viewer'), 'createSpace', { name: 'No', visibility: 'OPEN' })).toBe('FORBIDDEN')
    for (const input of [
      { name: ' ', visibility: 'OPEN' },
      { name: 'x'.repeat(201), visibility: 'OPEN' },
    ])
      expect(await refusal(maker, 'createSpace', input)).toBe('BAD_USER_INPUT')
  })

  test('of another tenant is not there', async () => {
    const [owner, eve] = [userIdentity(), userIdentity()]
    graph.people.add(eve.userId, String(eve.tenantId))
    const { id } = await write(owner, 'createSpace', { name: 'Open', visibility: 'OPEN' })
    expect(await graph.must(eve, `{ spaces { id } space(id: "${id}") { id } }`)).toEqual({ spaces: [], space: null })
    for (const [name, input] of [
      ['updateSpace', { id, name: 'Mine' }],
      ['deleteSpace', { id }],
      ['shareSpace', { spaceId: id, userId: eve.userId, role: 'EDITOR' }],
      ['unshareSpace', { spaceId: id, userId: eve.userId }],
    ] as const)
      expect(await refusal(eve, name, input)).toBe('NOT_FOUND')
    const input = { type: 'SEMANTIC', title: 'Mine', spaceId: id }
    expect(await refusal(eve, 'createMemory', input, changing)).toBe('NOT_FOUND')
  })

  test('is shared no longer with a member who was removed, also when he joins again', async () => {
    const owner = userIdentity()
    const [grace, mia] = [within(owner, 'editor'), within(owner, 'editor')]
    const { id: spaceId } = await privateSpace(owner)
    for (const { userId } of [grace, mia]) await write(owner, 'shareSpace', { spaceId, userId, role: 'EDITOR' })
    const tenantId = String(owner.tenantId)
    const sharesOf = async () =>
      (
        await graph.must<{ space: { shares: object[] } }>(
          owner,
          `{ space(id: "${spaceId}") { shares { user { id } } } }`,
        )
      ).space.shares
    graph.people.leave(grace.userId)
    graph.people.add(grace.userId, tenantId)
    graph.events.publish('identity.changed', { tenantId, userId: grace.userId })
    await expect.poll(sharesOf).toEqual([{ user: { id: mia.userId } }])
    expect(await graph.must(grace, '{ spaces { id } }')).toEqual({ spaces: [] })
    expect((await graph.audited(owner)).at(-1)).toMatchObject({
      action: 'space.end_shares',
      details: { userId: grace.userId, spaceIds: [spaceId] },
    })
    await write(owner, 'shareSpace', { spaceId, userId: grace.userId, role: 'VIEWER' })
    graph.events.publish('identity.changed', { tenantId, userId: grace.userId })
    graph.people.leave(mia.userId)
    graph.events.publish('identity.changed', { tenantId, userId: mia.userId })
    await expect.poll(sharesOf).toEqual([{ user: { id: grace.userId } }])
  })

  test('is shared with members alone: a stranger, a former member and nobody are refused alike', async () => {
    const owner = userIdentity()
    const [stranger, former] = [userIdentity(), within(owner, 'editor')]
    graph.people.add(stranger.userId, String(stranger.tenantId))
    graph.people.leave(former.userId)
    const { id: spaceId } = await privateSpace(owner)
    for (const userId of [stranger.userId, former.userId, 'usr_nobody']) {
      const input = { spaceId, userId, role: 'VIEWER' }
      const { data, errors } = await graph.ask(owner, mutation('shareSpace'), { input })
      expect([data, errors?.map(({ message, extensions }) => [message, extensions])]).toEqual([
        null,
        [['userId: no member of this tenant', { code: 'BAD_USER_INPUT', field: 'userId' }]],
      ])
    }
    expect(await graph.must(owner, `{ space(id: "${spaceId}") { shares { role } } }`)).toEqual({
      space: { shares: [] },
    })
  })

  test('is deleted only while nothing lies in it, and keeps what was deleted in it hidden', async () => {
    const owner = userIdentity()
    const { id: spaceId } = await privateSpace(owner)
    const id = await graph.remember(owner, 'In it', { spaceId })
    expect(await refusal(owner, 'deleteSpace', { id: spaceId })).toBe('CONFLICT')
    await graph.must(owner, mutation('deleteMemory', 'memory { id }'), { input: { id } })
    graph.documents.spaces.add(spaceId)
    expect(await refusal(owner, 'deleteSpace', { id: spaceId })).toBe('CONFLICT')
    expect(await refusal(within(owner, 'editor'), 'deleteSpace', { id: spaceId })).toBe('NOT_FOUND')
    graph.documents.spaces.delete(spaceId)
    await write(owner, 'deleteSpace', { id: spaceId })
    const restoring = [mutation('restoreMemory', 'memory { id }'), { input: { id } }] as const
    expect(await graph.refusal(within(owner, 'editor'), ...restoring)).toBe('NOT_FOUND')
    expect(await graph.refusal(owner, ...restoring)).toBe('NOT_FOUND')
  })
})

describe('a memory in a private space', () => {
  test('is changed by those who may edit there, and only read by those who may read', async () => {
    const owner = userIdentity()
    const [editor, reader, viewer] = [within(owner, 'editor'), within(owner, 'editor'), within(owner, 'viewer')]
    const { id: spaceId } = await privateSpace(owner)
    await write(owner, 'shareSpace', { spaceId, userId: editor.userId, role: 'EDITOR' })
    await write(owner, 'shareSpace', { spaceId, userId: reader.userId, role: 'VIEWER' })
    await write(owner, 'shareSpace', { spaceId, userId: viewer.userId, role: 'EDITOR' })
    const id = await graph.remember(editor, 'By an editor', { spaceId })
    const outside = await graph.remember(reader, 'Outside')
    const relation = await graph.relate(editor, id, outside)

    const isEditable = async (identity: User) =>
      (await graph.must<{ memory: object }>(identity, `{ memory(id: "${id}") { isEditable space { id } } }`)).memory
    expect(await isEditable(editor)).toEqual({ isEditable: true, space: { id: spaceId } })
    expect(await isEditable(reader)).toEqual({ isEditable: false, space: { id: spaceId } })
    // What he may do in the tenant bounds what he may do in a space.
    expect(await isEditable(viewer)).toEqual({ isEditable: false, space: { id: spaceId } })

    const attempts = [
      ['createMemory', { type: 'SEMANTIC', title: 'Into', spaceId }, 'memory { id }'],
      ['updateMemory', { id, title: 'Changed' }, 'memory { id }'],
      ['updateMemory', { id: outside, spaceId }, 'memory { id }'],
      ['createRelation', { fromId: outside, toId: id, type: 'SUPPORTS' }, 'relation { id }'],
      ['updateRelation', { id: relation, weight: 0.5 }, 'relation { id }'],
      ['deleteRelation', { id: relation }, 'relation { id }'],
      ['deleteMemory', { id }, 'memory { id }'],
      ['restoreMemory', { id }, 'memory { id }'],
    ] as const
    for (const [name, input, payload] of attempts) {
      expect([name, await refusal(reader, name, input, payload)]).toEqual([name, 'FORBIDDEN'])
      await graph.must(editor, mutation(name, payload), { input })
    }
  })

  test('comes into the open and goes back, and tells of its hidden time only those who see the space', async () => {
    const owner = userIdentity()
    const other = within(owner, 'viewer')
    const { id: spaceId } = await privateSpace(owner)
    const id = await graph.remember(owner, 'Draft', { spaceId })
    const move = (to: string | null, title: string) =>
      graph.must(owner, mutation('updateMemory', 'memory { id }'), { input: { id, spaceId: to, title } })
    const seen = async (viewer: User) => {
      const query = `{ memory(id: "${id}") { title history { nodes { seq } } } }`
      const { memory } = await graph.must<{ memory: { title: string; history: { nodes: object[] } } | null }>(
        viewer,
        query,
      )
      return memory === null ? null : [memory.title, memory.history.nodes.length]
    }
    expect(await seen(other)).toBeNull()
    await move(null, 'Published')
    expect(await seen(other)).toEqual(['Published', 0])
    await move(null, 'Published again')
    expect([await seen(other), await seen(owner)]).toEqual([
      ['Published again', 1],
      ['Published again', 3],
    ])
    await move(spaceId, 'Withdrawn')
    expect(await seen(other)).toBeNull()
    await write(owner, 'updateSpace', { id: spaceId, visibility: 'OPEN' })
    expect(await seen(other)).toEqual(['Withdrawn', 4])
  })

  test('loses its relation with a memory that is deleted by somebody who does not see it', async () => {
    const owner = userIdentity()
    const editor = within(owner, 'editor')
    const { id: spaceId } = await privateSpace(owner)
    const hidden = await graph.remember(owner, 'Hidden', { spaceId })
    const open = await graph.remember(editor, 'Open')
    const relation = await graph.relate(owner, hidden, open)
    const deleting = [mutation('deleteMemory', 'memory { id }'), { input: { id: open } }] as const
    await graph.must(editor, ...deleting)
    const query = `{ memory(id: "${hidden}") { relations { nodes { id } } } }`
    expect(await graph.must(owner, query)).toEqual({ memory: { relations: { nodes: [] } } })
    await graph.must(editor, mutation('restoreMemory', 'memory { id }'), { input: { id: open } })
    expect(await graph.must(owner, query)).toEqual({ memory: { relations: { nodes: [{ id: relation }] } } })
    expect(await graph.must(editor, `{ memory(id: "${open}") { relations { nodes { id } } } }`)).toEqual({
      memory: { relations: { nodes: [] } },
    })
  })

  test('is merged with another of its space, with what its merger does not see of it, and with none outside', async () => {
    const owner = userIdentity()
    const editor = within(owner, 'editor')
    const { id: spaceId } = await privateSpace(owner)
    const hidden = await graph.remember(owner, 'Hidden', { spaceId })
    const [winnerId, loserId] = [await graph.remember(editor, 'One'), await graph.remember(editor, 'The same')]
    const relation = await graph.relate(owner, hidden, loserId)
    const merging = mutation('mergeMemories', 'memory { id }')
    expect(await graph.refusal(owner, merging, { input: { winnerId, loserId: hidden } })).toBe('BAD_USER_INPUT')
    expect(await graph.refusal(editor, merging, { input: { winnerId, loserId: hidden } })).toBe('NOT_FOUND')
    await graph.must(editor, merging, { input: { winnerId, loserId } })
    const query = `{ memory(id: "${winnerId}") { relations { nodes { id } } } }`
    expect(await graph.must(owner, query)).toEqual({ memory: { relations: { nodes: [{ id: relation }] } } })
    expect(await graph.must(editor, query)).toEqual({ memory: { relations: { nodes: [] } } })
  })

  test.each([
    ['the share ends', 'PRIVATE', 'unshareSpace', ({ id, userId }: Lost) => ({ spaceId: id, userId })],
    ['its space becomes private', 'OPEN', 'updateSpace', ({ id }: Lost) => ({ id, visibility: 'PRIVATE' })],
    [
      'it is moved into a private space',
      'OPEN',
      'updateMemory',
      ({ memoryId, hidden }: Lost) => ({ id: memoryId, spaceId: hidden }),
    ],
  ] as const)('is gone from everything that is open as soon as %s', async (_, visibility, name, inputOf) => {
    const owner = userIdentity()
    const reader = within(owner, 'viewer')
    const { id: spaceId } = await write(owner, 'createSpace', { name: 'Plans', visibility })
    if (visibility === 'PRIVATE') await write(owner, 'shareSpace', { spaceId, userId: reader.userId, role: 'VIEWER' })
    const open = await graph.remember(owner, 'A tower')
    const memoryId = await graph.remember(owner, 'The mill', { spaceId })
    await graph.relate(owner, open, memoryId)
    await graph.remember(owner, 'Another tower')
    const watch = async (query: string) => {
      const events = await graph.subgraph.subscribe({ identity: reader, query: `subscription { ${query} }` })
      if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events))
      return {
        next: async () => (await events.next()).value?.data,
        [Symbol.asyncDispose]: async () => void (await events.return?.()),
      }
    }
    await using search = await watch('liveSearch(query: "mill", mode: TEXT) { ids removed { memoryId reason } }')
    await using around = await watch(`liveNeighbours(memoryId: "${open}") { ids removed { memoryId reason } }`)
    await using changes = await watch('memoryChanges(after: 0) { seq }')
    expect(await search.next()).toEqual({ liveSearch: { ids: [memoryId], removed: [] } })
    expect(await around.next()).toEqual({ liveNeighbours: { ids: [memoryId], removed: [] } })
    expect(await changes.next()).toEqual({ memoryChanges: { seq: 1 } })

    const { id: hidden } = await privateSpace(owner, 'Hidden')
    const input = inputOf({ id: spaceId, userId: reader.userId, memoryId, hidden })
    await graph.must(owner, mutation(name, '__typename'), { input })
    const gone = { ids: [], removed: [{ memoryId, reason: 'DELETED' }] }
    expect(await search.next()).toEqual({ liveSearch: gone })
    expect(await around.next()).toEqual({ liveNeighbours: gone })
    // What was read before and not yet delivered is not delivered any more.
    expect(await changes.next()).toEqual({ memoryChanges: { seq: 4 } })
  })

  test('of a key that made the space is its own, and a name that was used for what is hidden now is a conflict', async () => {
    const owner = userIdentity()
    const scopes = ['memory:read', 'memory:create', 'memory:update']
    const key = apiKeyIdentity({ tenantId: String(owner.tenantId), scopes })
    const { id: spaceId } = await write(key, 'createSpace', { name: 'Of a key', visibility: 'PRIVATE' })
    const input = { type: 'SEMANTIC', title: 'Mine', spaceId, idempotencyKey: 'once' }
    await graph.must(key, mutation('createMemory', changing), { input })
    expect(await graph.must(within(owner, 'editor'), '{ memories { totalCount } }')).toEqual({
      memories: { totalCount: 0 },
    })

    const editor = within(owner, 'editor')
    const shared = await privateSpace(owner, 'Shared')
    await write(owner, 'shareSpace', { spaceId: shared.id, userId: editor.userId, role: 'EDITOR' })
    const once = { type: 'SEMANTIC', title: 'Once', spaceId: shared.id, idempotencyKey: 'once' }
    await graph.must(editor, mutation('createMemory', changing), { input: once })
    await write(owner, 'unshareSpace', { spaceId: shared.id, userId: editor.userId })
    expect(await refusal(editor, 'createMemory', { ...once, spaceId: null }, changing)).toBe('CONFLICT')
  })
})

test('another part of GraphMemory is told what somebody may do with memories, and nobody else is', async () => {
  const owner = userIdentity()
  const [editor, reader] = [within(owner, 'editor'), within(owner, 'editor')]
  const { id: spaceId } = await privateSpace(owner)
  await write(owner, 'shareSpace', { spaceId, userId: editor.userId, role: 'EDITOR' })
  await write(owner, 'shareSpace', { spaceId, userId: reader.userId, role: 'VIEWER' })
  const memoryIds = [
    await graph.remember(owner, 'Hidden', { spaceId }),
    await graph.remember(owner, 'Open'),
    'mem_none',
  ]
  const query = `query ($memoryIds: [ID!]!, $viewerId: ID, $managesMemories: Boolean!) {
    memoryAccess(memoryIds: $memoryIds, viewerId: $viewerId, managesMemories: $managesMemories) }`
  const access = async (viewerId: string | null, managesMemories = false) => {
    const service = serviceIdentity('collaboration', owner.tenantId)
    const variables = { memoryIds, viewerId, managesMemories }
    return (await graph.must<{ memoryAccess: string[] }>(service, query, variables)).memoryAccess
  }
  expect(await access(editor.userId)).toEqual(['WRITE', 'WRITE', 'NONE'])
  expect(await access(reader.userId)).toEqual(['READ', 'WRITE', 'NONE'])
  expect(await access('usr_other')).toEqual(['NONE', 'WRITE', 'NONE'])
  expect(await access(null)).toEqual(['NONE', 'WRITE', 'NONE'])
  expect(await access('usr_other', true)).toEqual(['WRITE', 'WRITE', 'NONE'])
  const asked = { memoryIds, viewerId: owner.userId, managesMemories: true }
  expect(await graph.refusal(owner, query, asked)).toBe('FORBIDDEN')
})

test('what somebody may do in spaces themselves is told to services alone, of deleted ones too', async () => {
  const owner = userIdentity()
  const [editor, reader] = [within(owner, 'editor'), within(owner, 'editor')]
  const { id: spaceId } = await privateSpace(owner)
  const { id: open } = await write(owner, 'createSpace', { name: 'Open', visibility: 'OPEN' })
  await write(owner, 'shareSpace', { spaceId, userId: editor.userId, role: 'EDITOR' })
  await write(owner, 'shareSpace', { spaceId, userId: reader.userId, role: 'VIEWER' })
  await write(owner, 'deleteSpace', { id: spaceId })
  const query = `query ($spaceIds: [ID!]!, $viewerId: ID, $managesMemories: Boolean!) {
    spaceAccess(spaceIds: $spaceIds, viewerId: $viewerId, managesMemories: $managesMemories) }`
  const access = async (viewerId: string | null, managesMemories = false, tenantId = owner.tenantId) => {
    const variables = { spaceIds: [spaceId, open, 'spc_none'], viewerId, managesMemories }
    return (await graph.must<{ spaceAccess: string[] }>(serviceIdentity('collaboration', tenantId), query, variables))
      .spaceAccess
  }
  expect(await access(editor.userId)).toEqual(['WRITE', 'WRITE', 'NONE'])
  expect(await access(reader.userId)).toEqual(['READ', 'WRITE', 'NONE'])
  expect(await access('usr_other')).toEqual(['NONE', 'WRITE', 'NONE'])
  expect(await access(null, true)).toEqual(['WRITE', 'WRITE', 'NONE'])
  expect(await access(null, true, userIdentity().tenantId)).toEqual(['NONE', 'NONE', 'NONE'])
  const asked = { spaceIds: [open], viewerId: owner.userId, managesMemories: true }
  expect(await graph.refusal(owner, query, asked)).toBe('FORBIDDEN')
})
